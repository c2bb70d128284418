/**
 * chi_tra_thang_MM.xlsx: what is paid out in one month. One sheet for each village, as the supervisors at the payment
 * points carry them, and a summary sheet that is no list of people.
 */
import { ageOn, dayInVietnamese, shiftMonth } from '../../domain/calendar.ts'
import type { Month } from '../../domain/calendar.ts'
import type { RosterRecord } from '../../register/roster/roster.ts'
import type { SamplePerson } from './families.ts'
import { birthCell, citizenIdCell, coefficientCell, methodCell, personTruth, sexCell } from './officer-cells.ts'
import { addAmountInWords, addHeader, addLetterhead, addLine, addSignatures, addTotal, cell, createPage } from './officer-page.ts'
import type { Column } from './officer-page.ts'
import { monthlyAllowance } from './recipients.ts'
import type { SampleAllowance } from './recipients.ts'
import type { ListContext, SampleList, TruthRow } from './sample-list.ts'
import { VILLAGE_PLANS } from './villages.ts'
import { columnLetter } from '../../web/office/workbook.ts'
import type { Sheet } from '../../web/office/workbook.ts'

const COLUMNS: readonly Column[] = [
  { header: 'STT', width: 6 },
  { header: 'Họ tên người hưởng', width: 26 },
  { header: 'Ngày tháng năm sinh', width: 13 },
  { header: 'Giới tính', width: 8 },
  { header: 'Số CCCD', width: 16 },
  { header: 'Diện', width: 34 },
  { header: 'Hệ số', width: 7 },
  { header: 'Mức hưởng', group: 'Số tiền', width: 13 },
  { header: 'Truy lĩnh', group: 'Số tiền', width: 13 },
  { header: 'Tổng cộng', group: 'Số tiền', width: 14 },
  { header: 'Hình thức chi trả', width: 17 },
  { header: 'Số tài khoản', width: 17 },
  { header: 'Ký nhận', width: 12 },
  { header: 'Ghi chú', width: 32 },
]

const SUMMARY_COLUMNS: readonly Column[] = [
  { header: 'STT', width: 6 },
  { header: 'Ấp', width: 20 },
  { header: 'Số lượt chi trả', width: 16 },
  { header: 'Số tiền', width: 18 },
]

/** A household that cares for one of its own with an extremely severe disability is paid in a line of its own. */
const CARER_CLAIM = { category: 'ND20:CARER', circumstance: 'own_household' } as const
const CARER_TEXT = 'Kinh phí chăm sóc NKT đặc biệt nặng'

/** Cash lines of which last month's money, or that of two months, still lies at the payment point. */
const UNCOLLECTED_ONE_MONTH = 9
const UNCOLLECTED_TWO_MONTHS = 3

export interface UncollectedMonths {
  person: SamplePerson
  months: readonly Month[]
}

interface PaymentLine {
  person: SamplePerson
  categoryText: string
  group: RosterRecord['category_group']
  coefficient: number
  amount: number
  arrears: number
  method: SampleAllowance['method']
  accountNo: string | undefined
  note: string | undefined
}

export function paymentsList(
  allowances: readonly SampleAllowance[],
  month: Month,
  context: ListContext,
): { list: SampleList; uncollected: readonly UncollectedMonths[] } {
  const monthText = `${month.slice(5)}/${month.slice(0, 4)}`
  const uncollected = chooseUncollected(allowances, month, context)
  const lines = [
    ...allowances.map((allowance) => recipientLine(allowance, month, uncollected)),
    ...allowances.flatMap((allowance) => carerLine(allowance, month, context)),
  ]
  const villages = VILLAGE_PLANS.map(({ name }, village) => ({ name, lines: lines.filter(({ person }) => person.family.village === village) }))
  const pages = villages.map((village) => villageSheet(village, monthText, context))
  const list = {
    title: `Danh sách chi trả trợ cấp xã hội tháng ${monthText}`,
    sheets: [...pages.map(({ sheet }) => sheet), summarySheet(villages, monthText, context)],
    truth: pages.flatMap(({ truth }) => truth),
    persons: new Set(lines.map(({ person }) => person)).size,
  }
  return { list, uncollected: [...uncollected].map(([person, months]) => ({ person, months })) }
}

interface VillageLines {
  name: string
  lines: readonly PaymentLine[]
}

const MONEY_COLUMNS: readonly (readonly [column: number, of: (line: PaymentLine) => number])[] = [
  [7, (line) => line.amount],
  [8, (line) => line.arrears],
  [9, paidOut],
]

function paidOut(line: PaymentLine): number {
  return line.amount + line.arrears
}

function sumOf(lines: readonly PaymentLine[], of: (line: PaymentLine) => number): number {
  return lines.reduce((sum, line) => sum + of(line), 0)
}

