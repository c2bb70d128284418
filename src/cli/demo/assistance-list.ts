/** tro_cap_xa_hoi.xlsx: everybody with a monthly allowance, by kind and village, as the officer keeps it. */
import { dayInVietnamese, monthOf } from '../../domain/calendar.ts'
import type { Day } from '../../domain/calendar.ts'
import { standardAmount } from '../../domain/policy/standard-amounts.ts'
import type { RosterRecord } from '../../register/roster/roster.ts'
import { birthYear, citizenIdCell, coefficientCell, methodCell, personTruth, phoneCell, phonesTruth } from './officer-cells.ts'
import { addAmountInWords, addColumnNumbers, addHeader, addLetterhead, addLine, addSection, addSignatures, addTotal, cell, createPage } from './officer-page.ts'
import type { Column, Page } from './officer-page.ts'
import type { Random } from './random.ts'
import { monthlyAllowance } from './recipients.ts'
import type { SampleAllowance } from './recipients.ts'
import type { ListContext, PlantedTrouble, SampleList, TruthRow } from './sample-list.ts'
import { VILLAGE_PLANS } from './villages.ts'
import { columnLetter } from '../../web/office/workbook.ts'

const COLUMNS: readonly Column[] = [
  { header: 'STT', width: 6 },
  { header: 'Họ và tên', width: 26 },
  { header: 'Nam', group: 'Năm sinh', width: 12 },
  { header: 'Nữ', group: 'Năm sinh', width: 12 },
  { header: 'Số CCCD', width: 16 },
  { header: 'Diện hưởng', width: 30 },
  { header: 'Hệ số', width: 7 },
  { header: 'Mức chuẩn', width: 12 },
  { header: 'Mức hưởng', width: 14 },
  { header: 'Số QĐ', width: 14 },
  { header: 'Hưởng từ tháng', width: 10 },
  { header: 'Hình thức chi trả', width: 17 },
  { header: 'Ngân hàng', width: 13 },
  { header: 'Số tài khoản', width: 17 },
  { header: 'Điện thoại', width: 27 },
  { header: 'Ghi chú', width: 26 },
]
const AMOUNT_COLUMN = 8

const SECTIONS = [
  { section: 'orphan', title: 'I. TRẺ EM KHÔNG CÓ NGUỒN NUÔI DƯỠNG' },
  { section: 'elderly', title: 'II. NGƯỜI CAO TUỔI' },
  { section: 'disabled', title: 'III. NGƯỜI KHUYẾT TẬT' },
] as const

/** Remarks that every list has and that ask nothing of anybody. */
const HARMLESS_NOTES = ['Ở với con', 'Con gái nhận thay', 'Đi lại khó khăn', 'Đã đổi số tài khoản', 'Hộ khẩu cũ ấp khác']

export function assistanceList(
  allowances: readonly SampleAllowance[],
  troubles: ReadonlyMap<SampleAllowance, PlantedTrouble>,
  context: ListContext,
): SampleList {
  const { today, commune, signers } = context
  const page = createPage('Danh sách', COLUMNS)
  const title = 'DANH SÁCH ĐỐI TƯỢNG HƯỞNG TRỢ CẤP XÃ HỘI HẰNG THÁNG'
  addLetterhead(page, COLUMNS.length, {
    issuer: [`UBND ${commune.toUpperCase()}`, 'PHÒNG VĂN HÓA - XÃ HỘI'],
    title,
    basis: `(Kèm theo Quyết định số 1187/QĐ-UBND ngày ${dayInVietnamese(today)} của Chủ tịch UBND ${commune}, theo ${standardAmount({ scheme: 'assistance', on: today })?.legalSource ?? ''})`,
  })
  addLine(page, COLUMNS.length, 'Đơn vị tính: đồng', 'unit')
  addHeader(page, COLUMNS)
  addColumnNumbers(page, COLUMNS.length)

  const truth: TruthRow[] = []
  const sectionTotals: Subtotal[] = []
  for (const { section, title: sectionTitle } of SECTIONS) {
    addSection(page, COLUMNS.length, sectionTitle)
    const listed = allowances.filter((allowance) => allowance.section === section)
    let number = 0
    const villageTotals: Subtotal[] = []
    for (const [village, { name }] of VILLAGE_PLANS.entries()) {
      const here = listed.filter(({ person }) => person.family.village === village)
      if (here.length === 0) continue
      addSection(page, COLUMNS.length, `Ấp ${name}`)
      const first = page.nextRow()
      for (const allowance of here) {
        number += 1
        truth.push(addRecipient(page, { number, allowance, trouble: troubles.get(allowance) }, context))
      }
      villageTotals.push(addSum(page, `Cộng ấp ${name}`, here.map(({ claim }) => monthlyAllowance(claim, monthOf(today)).amount), [first, page.nextRow() - 1]))
    }
    sectionTotals.push(addSumOf(page, `Cộng mục ${sectionTitle.split('.')[0] ?? ''} (${listed.length} người)`, villageTotals))
  }
  const total = addSumOf(page, `Tổng cộng: ${allowances.length} người`, sectionTotals)
  addAmountInWords(page, COLUMNS.length, total.value)
  addSignatures(page, COLUMNS.length, today, signers)
  return { title, sheets: [page.sheet()], truth, persons: allowances.length }
}

