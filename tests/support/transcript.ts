/**
 * Conversations as an officer can read and write them: one line each, "Dân: …" for what a citizen writes, "Loa: …" for
 * what must come back, and before them what the register says. Lines:
 *
 *   # anything                      a remark
 *   Lúc: 22/11/2026 09:00           what the clock shows from here on
 *   Sổ: Tên | nữ | 02/03/1950 | …   somebody on the register: "thẻ GD đến 31/12/2026", "đủ 5 năm 01/01/2025", "trợ cấp 1,5",
 *                                   "tài khoản 4471", "tại nhà", "điện thoại 0912…", "cận nghèo", "ấp Bịa", "chi trả 10/2026 810.000 đã nhận"
 *   Lịch: 12/2026 | ấp Bịa | 04/12/2026 07:30 | nhà văn hóa ấp | chắc chắn
 *   Hộp tin: Tên | con              whom the chat stands for from the start, and what its holder is to them
 *   Mã cán bộ: Tên | con            the officer makes a code; {mã} stands for the last one
 *   Dân: …   Dân bấm: …             words, "(ảnh)" for a picture, or the title of a button
 *   Loa: …   Loa: (im lặng)         the whole reply, or none
 *   Nút: A | B                      the buttons under it
 *   Tin tới 0912…: …                an SMS to that telephone, the last one that came
 *   Phiếu: chủ đề [khẩn]            the newest ticket
 *   Cán bộ: …   Cán bộ đóng         the officer answers the newest ticket, or closes it
 *   Quên                            another Loa's state lies where ours should be
 */
export interface TranscriptLine {
  at: number
  kind: string
  /** What stands between the kind and the colon: a telephone. */
  of: string
  text: string
}

const KINDS = ['Lúc', 'Sổ', 'Lịch', 'Hộp tin', 'Mã cán bộ', 'Dân bấm', 'Dân', 'Loa', 'Nút', 'Tin tới', 'Phiếu', 'Cán bộ đóng', 'Cán bộ', 'Quên']

export function parseTranscript(text: string): TranscriptLine[] {
  return text.normalize('NFC').split('\n').flatMap((raw, index) => {
    const line = raw.trim()
    if (line === '' || line.startsWith('#')) return []
    const kind = KINDS.find((one) => line === one || line.startsWith(`${one}:`) || line.startsWith(`${one} `))
    if (kind === undefined) throw new Error(`line ${index + 1} begins with no word that we know: ${line}`)
    const rest = line.slice(kind.length)
    const colon = rest.indexOf(':')
    return [{ at: index + 1, kind, of: rest.slice(0, Math.max(colon, 0)).trim(), text: colon === -1 ? '' : rest.slice(colon + 1).trim() }]
  })
}

export interface RegisterLine {
  name: string
  sex?: 'male' | 'female'
  birth?: { day: string; precision: 'day' | 'year' }
  village?: string
  card?: { group: string; validTo: string; fiveYearOn?: string }
  allowance?: { coefficient: number; method: string; tail?: string; status: string }
  phone?: string
  poor?: 'poor' | 'near_poor'
  payments: { month: string; amount: number; arrears: number; status: string }[]
}

const day = (text: string): string => text.split('/').toReversed().join('-')

/** One "Sổ:" line. Refuses what it does not understand, so that a slip never weakens a test. */
export function parseRegisterLine(text: string): RegisterLine {
  const [name = '', ...parts] = text.split('|').map((part) => part.trim())
  const person: RegisterLine = { name, payments: [] }
  for (const part of parts) readPart(person, part)
  return person
}

function readPart(person: RegisterLine, part: string): void {
  const match = (pattern: RegExp): string[] | undefined => pattern.exec(part)?.slice(1)
  const allowance = (): NonNullable<RegisterLine['allowance']> => (person.allowance ??= { coefficient: 1, method: 'cash', status: 'active' })
  let found: string[] | undefined
  if (part === 'nữ') person.sex = 'female'
  else if (part === 'nam') person.sex = 'male'
  else if (/^\d{4}$/.test(part)) person.birth = { day: `${part}-01-01`, precision: 'year' }
  else if (/^\d\d\/\d\d\/\d{4}$/.test(part)) person.birth = { day: day(part), precision: 'day' }
  else if ((found = match(/^thẻ ([A-Z]{2}) đến (\S+)$/))) person.card = { group: found[0] as string, validTo: day(found[1] as string) }
  else if ((found = match(/^đủ 5 năm (\S+)$/)) && person.card) person.card.fiveYearOn = day(found[0] as string)
  else if ((found = match(/^trợ cấp ([\d,]+)$/))) allowance().coefficient = Number((found[0] as string).replace(',', '.'))
  else if ((found = match(/^tài khoản (\d{4})$/))) Object.assign(allowance(), { method: 'bank', tail: found[0] })
  else if (part === 'tại nhà') allowance().method = 'home'
  else if (part === 'tạm dừng') allowance().status = 'suspended'
  else if ((found = match(/^điện thoại 0(\d{9})$/))) person.phone = `+84${found[0]}`
  else if (part === 'nghèo') person.poor = 'poor'
  else if (part === 'cận nghèo') person.poor = 'near_poor'
  else if ((found = match(/^ấp (.+)$/))) person.village = found[0] as string
  else if ((found = match(/^chi trả (\d\d)\/(\d{4}) ([\d.]+)(?: truy lĩnh ([\d.]+))? (đã nhận|chưa nhận|đã lập)$/))) {
    const [month, year, amount = '', arrears = '0', status] = found
    person.payments.push({ month: `${year}-${month}`, amount: dong(amount), arrears: dong(arrears), status: { 'đã nhận': 'paid', 'chưa nhận': 'uncollected', 'đã lập': 'listed' }[status as string] as string })
  } else throw new Error(`nobody knows what "${part}" means on the register`)
}

const dong = (text: string | undefined): number => Number((text ?? '0').replaceAll('.', ''))

export const RELATION_NAMES: Readonly<Record<string, string>> = { 'chính chủ': 'self', con: 'child', cháu: 'grandchild', 'vợ chồng': 'spouse', 'chưa rõ': 'unknown', 'hàng xóm': 'neighbour' }
