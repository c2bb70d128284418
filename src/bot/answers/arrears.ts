/** Arrears (truy lĩnh) of a decree that reaches back: what is still owed for months that were paid at the older standard. */
import { dongInVietnamese } from '../../domain/amounts-in-vietnamese.ts'
import { dayInVietnamese } from '../../domain/calendar.ts'
import type { PaymentRecord, PersonRecord } from '../../domain/person-record.ts'
import { STANDARD_AMOUNTS } from '../../domain/policy/standard-amounts.ts'
import type { StandardAmount } from '../../domain/policy/standard-amounts.ts'
import type { Answer, Asked } from '../conversation.ts'
import { handOver, monthInVietnamese, plainly, tell, todayOf, withOfficer } from './about.ts'
import { coefficientOf, standardOf } from './month-amount.ts'
import { withoutAllowance } from './entitled.ts'

export const ARREARS_WORDS = /truy (?:linh|lanh|nhan|tra)/

export function arrearsAnswer(asked: Asked, province: string | undefined): Answer {
  const { person } = asked
  const today = todayOf(asked)
  const rise = riseReachingBack(today)
  if (rise === undefined) return handOver('amount', person)
  if (person === undefined) return withOfficer(plainly('answer-arrears-general', rise.fields))
  const without = withoutAllowance(asked, person)
  if (without !== undefined) return without
  const paidIn = person.payments.find((one) => one.arrears > 0 && `${one.month}-28` >= rise.row.effectiveFrom)
  if (paidIn !== undefined) {
    return withOfficer(tell(person, 'answer-arrears-paid', today, { sum: dongInVietnamese(paidIn.arrears), month: monthInVietnamese(paidIn.month) }))
  }
  const owed = owedTo(person, rise.row, province)
  if (owed === undefined) return handOver('amount', person)
  return owed > 0 ? tell(person, 'answer-arrears-owed', today, { ...rise.fields, sum: dongInVietnamese(owed) }) : handOver('amount', person)
}

function riseReachingBack(today: string) {
  const row = STANDARD_AMOUNTS.find((one) => one.scheme === 'assistance' && one.province === undefined && one.inForceFrom !== undefined && one.inForceFrom <= today)
  const before = row && STANDARD_AMOUNTS.filter((one) => one.scheme === row.scheme && one.province === undefined && one.effectiveFrom < row.effectiveFrom).at(-1)
  if (row === undefined || before === undefined) return undefined
  return { row, fields: { since: `ngày ${dayInVietnamese(row.effectiveFrom)}`, old_standard: dongInVietnamese(before.amount), new_standard: dongInVietnamese(row.amount) } }
}

/** undefined where the lists do not tell what was paid for every month since. */
function owedTo(person: PersonRecord, rise: StandardAmount, province: string | undefined): number | undefined {
  const [allowance, other] = person.allowances.filter(({ status }) => status === 'active')
  if (allowance === undefined || other !== undefined) return undefined
  const since = person.payments.filter(({ month }) => `${month}-28` >= rise.effectiveFrom)
  if (!since.some(({ month }) => month === rise.effectiveFrom.slice(0, 7))) return undefined
  const differences = since.map((payment) => difference(payment, person, province))
  return differences.some((one) => one === undefined) ? undefined : differences.reduce<number>((sum, one) => sum + (one ?? 0), 0)

  function difference({ month, amount }: PaymentRecord, of: PersonRecord, inProvince: string | undefined): number | undefined {
    if (allowance === undefined) return undefined
    const standard = standardOf(allowance, month, inProvince)
    const coefficient = allowance.coefficient ?? coefficientOf(allowance, of, month)
    return standard === undefined || standard.confidence === 'U' || coefficient === undefined ? undefined : Math.max(0, Math.round(standard.amount * coefficient) - amount)
  }
}
