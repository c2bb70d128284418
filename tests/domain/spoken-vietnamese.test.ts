/** All numbers, names and places are invented. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { spokenVietnamese } from '../../src/domain/spoken-vietnamese.ts'

const said = (written: string): string => spokenVietnamese(written).text

describe('is said', () => {
  test.each([
    // numbers
    ['có 21 hộ', 'Có hai mươi mốt hộ'],
    ['15 người', 'Mười lăm người'],
    ['tổng 1.005 phiếu', 'Tổng một nghìn không trăm linh năm phiếu'],
    ['hệ số 1,5', 'Hệ số một phẩy năm'],
    ['hệ số 1.5', 'Hệ số một phẩy năm'],
    ['đạt 95,25%', 'Đạt chín mươi lăm phẩy hai mươi lăm phần trăm'],
    ['3,05 ha', 'Ba phẩy không năm héc-ta'],
    ['trong 07 ngày', 'Trong bảy ngày'],
    ['mã 0045', 'Mã không không bốn năm'],
    ['10-15 kg gạo', 'Mười đến mười lăm ki-lô-gam gạo'],
    ['giai đoạn 2021 – 2025', 'Giai đoạn hai nghìn không trăm hai mươi mốt đến hai nghìn không trăm hai mươi lăm'],
    ['Thôn 3 100 hộ', 'Thôn ba một trăm hộ'],
    ['15/15 thôn, 10/12 ấp', 'Mười lăm trên mười lăm thôn, mười trên mười hai ấp'],
    ['cách nhau 1/2 tháng', 'Cách nhau một phần hai tháng'],
    ['người thứ 1, thứ 2', 'Người thứ nhất, thứ hai'],
    ['gió 90km/h', 'Gió chín mươi ki-lô-mét một giờ'],
    ['2/3 số hộ', 'Hai phần ba số hộ'],
    ['số nhà 12/5 đường Hùng Vương', 'Số nhà mười hai trên năm đường Hùng Vương'],
    ['từ -5°C đến 12 °C', 'Từ âm năm độ xê đến mười hai độ xê'],
    ['120m² đất, 3 m3 nước', 'Một trăm hai mươi mét vuông đất, ba mét khối nước'],
    ['1½ lít', 'Một một phần hai lít'],
    ['mục 1.5.2', 'Mục một.năm.hai'],
    ['១៥ người', 'Mười lăm người'],
    // money
    ['500.000đ', 'Năm trăm nghìn đồng'],
    ['540.000 đồng/tháng', 'Năm trăm bốn mươi nghìn đồng mỗi tháng'],
    ['1.366.200 VNĐ', 'Một triệu ba trăm sáu mươi sáu nghìn hai trăm đồng'],
    ['500 000 đ', 'Năm trăm nghìn đồng'],
    ['540,000 đồng', 'Năm trăm bốn mươi nghìn đồng'],
    ['50k', 'Năm mươi nghìn đồng'],
    ['1,250 triệu đồng', 'Một phẩy hai trăm năm mươi triệu đồng'],
    ['1.250 tỷ', 'Một phẩy hai trăm năm mươi tỷ'],
    ['4tr5', 'Bốn triệu năm'],
    ['2,5tr', 'Hai phẩy năm triệu đồng'],
    // days
    ['25/12/2026', 'Ngày hai mươi lăm tháng mười hai năm hai nghìn không trăm hai mươi sáu'],
    ['ngày 05/4/2027', 'Ngày năm tháng tư năm hai nghìn không trăm hai mươi bảy'],
    ['ngày 25-12-2026, 25.12.2026', 'Ngày hai mươi lăm tháng mười hai năm hai nghìn không trăm hai mươi sáu, ngày hai mươi lăm tháng mười hai năm hai nghìn không trăm hai mươi sáu'],
    ['2026-11-30', 'Ngày ba mươi tháng mười một năm hai nghìn không trăm hai mươi sáu'],
    ['thứ hai 30/11', 'Thứ hai ngày ba mươi tháng mười một'],
    ['mùng 5/5', 'Mùng năm tháng năm'],
    ['tháng 4 và tháng 12/2026', 'Tháng tư và tháng mười hai năm hai nghìn không trăm hai mươi sáu'],
    ['quý 4/2026, quý II', 'Quý bốn năm hai nghìn không trăm hai mươi sáu, quý hai'],
    ['từ 25-27/11', 'Từ ngày hai mươi lăm đến ngày hai mươi bảy tháng mười một'],
    ['từ 30/11/2026 - 02/12/2026', 'Từ ngày ba mươi tháng mười một năm hai nghìn không trăm hai mươi sáu đến ngày hai tháng mười hai năm hai nghìn không trăm hai mươi sáu'],
    ['31/02/2026', 'Ba mươi mốt trên hai trên hai nghìn không trăm hai mươi sáu'],
    ['thứ 2 - thứ 4', 'Thứ hai đến thứ tư'],
    ['trực cấp cứu 24/7', 'Trực cấp cứu hai mươi bốn trên bảy'],
    ['năm 2026', 'Năm hai nghìn không trăm hai mươi sáu'],
    // times
    ['7h30', 'Bảy giờ ba mươi phút'],
    ['7g30', 'Bảy giờ ba mươi phút'],
    ['07:30', 'Bảy giờ ba mươi phút'],
    ['17h00', 'Mười bảy giờ'],
    ['7h, 7 giờ 15 phút', 'Bảy giờ, bảy giờ mười lăm phút'],
    ['7h30-11h30', 'Bảy giờ ba mươi phút đến mười một giờ ba mươi phút'],
    ['trước 17h ngày 25/11', 'Trước mười bảy giờ ngày hai mươi lăm tháng mười một'],
    ['trong 48h', 'Trong bốn mươi tám giờ'],
    // telephones
    ['gọi 0276 000 1234', 'Gọi không hai bảy sáu, không không không một, hai ba bốn'],
    ['ĐT: 0912.345.678', 'Điện thoại: không chín một hai, ba bốn năm, sáu bảy tám'],
    ['+84 912 345 678', 'Số điện thoại không chín một hai, ba bốn năm, sáu bảy tám'],
    ['hỏi cô Châu 0276 000 1234', 'Hỏi cô Châu số điện thoại không hai bảy sáu, không không không một, hai ba bốn'],
    ['tổng đài 1900 1234', 'Tổng đài một chín không không, một hai ba bốn'],
    ['gọi ngay 113, 114 hoặc 115', 'Gọi ngay một một ba, một một bốn hoặc một một năm'],
    ['115 hộ nghèo', 'Một trăm mười lăm hộ nghèo'],
    // abbreviations and documents
    ['UBND xã, TYT và BHYT', 'Ủy ban nhân dân xã, trạm y tế và bảo hiểm y tế'],
    ['thẻ bhyt, CCCD', 'Thẻ bảo hiểm y tế, căn cước công dân'],
    ['KP3, TDP 12', 'Khu phố ba, tổ dân phố mười hai'],
    ['QL22B', 'Quốc lộ hai mươi hai B'],
    ['TP. Tây Ninh, P.3', 'Thành phố Tây Ninh, phường ba'],
    ['đ/c Châu, v/v chi trả', 'Đồng chí Châu, về việc chi trả'],
    ['Nghị định 20/2021/NĐ-CP', 'Nghị định số hai mươi, năm hai nghìn không trăm hai mươi mốt, của Chính phủ'],
    ['theo NĐ số 335/2026/NĐ-CP', 'Theo nghị định số ba trăm ba mươi lăm, năm hai nghìn không trăm hai mươi sáu, của Chính phủ'],
    ['theo 45/TB-UBND', 'Theo thông báo số bốn mươi lăm, của Ủy ban nhân dân'],
    ['Luật số 91/2025/QH15', 'Luật số chín mươi mốt, năm hai nghìn không trăm hai mươi lăm, của Quốc hội khóa mười lăm'],
    ['các NĐ-CP', 'Các nghị định của Chính phủ'],
    ['Covid-19', 'Cô-vít mười chín'],
    ['ông/bà', 'Ông, bà'],
    ['ma và a & b', 'Ma và a và b'],
    ['xem https://tandong.example.gov.vn/tin', 'Xem tandong chấm example chấm gov chấm vn gạch chéo tin'],
  ])('%s: %s', (written, words) => {
    expect(said(written)).toBe(words)
  })
})

test('keeps its lines, begins every sentence with a capital, and has no space before a mark', () => {
  expect(said('Mời bà con . 21 hộ đầu tiên đến lúc 7h30 .\n\n\n\n15 hộ sau đến lúc 9h .')).toBe(
    'Mời bà con. Hai mươi mốt hộ đầu tiên đến lúc bảy giờ ba mươi phút.\n\nMười lăm hộ sau đến lúc chín giờ.')
})

test('is said the southern way where people speak so', () => {
  expect(spokenVietnamese('1.105 hộ, 50k', 'southern').text).toBe('Một ngàn một trăm lẻ năm hộ, năm mươi ngàn đồng')
})

test('names the abbreviations that it does not know, and none that are words in capitals', () => {
  expect(spokenVietnamese('THÔNG BÁO của UBND: mang theo VNeID, XKZ và GDTX').unknown).toEqual(['XKZ', 'GDTX'])
})

/** Text as officers write it, cut and glued at random. */
const pieces = fc.array(
  fc.oneof(
    fc.constantFrom('25/12/2026', '7h30', '0912 345 678', '500.000đ', 'BHYT', '20/2021/NĐ-CP', '-', '–', '/', '.', ',', ':', 'ngày', 'tháng', 'tr', '%', 'thứ', 'số', '\n', '(', ')', 'm²', '½', '៥', '٣', '①', 'Ⅳ'),
    fc.integer({ min: 0, max: 99_999 }).map(String),
    fc.string({ unit: 'grapheme', maxLength: 6 }),
  ),
  { maxLength: 12 },
)