function villageSheet({ name, lines }: VillageLines, monthText: string, context: ListContext): { sheet: Sheet; truth: TruthRow[] } {
  const sheetName = `Ấp ${name}`
  const page = createPage(sheetName, COLUMNS)
  addLetterhead(page, COLUMNS.length, {
    issuer: [`UBND ${context.commune.toUpperCase()}`, sheetName.toUpperCase()],
    title: `DANH SÁCH CHI TRẢ TRỢ CẤP XÃ HỘI THÁNG ${monthText}`,
    basis: `(Kèm theo Quyết định số 1203/QĐ-UBND ngày ${dayInVietnamese(context.today)} của Chủ tịch UBND ${context.commune})`,
  })
  addLine(page, COLUMNS.length, 'Đơn vị tính: đồng', 'unit')
  addHeader(page, COLUMNS)
  const first = page.nextRow()
  const truth = lines.map((line, i): TruthRow => ({ sheet: sheetName, row: page.add(lineCells(i + 1, line, context)), record: lineTruth(line) }))
  const last = page.nextRow() - 1
  const sums = MONEY_COLUMNS.map(([column, of]) => {
    const letter = columnLetter(column)
    return [column, { value: sumOf(lines, of), formula: `SUM(${letter}${first}:${letter}${last})` }] as const
  })
  addTotal(page, COLUMNS.length, `Tổng cộng (${lines.length} lượt)`, new Map(sums))
  addAmountInWords(page, COLUMNS.length, sumOf(lines, paidOut))
  addSignatures(page, COLUMNS.length, context.today, context.signers)
  return { sheet: page.sheet(), truth }
}

function chooseUncollected(allowances: readonly SampleAllowance[], month: Month, { random }: ListContext): ReadonlyMap<SamplePerson, readonly Month[]> {
  const cash = random.shuffled(allowances.filter(({ method }) => method === 'cash'))
  return new Map(
    cash.slice(0, UNCOLLECTED_ONE_MONTH + UNCOLLECTED_TWO_MONTHS).map(({ person }, i) => [
      person,
      i < UNCOLLECTED_TWO_MONTHS ? [shiftMonth(month, -2), shiftMonth(month, -1)] : [shiftMonth(month, -1)],
    ]),
  )
}

function recipientLine(allowance: SampleAllowance, month: Month, uncollected: ReadonlyMap<SamplePerson, readonly Month[]>): PaymentLine {
  const { person, claim } = allowance
  const { coefficient, amount } = monthlyAllowance(claim, month)
  const owed = uncollected.get(person) ?? []
  return {
    person,
    categoryText: allowance.categoryText,
    group: allowance.group,
    coefficient,
    amount,
    arrears: owed.reduce((sum, owedMonth) => sum + monthlyAllowance(claim, owedMonth).amount, 0),
    method: allowance.method,
    accountNo: allowance.account?.no,
    note: owed.length === 0 ? undefined : `Chưa nhận tháng ${owed.map((owedMonth) => Number(owedMonth.slice(5))).join(', ')}`,
  }
}

/** Paid to another grown member of the household; nobody is paid for caring for a person who lives alone. */
function carerLine(allowance: SampleAllowance, month: Month, { today }: ListContext): PaymentLine[] {
  const carer = allowance.person.family.members.find((member) => member !== allowance.person && ageOn(member.birth, today) >= 18)
  if (!allowance.caredFor || carer === undefined) return []
  const { coefficient, amount } = monthlyAllowance(CARER_CLAIM, month)
  const note = `Chăm sóc ${allowance.person.name}`
  return [{ person: carer, categoryText: CARER_TEXT, group: 'carer', coefficient, amount, arrears: 0, method: 'cash', accountNo: undefined, note }]
}

function lineCells(number: number, line: PaymentLine, { random }: ListContext): ReturnType<typeof cell>[] {
  const { person } = line
  return [
    cell(number, 'centered'),
    cell(person.name),
    birthCell(person, random),
    sexCell(person),
    citizenIdCell(person.citizenId, undefined),
    cell(line.categoryText),
    coefficientCell(line.coefficient, random),
    cell(line.amount, 'money'),
    cell(line.arrears === 0 ? null : line.arrears, 'money'),
    cell(line.amount + line.arrears, 'money'),
    methodCell(line.method, random),
    cell(line.accountNo ?? null),
    cell(null),
    cell(line.note ?? null),
  ]
}

function lineTruth(line: PaymentLine): RosterRecord {
  return {
    ...personTruth(line.person),
    ...(line.group && { category_group: line.group }),
    coefficient: line.coefficient,
    amount: line.amount,
    ...(line.arrears > 0 && { arrears: line.arrears }),
    payment_method: line.method,
    ...(line.accountNo !== undefined && { account_no: line.accountNo }),
    ...(line.note !== undefined && { note: line.note }),
  }
}

function summarySheet(villages: readonly VillageLines[], monthText: string, { commune }: ListContext): Sheet {
  const page = createPage('Tổng hợp', SUMMARY_COLUMNS)
  addLetterhead(page, SUMMARY_COLUMNS.length, {
    issuer: [`UBND ${commune.toUpperCase()}`, 'PHÒNG VĂN HÓA - XÃ HỘI'],
    title: `TỔNG HỢP CHI TRẢ THÁNG ${monthText}`,
    basis: '(Số liệu theo danh sách từng ấp)',
  })
  addHeader(page, SUMMARY_COLUMNS)
  const totals = villages.map(({ name, lines }) => ({ name, count: lines.length, value: sumOf(lines, paidOut) }))
  for (const [i, { name, count, value }] of totals.entries()) {
    page.add([cell(i + 1, 'centered'), cell(name), cell(count, 'money'), cell(value, 'money')])
  }
  const sums = new Map([
    [2, { value: totals.reduce((sum, { count }) => sum + count, 0) }],
    [3, { value: totals.reduce((sum, { value }) => sum + value, 0) }],
  ])
  addTotal(page, SUMMARY_COLUMNS.length, 'Tổng cộng', sums)
  return page.sheet()
}
