/**
 * Whose card or money a message is about, as far as its words say. Every mention of a person is found and weighed: one to
 * whom something belongs ("thẻ của má") outweighs one who does something, and a relative outweighs the one who writes.
 * Asides to the officer ("cho con hỏi", "vậy cô") are nobody. In the South "con", "em", "cháu" are mostly the speaker.
 */
import { fold } from '../../../domain/vietnamese-text.ts'
import type { PeopleTerms, PersonTerm } from './people.ts'

export type Person = 'self' | 'mother' | 'father' | 'child' | 'spouse' | 'other'

const set = (words: string): ReadonlySet<string> => new Set(words.split(' ').flatMap((word) => [word, fold(word)]))

const SPEAKER = set('tôi tui em e con cháu mình mk tao tau tớ t ta nó anh chị nhà bác')
/** Always the one who writes. */
const SELF = set('tôi tui tao tau tớ mình mk')
/** The one who writes, where something belongs to them or happens to them; unmarked, "con" and "cô" are also "còn" and "có". */
const SELF_BY_AGE = { marked: new Set('em e con cháu bác bà ông mệ chú cô'.split(' ')), unmarked: new Set('em e chau bac'.split(' ')) }
/** Without its marks "dì" is also a going, "cậu" a sentence, "cô" a having. */
const KIN = { marked: new Set('anh chị em chú bác dì cậu mợ thím dượng ông bà cháu cô'.split(' ')), unmarked: new Set('anh chi em chu bac thim duong ong ba chau'.split(' ')) }
const WHICH = set('trai gái ruột họ rể dâu kế hai tư năm sáu bảy tám chín mười út cả nguyễn trần lê phạm huỳnh võ đặng bùi đỗ hồ ngô dương lý')
/** "Em năm nay" is nobody's fifth sister. */
const OF_TIME = set('nay ngoái trước sau tới tháng tuổi ngày')
const KIN_OWNER = set('tôi tui em con mình')
const BELONGS = set('của thẻ bhyt bh hiểm tiền cấp sơ tên hs hạn đơn suất phần lương giấy')
const ON_BEHALF = set('cho giùm dùm giúp hộ thay')
const CONTRAST = new Set(['mà', 'còn', 'sao', 'ma', 'trừ', 'riêng', 'chớ', 'chứ', 'răng'])
const HAPPENS = set('được dc đc bị nhận lãnh lĩnh hưởng đủ thuộc')
/** Behind "của bà" these go on with the sentence; any other word is her name. */
const GOES_ON = set('còn có hết bao chưa được dc bị ở sao tới đến không ko tháng năm nay đâu mà thì là nữa với vậy ạ này đó đi nha nhé hả từ ra vô vào lên về trong ngày mấy nhiêu như thế khi nào giờ mới cũng lãnh lĩnh nhận đang đã hay rồi r chừng bữa hôm phải dùng xài sai mất')
/** Whom somebody looks after; the allowance is the other's. */
const CARED_FOR = set('nuôi sinh đẻ chăm sóc')
/** Unmarked "ma toi" is mostly "mà tôi". */
const BUT = 'ma'
/** "Dạ em 76 tuổi": who is spoken to stands at the end, who speaks at the beginning. */
const BEGINNING = new Set(['', ',', '.', '!', '\n', 'dạ', 'da', 'là', 'la'])
const ASKING = set('hỏi biết xin nhờ gửi thưa chào')
const CALLING = set('ơi chào thưa dạ vậy ạ hả ha nhé nha nghen hen dzậy z v')

/** How much a mention says: the speaker is told from the one who only asks by the first three. */
const BARE = 1
const HAPPENING = 2
const BELONGING = 3
const ANOTHER = 4
/** "Bà bảy được 810 mà tôi có 540" is about the speaker. */
const CONTRASTED = 6
const CLOSE = 7

/** Expects the words as written, lower case, of an unmarked message without keyboard residue; `leastForSelf` is more where everybody may say "tôi" without meaning his record. */
export function readPerson(written: readonly string[], hasMarks: boolean, people: PeopleTerms, leastForSelf: 1 | 2 | 3): Person | undefined {
  const terms = hasMarks ? people.marked : people.unmarked
  let best: { person: Person; weight: number } | undefined
  for (let at = 0; at < written.length; ) {
    const found = mentionAt(written, at, terms, hasMarks)
    if (found?.person !== undefined) {
      const isContrast = found.person === 'self' && best?.person === 'other' && CONTRAST.has(written[at - 1] ?? '')
      const weight = isContrast ? CONTRASTED : weightOf(found.person, written, at, found.length)
      if (weight >= leastForSelf && weight > (best?.weight ?? 0)) best = { person: found.person, weight }
    }
    at += found?.length ?? 1
  }
  return best?.person
}