test('leaves no digit of any script, never fails, and stays as it is when said again, whatever was written', () => {
  fc.assert(
    fc.property(pieces, fc.constantFrom('', ' '), fc.constantFrom('official' as const, 'southern' as const), (parts, glue, speech) => {
      const { text } = spokenVietnamese(parts.join(glue), speech)
      expect(text).not.toMatch(/\p{Nd}/u)
      expect(text).not.toMatch(/ {2}|undefined|NaN/)
      expect(text).toBe(text.trim())
    }),
    { numRuns: 2_000 },
  )
})

describe('is heard back', () => {
  const number = fc.oneof(fc.nat(3_000), fc.nat(2_000_000), fc.integer({ min: 0, max: 999_999_999_999 }), fc.tuple(fc.nat(999), fc.nat(999), fc.nat(9)).map(([a, b, c]) => a * 1_000_000_000 + b * 1_000 + c))
  const grouped = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, '.')

  test('as the same number, written plainly, in groups, or as money', () => {
    fc.assert(
      fc.property(number, (value) => {
        expect(heard(said(`x ${value}`).slice(2))).toBe(value)
        expect(heard(said(`x ${grouped(value)} đồng`).slice(2).replace(/ đồng$/, ''))).toBe(value)
      }),
      { numRuns: 1_000 },
    )
  })

  test('as the same day', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true }), (date) => {
        const [year, month, day] = date.toISOString().slice(0, 10).split('-').map(Number) as [number, number, number]
        const [, sayDay, sayMonth, sayYear] = /^Ngày (.+) tháng (.+?) năm ((?:một|hai) nghìn.*)$/.exec(said(`${day}/${month}/${year}`)) ?? []
        expect([sayYear, sayMonth, sayDay].map((words) => heard(words ?? ''))).toEqual([year, month, day])
      }),
    )
  })
})

const DIGITS = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín', 'mười']
const LIKE: Readonly<Record<string, string>> = { mốt: 'một', tư: 'bốn', lăm: 'năm' }
const SCALES = [['tỷ', 1e9], ['triệu', 1e6], ['nghìn', 1e3], ['trăm', 100], ['mươi', 10]] as const

/** A listener who splits at the greatest word heard, and knows nothing of how the speaker builds a number. */
function heard(words: string): number {
  const tokens = words.toLowerCase().split(' ').filter((one) => one !== 'linh' && one !== '')
  for (const [name, worth] of SCALES) {
    const at = tokens.indexOf(name)
    if (at >= 0) return heard(tokens.slice(0, at).join(' ')) * worth + heard(tokens.slice(at + 1).join(' '))
  }
  return tokens.reduce((sum, token) => {
    const digit = DIGITS.indexOf(LIKE[token] ?? token)
    if (digit < 0) throw new Error(`no such word in a number: ${token}`)
    return sum + digit
  }, 0)
}
