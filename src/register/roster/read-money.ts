/** Coefficient and amounts of an allowance or a payment, and whether the sheet's own figures agree. */
import type { MoneyReading } from '../../domain/money.ts'
import { readCoefficient, readMoney, showDong } from '../../domain/money.ts'
import type { Draft, SheetContext } from './draft.ts'
import { ask, quoted } from './draft.ts'

const LEAST_DONG = 10_000
const MOST_DONG = 100_000_000
/** The highest of Decree 335/2026 is 3; a province may go somewhat above. */
const MOST_COEFFICIENT = 5

export function moneyReader(context: SheetContext): (draft: Draft) => void {
  const { plan, kind, moneyUnit } = context
  const columns = { coefficient: plan.first('coefficient'), standard: plan.first('standard'), amount: plan.first('amount'), total: plan.first('total') }
  const months = columns.amount === -1 ? plan.all('month_amount') : []
  /** What was taken for the amount: the monthly sum where the list has it, else what is paid out. */
  const amountColumn = months.length > 0 ? columnOfMonth(context, months) : columns.amount === -1 ? columns.total : columns.amount

  const money = (draft: Draft, column: number): MoneyReading => {
    if (column === -1) return {}
    const { value } = draft.row.cell(column)
    return readMoney(typeof value === 'number' ? value : draft.row.text(column), plan.unitOf(column, moneyUnit))
  }

  /** Arrears of two reasons may stand in two columns. */
  const keep = (draft: Draft, column: number, field: 'amount' | 'arrears' | 'deduct'): void => {
    const { dong, doubt } = money(draft, column)
    if (dong !== undefined && doubt !== 'negative' && (field === 'amount' || dong > 0)) draft.record[field] = (draft.record[field] ?? 0) + dong
    if (doubt === undefined) return
    const read = draft.record[field] === undefined ? 'tạm để trống' : `tạm đọc là ${showDong(draft.record[field])}`
    ask(draft, { column, field, code: `${field}.${doubt}`, message: `Số tiền ${quoted(draft.row.text(column))} ${MONEY_DOUBTS[doubt]}, ${read}; xin kiểm tra, nếu sai thì sửa trong tệp rồi nhập lại.` })
  }

  const checkAmount = (draft: Draft): void => {
    const { amount } = draft.record
    if (amount === undefined) {
      if (kind === 'payments' && amountColumn !== -1 && !draft.issues.some(({ field }) => field === 'amount')) {
        ask(draft, { column: amountColumn, field: 'amount', code: 'amount.missing', message: 'Chưa có số tiền; xin bổ sung trong tệp rồi nhập lại.' })
      }
    } else if (amount === 0) {
      ask(draft, { column: amountColumn, field: 'amount', code: 'amount.zero', message: 'Số tiền ghi là 0 đồng; giữ như đã ghi, nếu người này không được chi trả, xin bỏ dòng rồi nhập lại.' })
    } else if (amount < LEAST_DONG) {
      ask(draft, { column: amountColumn, field: 'amount', code: 'amount.too-small', message: `Số tiền ${showDong(amount)} nhỏ bất thường, có thể danh sách tính bằng nghìn đồng; giữ như đã ghi; nếu không đúng, xin sửa trong tệp rồi nhập lại.` })
    } else if (amount > MOST_DONG) {
      ask(draft, { column: amountColumn, field: 'amount', code: 'amount.too-large', message: `Số tiền ${showDong(amount)} lớn bất thường cho một người; giữ như đã ghi; nếu không đúng, xin sửa trong tệp rồi nhập lại.` })
    }
  }

  const checkSums = (draft: Draft): void => {
    const { amount, coefficient, arrears = 0, deduct = 0 } = draft.record
    if (amount === undefined) return
    const standard = money(draft, columns.standard).dong
    if (standard !== undefined && coefficient !== undefined && columns.amount !== -1 && Math.abs(standard * coefficient - amount) > 1) {
      ask(draft, { column: columns.amount, field: 'amount', code: 'amount.not-the-product', message: `Mức chuẩn ${showDong(standard)} × hệ số ${String(coefficient).replace('.', ',')} không bằng ${showDong(amount)}; giữ số đã ghi; xin kiểm tra, nếu sai thì sửa trong tệp rồi nhập lại.` })
    }
    const total = columns.amount === -1 || months.length > 0 ? undefined : money(draft, columns.total).dong
    if (total !== undefined && total !== amount + arrears - deduct && total !== 0) {
      ask(draft, { column: columns.total, field: 'amount', code: 'amount.not-the-total', message: `Tổng ${showDong(total)} không bằng ${showDong(amount)} cộng truy lĩnh ${showDong(arrears)} trừ ${showDong(deduct)}; giữ các số đã ghi; xin kiểm tra, nếu sai thì sửa trong tệp rồi nhập lại.` })
    }
  }

  const askWhichMonth = (draft: Draft): void => {
    const paid = months.filter((column) => draft.row.text(column) !== '')
    if (paid.length === 0) return
    ask(draft, { column: paid[0] as number, field: 'amount', code: 'amount.several-months', message: `Dòng này ghi tiền của ${paid.length} tháng, chưa biết lấy tháng nào nên tạm để trống số tiền; xin ghi tháng chi trả ở tên danh sách hoặc tách mỗi tháng một danh sách rồi nhập lại.` })
  }

  return (draft) => {
    if (columns.coefficient !== -1) readCoefficientColumn(draft, columns.coefficient)
    if (months.length > 0 && amountColumn === -1) askWhichMonth(draft)
    if (amountColumn !== -1) keep(draft, amountColumn, 'amount')
    // A total already holds the arrears; recorded beside it they would be counted twice.
    if (columns.amount !== -1) {
      for (const field of ['arrears', 'deduct'] as const) for (const column of plan.all(field)) keep(draft, column, field)
    }
    checkAmount(draft)
    checkSums(draft)
  }
}

