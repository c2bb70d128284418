/** What officers abbreviate, in full. An announcer must not stumble, and many who listen have never seen the letters. */
import { numberInWords } from './amounts-in-vietnamese.ts'
import type { SpokenRule } from './spoken-rule.ts'
import { isSyllable } from './vietnamese-syllable.ts'
import { fold } from './vietnamese-text.ts'

const IN_FULL: Readonly<Record<string, string>> = {
  UBND: 'Ủy ban nhân dân', HĐND: 'Hội đồng nhân dân', MTTQ: 'Mặt trận Tổ quốc', UBMTTQ: 'Ủy ban Mặt trận Tổ quốc', UBMTTQVN: 'Ủy ban Mặt trận Tổ quốc Việt Nam',
  BCĐ: 'Ban Chỉ đạo', BCH: 'Ban Chỉ huy', BTC: 'Ban Tổ chức', BQL: 'Ban Quản lý', CP: 'Chính phủ', TTg: 'Thủ tướng Chính phủ', TW: 'Trung ương', TƯ: 'Trung ương',
  BHYT: 'bảo hiểm y tế', BHXH: 'bảo hiểm xã hội', BHTN: 'bảo hiểm thất nghiệp', BTXH: 'bảo trợ xã hội', TGXH: 'trợ giúp xã hội', ASXH: 'an sinh xã hội',
  CCCD: 'căn cước công dân', CMND: 'chứng minh nhân dân', GPLX: 'giấy phép lái xe', GKS: 'giấy khai sinh', TTHC: 'thủ tục hành chính', DVC: 'dịch vụ công',
  NCT: 'người cao tuổi', NKT: 'người khuyết tật', TE: 'trẻ em', CCB: 'cựu chiến binh', NCC: 'người có công', LLVT: 'lực lượng vũ trang', LHPN: 'Liên hiệp Phụ nữ', TNCS: 'Thanh niên Cộng sản',
  TYT: 'trạm y tế', TTYT: 'trung tâm y tế', BV: 'bệnh viện', SXH: 'sốt xuất huyết', KHHGĐ: 'kế hoạch hóa gia đình', ATTP: 'an toàn thực phẩm', VSATTP: 'vệ sinh an toàn thực phẩm', VSMT: 'vệ sinh môi trường',
  PCCC: 'phòng cháy chữa cháy', PCTT: 'phòng chống thiên tai', TKCN: 'tìm kiếm cứu nạn', ANTT: 'an ninh trật tự', ATGT: 'an toàn giao thông', CSGT: 'cảnh sát giao thông', NVQS: 'nghĩa vụ quân sự',
  THCS: 'trung học cơ sở', THPT: 'trung học phổ thông', HS: 'học sinh', GV: 'giáo viên', HTX: 'hợp tác xã', NTM: 'nông thôn mới', OCOP: 'ô-cốp', GTGT: 'giá trị gia tăng', CBCC: 'cán bộ, công chức',
  KP: 'khu phố', TDP: 'tổ dân phố', KDC: 'khu dân cư', NVH: 'nhà văn hóa', QL: 'quốc lộ', TL: 'tỉnh lộ', ĐT: 'điện thoại', SĐT: 'số điện thoại', ĐC: 'địa chỉ', LH: 'liên hệ',
  TPHCM: 'Thành phố Hồ Chí Minh', 'TP.HCM': 'Thành phố Hồ Chí Minh', 'TP HCM': 'Thành phố Hồ Chí Minh', TP: 'thành phố', 'TP.': 'thành phố', 'P.': 'phường', 'Q.': 'quận',
  ATM: 'a tê em', SMS: 'tin nhắn', COVID: 'cô-vít',
  'đ/c': 'đồng chí', 'v/v': 'về việc', 'k/g': 'kính gửi', 'VD:': 'ví dụ:', 'v.v.': 'vân vân', 'v.v': 'vân vân',
}
/** People say these letter by letter, as they stand. */
const SAID_AS_WRITTEN = new Set(['VNeID', 'QR'])