interface Mention {
  person: Person | undefined
  length: number
}

function mentionAt(words: readonly string[], at: number, terms: ReadonlyMap<string, readonly PersonTerm[]>, hasMarks: boolean): Mention | undefined {
  const word = words[at] as string
  const term = terms.get(word)?.find((one) => isMeant(one, words, at))
  if (term?.person === 'nobody') return { person: undefined, length: term.words.length }
  // An owner behind belongs to the mention, and is not the speaker's own card.
  if (term !== undefined) return { person: term.person, length: term.words.length + (SPEAKER.has(words[at + term.words.length] ?? '') ? 1 : 0) }
  if ((hasMarks ? KIN.marked : KIN.unmarked).has(word) && isOneOfMany(words, at)) {
    return isCalled(words, at, 2) ? { person: undefined, length: 2 } : { person: 'other', length: KIN_OWNER.has(words[at + 2] ?? '') ? 3 : 2 }
  }
  if (!SELF.has(word) && !isSelfByAge(words, at, hasMarks)) return undefined
  return isCalled(words, at, 1) || isAside(words, at) ? { person: undefined, length: 1 } : { person: 'self', length: 1 }
}

function isSelfByAge(words: readonly string[], at: number, hasMarks: boolean): boolean {
  const word = words[at] as string
  return (hasMarks ? SELF_BY_AGE.marked : SELF_BY_AGE.unmarked).has(word) || (word === 'con' && words[at - 1] === 'cua')
}

function isMeant({ words: term, person, needsOwner }: PersonTerm, words: readonly string[], at: number): boolean {
  if (!term.every((word, offset) => words[at + offset] === word)) return false
  const before = words[at - 1] ?? ''
  if (person === 'nobody') return before !== 'của' && before !== 'cua'
  if (!needsOwner) return true
  // "Của con" is the speaker's own in the South.
  if (person !== 'child' && (BELONGS.has(before) || ON_BEHALF.has(before))) return true
  const after = words[at + term.length] ?? ''
  return SPEAKER.has(after) && after !== term.at(-1) && (term[0] !== BUT || before === '')
}

/** "Anh trai", "bác Hai", "chị tôi", "bà 7", "của ông Lạc": which of them. */
function isOneOfMany(words: readonly string[], at: number): boolean {
  const which = words[at + 1] ?? ''
  if (which === words[at]) return false
  if (/^\d$/.test(which) || KIN_OWNER.has(which) || (WHICH.has(which) && !OF_TIME.has(words[at + 2] ?? ''))) return true
  const before = words[at - 1] ?? ''
  return (before === 'của' || before === 'cua' || ON_BEHALF.has(before)) && /^\p{L}{2,}$/u.test(which) && !GOES_ON.has(which) && !ASKING.has(which)
}

function weightOf(person: Person, words: readonly string[], at: number, length: number): number {
  const before = words[at - 1] ?? ''
  const after = words[at + length] ?? ''
  const owns = BELONGS.has(before) || ON_BEHALF.has(before)
  if (person !== 'self') return CARED_FOR.has(before) ? 0 : (person === 'other' ? ANOTHER : CLOSE) + (owns ? 1 : 0)
  const surelySelf = SELF.has(words[at] as string)
  if (BELONGS.has(before)) return BELONGING
  if (HAPPENS.has(after) || (ON_BEHALF.has(before) && surelySelf)) return HAPPENING
  return surelySelf || BEGINNING.has(before) ? BARE : 0
}

/** "Cô ơi", "dạ chú", "… vậy em": the one who is spoken to. */
function isCalled(words: readonly string[], at: number, length: number): boolean {
  const after = words[at + length]
  if (after === 'ơi' || after === 'oi') return true
  const ends = after === undefined || /^[,?.!;\n]$/.test(after)
  return ends && CALLING.has(words[at - 1] ?? '') && !SELF.has(words[at] as string)
}

/** "Cho con hỏi", "tôi hỏi", "để em biết": the speaker, but no card of theirs. */
function isAside(words: readonly string[], at: number): boolean {
  const next = words[at + 1] ?? ''
  const before = words[at - 1] ?? ''
  if (before === 'để' || before === 'de') return true
  return ASKING.has(next) || ((next === 'muốn' || next === 'muon' || next === 'cần' || next === 'can') && ASKING.has(words[at + 2] ?? ''))
}