/** Of the months side by side the one that the list is for; -1 where nothing says which. */
function columnOfMonth({ plan, month }: SheetContext, columns: readonly number[]): number {
  const sole = columns.length === 1 ? columns[0] : undefined
  const own = month === undefined ? undefined : columns.find((column) => Number(/\d{1,2}/.exec(plan.wordsOf(column))?.[0]) === Number(month.slice(5)))
  return own ?? sole ?? -1
}

const MONEY_DOUBTS: Readonly<Record<NonNullable<MoneyReading['doubt']>, string>> = {
  unreadable: 'không đọc được',
  fraction: 'có phần lẻ của đồng',
  negative: 'là số âm',
}

function readCoefficientColumn(draft: Draft, column: number): void {
  const cell = draft.row.cell(column)
  const text = draft.row.text(column)
  if (text === '' || /^[-–.]+$/.test(text)) return
  if (cell.isDate === true) {
    // A Vietnamese Excel takes a typed 1.5 for the first of May.
    ask(draft, { column, field: 'coefficient', code: 'coefficient.became-a-date', message: 'Hệ số đã bị bảng tính đổi thành ngày, tạm để trống; xin gõ lại trong tệp, ví dụ 1,5, rồi nhập lại.' })
    return
  }
  const coefficient = readCoefficient(typeof cell.value === 'number' ? cell.value : text)
  if (coefficient !== undefined && coefficient > MOST_COEFFICIENT) {
    ask(draft, { column, field: 'coefficient', code: 'coefficient.too-large', message: `Hệ số ${quoted(text)} lớn hơn mọi mức đã biết, có thể thiếu dấu phẩy, tạm để trống; xin sửa trong tệp rồi nhập lại.` })
  } else if (coefficient !== undefined) draft.record.coefficient = coefficient
  else ask(draft, { column, field: 'coefficient', code: 'coefficient.unreadable', message: `Hệ số ${quoted(text)} không đọc được, tạm để trống; xin sửa trong tệp rồi nhập lại.` })
}
