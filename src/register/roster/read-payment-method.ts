/** How the money reaches the person: a column that says it, marks under several columns, or an account that is there. */
import { fold } from '../../domain/vietnamese-text.ts'
import type { Draft, SheetContext } from './draft.ts'
import { ask, quoted, setText } from './draft.ts'
import type { PaymentMethod } from './roster.ts'

const MARKED = [
  ['pay_social', 'social_security_account'],
  ['pay_bank', 'bank'],
  ['pay_home', 'home'],
  ['pay_cash', 'cash'],
] as const

/** The most telling first: a social-security account is also an account, "tiền mặt tại nhà" is paid at home. */
const WORDS: readonly (readonly [RegExp, PaymentMethod])[] = [
  [/an sinh|asxh|vneid/, 'social_security_account'],
  [/tai nha|tan nha|tai cho o/, 'home'],
  [/chuyen khoan|tai khoan|ngan hang|\batm\b|\bck\b|\btk\b|the\b|bank/, 'bank'],
  [/tien mat|\btm\b|buu dien|diem chi tra|truc tiep|tai xa|tai ubnd|buu cuc/, 'cash'],
]

export function readPaymentMethod(draft: Draft, { plan }: SheetContext, above: PaymentMethod | undefined): void {
  readAccount(draft, plan.first('account_no'))
  const [accountName, bank, payee] = [plan.first('account_name'), plan.first('bank'), plan.first('payee')]
  if (accountName !== -1) setText(draft, 'account_name', draft.row.text(accountName))
  if (bank !== -1) setText(draft, 'bank', draft.row.text(bank))
  if (payee !== -1) setText(draft, 'payee', draft.row.text(payee))
  const method = methodInColumn(draft, plan.first('payment_method')) ?? methodByMark(draft, plan) ?? methodByAccount(draft) ?? draft.record.payment_method ?? above
  if (method !== undefined) draft.record.payment_method = method
}

function methodInColumn(draft: Draft, column: number): PaymentMethod | undefined {
  if (column === -1) return undefined
  const text = draft.row.text(column)
  if (text === '' || /^[-–.]+$/.test(text)) return undefined
  const method = methodInWords(text)
  if (method === undefined) {
    ask(draft, { column, field: 'payment_method', code: 'payment_method.unknown', message: `Chưa hiểu hình thức chi trả ${quoted(text)}, tạm để trống; xin ghi tiền mặt, tại nhà, ngân hàng hoặc tài khoản an sinh xã hội rồi nhập lại.` })
  }
  return method
}

/** The method that a text names. */
export function methodInWords(text: string): PaymentMethod | undefined {
  const folded = fold(text)
  return WORDS.find(([pattern]) => pattern.test(folded))?.[1]
}

function methodByMark(draft: Draft, plan: SheetContext['plan']): PaymentMethod | undefined {
  for (const [field, method] of MARKED) {
    const column = plan.first(field)
    if (column === -1) continue
    const text = draft.row.text(column)
    if (text !== '' && !/^[-–.0]+$/.test(text) && !/^khong$/.test(fold(text))) return method
  }
  return undefined
}

function methodByAccount(draft: Draft): PaymentMethod | undefined {
  const { bank, account_no: account } = draft.record
  if (bank !== undefined) {
    const said = methodInWords(bank)
    if (account === undefined && (said === 'cash' || said === 'home')) {
      // "Tiền mặt" under "Ngân hàng" is no bank.
      delete draft.record.bank
      return said
    }
    if (said === 'social_security_account') return said
  }
  return account === undefined ? undefined : 'bank'
}

function readAccount(draft: Draft, column: number): void {
  if (column === -1) return
  const text = draft.row.text(column)
  if (text === '' || /^[-–.\s]+$/.test(text) || /^(?:khong|chua)(?: co)?(?: (?:so )?(?:tai khoan|tk))?$/.test(fold(text))) return
  if (/^\d(?:[.,]\d+)?e\+?\d+$/i.test(text) || (typeof draft.row.cell(column).value === 'number' && text.length > 15)) {
    return ask(draft, { column, field: 'account_no', code: 'account_no.digits-lost', message: `Số tài khoản ${quoted(text)} đã bị bảng tính rút gọn nên mất chữ số, tạm để trống; xin gõ lại ô đó ở định dạng văn bản (Text) rồi nhập lại tệp.` })
  }
  const match = /(?:[A-Z]{0,4}\d[\d\s.-]{3,}\d)/i.exec(text)
  if (match === null) {
    // "Tiền mặt" or "Bưu điện" in the account column says how, not where to.
    const said = methodInWords(text)
    if (said !== undefined) draft.record.payment_method = said
    else ask(draft, { column, field: 'account_no', code: 'account_no.unreadable', message: `Số tài khoản ${quoted(text)} không đọc được, tạm để trống; xin sửa trong tệp rồi nhập lại.` })
    return
  }
  draft.record.account_no = match[0].replace(/[\s.-]/g, '')
  const besides = text.replace(match[0], ' ').replace(/^[\s,;:()–-]+|[\s,;:()–-]+$/g, '').replace(/^(?:stk|số tk|số tài khoản|tk)\s*:?\s*/iu, '')
  if (/\p{L}{2}/u.test(besides)) setText(draft, 'bank', besides.replace(/^(?:tại|ngân hàng|nh)\s+/iu, ''))
}