interface Subtotal {
  row: number
  value: number
}

function addSum(page: Page, label: string, amounts: readonly number[], [first, last]: readonly [number, number]): Subtotal {
  const value = amounts.reduce((sum, amount) => sum + amount, 0)
  const letter = columnLetter(AMOUNT_COLUMN)
  const row = addTotal(page, COLUMNS.length, label, new Map([[AMOUNT_COLUMN, { value, formula: `SUM(${letter}${first}:${letter}${last})` }]]))
  return { row, value }
}

function addSumOf(page: Page, label: string, parts: readonly Subtotal[]): Subtotal {
  const value = parts.reduce((sum, part) => sum + part.value, 0)
  const formula = parts.map((part) => `${columnLetter(AMOUNT_COLUMN)}${part.row}`).join('+')
  return { row: addTotal(page, COLUMNS.length, label, new Map([[AMOUNT_COLUMN, { value, formula }]])), value }
}

function addRecipient(
  page: Page,
  line: { number: number; allowance: SampleAllowance; trouble: PlantedTrouble | undefined },
  { today, random }: ListContext,
): TruthRow {
  const { allowance, trouble } = line
  const { person, account } = allowance
  const { coefficient, standard, amount } = monthlyAllowance(allowance.claim, monthOf(today))
  // The columns are headed by the year; a full day stands there where the officer knows it and it matters.
  const shown = person.birthKnown === 'always' || (person.birthKnown === 'day' && random.chance(0.25)) ? 'day' : 'year'
  const birth = cell(shown === 'day' ? dayInVietnamese(person.birth) : birthYear(person), 'centered')
  const note = noteOf(trouble, today, random)
  const row = page.add([
    cell(line.number, 'centered'),
    cell(person.name),
    person.sex === 'male' ? birth : cell(null),
    person.sex === 'female' ? birth : cell(null),
    citizenIdCell(person.citizenId, trouble),
    cell(allowance.categoryText),
    coefficientCell(coefficient, random),
    cell(standard, 'money'),
    cell(amount, 'money'),
    cell(allowance.decisionNo, 'centered'),
    cell(allowance.startMonth, 'centered'),
    methodCell(allowance.method, random),
    cell(account?.bank ?? null),
    cell(account?.no ?? null),
    phoneCell(person.phones, random),
    cell(note ?? null),
  ])
  const record: RosterRecord = {
    ...personTruth(person, shown),
    ...phonesTruth(person.phones),
    category_group: allowance.group,
    coefficient,
    amount,
    payment_method: allowance.method,
    ...(account && { account_no: account.no, bank: account.bank }),
    ...(note !== undefined && { note }),
  }
  return { sheet: 'Danh sách', row, record, ...(trouble && { trouble }) }
}

function noteOf(trouble: PlantedTrouble | undefined, today: Day, random: Random): string | undefined {
  const lastMonth = `${monthOf(today).slice(5)}/${today.slice(0, 4)}`
  if (trouble === 'noted-died') return `Đã mất tháng ${lastMonth}`
  if (trouble === 'noted-moved') return `Chuyển đi tháng ${lastMonth}`
  return random.chance(0.06) ? random.pick(HARMLESS_NOTES) : undefined
}

const PLANTED: readonly PlantedTrouble[] = ['lost-leading-zero', 'lost-leading-zero', 'lost-leading-zero', 'lost-leading-zero', 'spaced-number', 'spaced-number', 'noted-died', 'noted-died', 'noted-moved']

export function plantAssistanceTroubles(allowances: readonly SampleAllowance[], random: Random): ReadonlyMap<SampleAllowance, PlantedTrouble> {
  const bare = allowances.filter(({ categoryText }) => categoryText === 'K6Đ5')
  const chosen = random.shuffled(allowances.filter((allowance) => allowance.person.birthKnown !== 'always' && !bare.includes(allowance)))
  return new Map([
    ...bare.map((allowance) => [allowance, 'bare-category'] as const),
    ...PLANTED.flatMap((trouble, i) => (chosen[i] ? [[chosen[i], trouble] as const] : [])),
  ])
}
