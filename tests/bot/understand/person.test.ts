/** Invented messages. */
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldMessage } from '../../../src/bot/understand/fold.ts'
import { readLanguage } from '../../../src/bot/understand/language.ts'
import { readPeople } from '../../../src/bot/understand/slots/people.ts'
import { readPerson } from '../../../src/bot/understand/slots/person.ts'
import type { Person } from '../../../src/bot/understand/slots/person.ts'

const { book } = await readLanguage({ languageDir: fileURLToPath(new URL('../../../templates/vi', import.meta.url)) })

function personIn(text: string, leastForSelf: 1 | 2 | 3 = 1): Person | undefined {
  const folded = foldMessage(text, book)
  return readPerson(folded.hasMarks ? folded.written : folded.plain, folded.hasMarks, book.people, leastForSelf)
}

describe('whose record it is', () => {
  it.each<[string, Person | undefined]>([
    ['thẻ của mẹ tôi', 'mother'], ['the cua me em', 'mother'], ['má tui còn hạn không', 'mother'], ['u tôi 75 tuổi', 'mother'], ['tien cua ma chua co', 'mother'],
    ['cho hỏi thẻ má còn hạn hông', 'mother'], ['con hỏi cho má con', 'mother'], ['me 80 tuoi duoc gi', 'mother'],
    ['ba em', 'father'], ['bố tôi', 'father'], ['tien cua ba dau', 'father'], ['tía tui lãnh bao nhiêu', 'father'], ['cha toi mat roi', 'father'], ['tiền của ba chuyển vô tài khoản con được không', 'father'],
    ['ông xã tui', 'spouse'], ['the ba xa toi', 'spouse'], ['the ck e', 'spouse'], ['vợ tôi khuyết tật', 'spouse'], ['tien cua vo toi', 'spouse'], ['ông nhà tôi nằm viện', 'spouse'],
    ['con trai tôi', 'child'], ['con em bi bai nao', 'child'], ['thẻ em bé nhà em', 'child'], ['con gái tôi học lớp 12', 'child'], ['the con toi sai ten', 'child'],
    ['ông nội con', 'other'], ['the cua ba ngoai', 'other'], ['hàng xóm mất rồi', 'other'], ['tiền của bà 7', 'other'], ['mẹ chồng em', 'other'], ['anh trai tôi tâm thần', 'other'], ['bác Hai ở ấp 3', 'other'], ['thẻ của chị Trần Thị Mơ', 'other'],
    ['thẻ của tôi', 'self'], ['the cua con', 'self'], ['toi duoc bao nhieu', 'self'], ['sao tui chưa có tiền', 'self'], ['em được mấy', 'self'],
    ['bà bảy được 810 mà tôi có 540', 'self'], ['hang xom lanh roi sao toi chua co', 'self'], ['dạ bác 76 tuổi rồi', 'self'],
    ['ba tháng nay không có tiền', undefined], ['mẹ đơn thân được gì', undefined], ['bao giờ phát tiền', undefined], ['bao giờ phát tiền vậy cô', undefined],
    ['cô ơi cho con hỏi bao giờ phát tiền', undefined], ['dạ chào bác', undefined], ['cho em hỏi hồ sơ cần gì', undefined], ['thu ba co phat khong', undefined], ['nha 4 nguoi dong bao nhieu', undefined],
    ['nop tien roi ma toi chua co the', 'self'], ['ma toi 80 tuoi', 'mother'], ['the me con het han chua', 'mother'], ['tien cua ba thang 12', 'father'], ['em nam nay 70 tuoi', 'self'],
    ['ther cuar mej', 'mother'], ['the con dung duoc khong', undefined], ['the co ghi ngay khong', undefined], ['tiền của ông Lạc ở ấp 3', 'other'], ['thẻ của bà còn hạn không cháu', 'self'], ['tôi một mình nuôi con trai', 'self'], ['nhận qua ck được không', undefined], ['vợ chồng tôi được bao nhiêu', 'self'], ['nguoi ta noi toi bi cat', 'self'], ['di hai lan roi', undefined],
    ['mua thuốc ngoài có được trả không', undefined],
  ])('%s', (text, person) => {
    expect(personIn(text)).toBe(person)
  })

  it('takes "tôi" for the one who asks where everybody may ask', () => {
    expect(personIn('tôi muốn gia hạn thì đi đâu', 3)).toBeUndefined()
    expect(personIn('thẻ của tôi gia hạn ở đâu', 3)).toBe('self')
  })

  it('reads any words, however wild', () => {
    const word = fc.constantFrom('thẻ', 'của', 'cua', 'mẹ', 'ba', 'con', 'tôi', 'em', 'ông', 'nội', '7', ',', '?', 'ơi', '', 'xã')
    fc.assert(fc.property(fc.array(word, { maxLength: 30 }), fc.boolean(), (words, marks) => {
      expect(['self', 'mother', 'father', 'child', 'spouse', 'other', undefined]).toContain(readPerson(words, marks, book.people, 1))
    }))
  })

  it('names the line of an officer that says nothing', () => {
    expect(() => readPeople(['cousin = anh họ'])).toThrow('cousin')
  })
})