const KINDS: Readonly<Record<string, string>> = {
  NĐ: 'nghị định', QĐ: 'quyết định', TT: 'thông tư', TTLT: 'thông tư liên tịch', NQ: 'nghị quyết', CT: 'chỉ thị', TB: 'thông báo', KH: 'kế hoạch', BC: 'báo cáo', CV: 'công văn', TTr: 'tờ trình', HD: 'hướng dẫn', GM: 'giấy mời', PA: 'phương án',
}
const ISSUERS: Readonly<Record<string, string>> = {
  CP: 'Chính phủ', TTg: 'Thủ tướng Chính phủ', UBND: 'Ủy ban nhân dân', HĐND: 'Hội đồng nhân dân', MTTQ: 'Mặt trận Tổ quốc', BYT: 'Bộ Y tế', BTC: 'Bộ Tài chính', BNV: 'Bộ Nội vụ', BCA: 'Bộ Công an', BTP: 'Bộ Tư pháp',
  BLĐTBXH: 'Bộ Lao động, Thương binh và Xã hội', BGDĐT: 'Bộ Giáo dục và Đào tạo', BNNMT: 'Bộ Nông nghiệp và Môi trường', BHXH: 'Bảo hiểm xã hội', BCĐ: 'Ban Chỉ đạo', TU: 'Tỉnh ủy', ĐU: 'Đảng ủy', TYT: 'Trạm Y tế', SYT: 'Sở Y tế', VPCP: 'Văn phòng Chính phủ',
}

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)
const anyOf = (words: readonly string[]): string => [...words].sort((one, other) => other.length - one.length).map(literally).join('|')

const issuer = (letters: string): string => letters.split('-').map((one) => ISSUERS[one] ?? one).join(' và ')
/** The kind stands before the number, in full or not, or only behind it. */
const titled = (title: string | undefined, kind: string): string => (title === undefined ? (KINDS[kind] ?? kind) : (KINDS[title] ?? title))

const TITLE = String.raw`(?:(?<![\p{L}\p{N}])(?<title>${anyOf(Object.keys(KINDS))}|nghị định|quyết định|thông tư|nghị quyết|chỉ thị|thông báo|kế hoạch|báo cáo|công văn|tờ trình|hướng dẫn|giấy mời|luật) +)?(?:số:? +)?`

/** Numbers of documents: "Nghị định 20/2021/NĐ-CP", "Luật số 91/2025/QH15". */
export const DOCUMENT_RULES: readonly SpokenRule[] = [
  {
    pattern: new RegExp(String.raw`${TITLE}(?<!\d)(?<number>\d{1,5})(?:/(?<year>\d{4}))?/(?<kind>${anyOf(Object.keys(KINDS))})-(?<issuers>\p{Lu}\p{L}*(?:-\p{Lu}\p{L}*)*)`, 'giu'),
    say: ({ title, number = '', year, kind = '', issuers = '' }, speech) =>
      `${titled(title, kind)} số ${numberInWords(Number(number), speech)}${year === undefined ? '' : `, năm ${numberInWords(Number(year), speech)}`}, của ${issuer(issuers)}`,
  },
  {
    pattern: new RegExp(String.raw`${TITLE}(?<!\d)(?<number>\d{1,4})/(?<year>\d{4})/QH(?<term>\d{1,2})(?!\d)`, 'giu'),
    say: ({ title, number = '', year = '', term = '' }, speech) =>
      `${titled(title, '')} số ${numberInWords(Number(number), speech)}, năm ${numberInWords(Number(year), speech)}, của Quốc hội khóa ${numberInWords(Number(term), speech)}`.trim(),
  },
  {
    pattern: new RegExp(String.raw`(?<![\p{L}\p{N}/])(?<kind>${anyOf(Object.keys(KINDS))})-(?<issuer>${anyOf(Object.keys(ISSUERS))})(?![\p{L}\p{N}])`, 'gu'),
    say: ({ kind = '', issuer: letters = '' }) => `${KINDS[kind]} của ${issuer(letters)}`,
  },
]

/** Short or syllable-like letters mean something only as capitals; "bhyt" is understood however it is written. */
const isUnmistakable = (letters: string): boolean => /^\p{L}{3,}$/u.test(letters) && !isSyllable(fold(letters))
const LETTERS = Object.keys(IN_FULL)
const ANY_CASE: ReadonlyMap<string, string> = new Map(LETTERS.filter(isUnmistakable).map((letters) => [letters.toLowerCase(), IN_FULL[letters] as string]))

const standing = (alternatives: string): string => String.raw`(?<![\p{L}\p{N}])(?<letters>${alternatives})(?:(?<=[.])|(?!\p{L}))`

export const ABBREVIATION_RULES: readonly SpokenRule[] = [
  { pattern: new RegExp(standing(anyOf(LETTERS)), 'gu'), say: ({ letters = '' }) => IN_FULL[letters] },
  { pattern: new RegExp(standing(anyOf([...ANY_CASE.keys()])), 'giu'), say: ({ letters = '' }) => ANY_CASE.get(letters.toLowerCase()) },
]

/** Abbreviations that nobody here knows how to say: the officer writes them out. */
export function unknownAbbreviations(text: string): string[] {
  const capitals = [...text.matchAll(/(?<![\p{L}\p{N}])\p{L}*\p{Lu}{2,}\p{L}*(?![\p{L}\p{N}])/gu)].map(([letters]) => letters)
  return [...new Set(capitals)].filter((letters) => !SAID_AS_WRITTEN.has(letters) && !isSyllable(fold(letters)))
}
