/** What is answered from the register and the day's policy tables, case by case; figures are those of the domain's worked examples. All people are invented. */
import { describe, expect, test } from 'vitest'
import { paymentAmount } from '../../src/bot/answers/amounts.ts'
import { cardBenefit, cardExpiry, renewHow } from '../../src/bot/answers/cards.ts'
import { paymentDate, paymentMissing } from '../../src/bot/answers/payments.ts'
import { renewCost } from '../../src/bot/answers/premium.ts'
import { eligibility, requiredDocuments, stopOrChange } from '../../src/bot/answers/rights.ts'
import type { Answer, Asked } from '../../src/bot/conversation.ts'
import { communeProfile } from '../../src/domain/commune-profile.ts'
import type { AllowanceRecord, PaymentRecord, PersonRecord } from '../../src/domain/person-record.ts'
import { fold } from '../../src/domain/vietnamese-text.ts'

const allowance = (more: Partial<AllowanceRecord> = {}): AllowanceRecord =>
  ({ category: undefined, group: 'disabled', coefficient: 1.5, amount: 810_000, method: 'cash', accountTail: undefined, status: 'active', ...more })
const paid = (month: string, amount: number, more: Partial<PaymentRecord> = {}): PaymentRecord => ({ month, amount, arrears: 0, deduction: 0, status: 'paid', accountTail: undefined, ...more })

const somebody = (more: Partial<PersonRecord> = {}): PersonRecord => ({
  id: '1', fullName: 'Nguyễn Thị Bịa', sex: 'female', birth: { value: '1991-03-02', precision: 'day' }, poorStatus: undefined, village: undefined, relation: 'self', optedOut: false,
  card: { validTo: '2026-12-31', group: 'GD', level: undefined, fiveYearOn: undefined }, allowances: [], payments: [], schedules: [], householdPayers: undefined, ...more,
})

function ask(answerer: (asked: Asked) => Answer, person: PersonRecord | undefined, text = '', { month, province = '', at = '2026-11-22T09:00:00+07:00' }: { month?: string; province?: string; at?: string } = {}) {
  const facts: Asked['facts'] = {
    channel: 'webchat', isGroup: false, commune: { name: 'xã Tân Đông', profile: communeProfile('xã Tân Đông', { province }) }, people: [], misses: 0, stateLost: false, paused: false,
    openTicket: undefined, understood: undefined, proof: undefined, canTextPhones: false, villageSchedule: undefined,
  }
  const { part, actions = [] } = answerer({ intents: [], month, person, facts, now: new Date(at), words: fold(text) })
  return { says: part.template.replace('answer-', ''), fields: part.fields ?? {}, asks: actions.flatMap((action) => (action.kind === 'ticket' ? [action.topic] : [])) }
}

describe('cards', () => {
  test.each<[string, Partial<PersonRecord>, string, object]>([
    ['valid, paid by the household', {}, 'card-valid', { valid_to: '31/12/2026', self_pays: true }],
    ['valid, paid by the state', { card: { validTo: '2026-12-31', group: 'HN', level: 2, fiveYearOn: undefined } }, 'card-valid', { self_pays: false, state_pays: true }],
    ['lapsed: day 89 is the last safe one', { card: { validTo: '2026-10-31', group: 'GD', level: 4, fiveYearOn: undefined } }, 'card-lapsed', { last_safe_day: '28/01/2027', five_years: false }],
    ['interrupted, with five years to lose', { card: { validTo: '2026-07-31', group: 'GD', level: 4, fiveYearOn: '2026-01-01' } }, 'card-interrupted', { waiting_days: '30 ngày', gap_days: '90 ngày' }],
    ['lapsed, but not paid by the household', { card: { validTo: '2026-07-31', group: 'BT', level: 2, fiveYearOn: undefined } }, 'card-lapsed', { self_pays: false }],
    ['not on the register', { card: undefined }, 'card-none', {}],
  ])('%s', (_name, more, says, fields) => {
    const answer = ask(cardExpiry, somebody(more))
    expect(answer.says).toBe(says)
    expect(answer.fields).toMatchObject(fields)
  })

  test('who pays nothing is not sent to pay', () => {
    expect(ask(renewHow, somebody({ card: { validTo: '2026-12-31', group: 'BT', level: 2, fiveYearOn: undefined } })).says).toBe('renew-not-self')
  })

  test('a level that the law has raised wins over the digit on the card', () => {
    expect(ask(cardBenefit, somebody({ card: { validTo: '2026-12-31', group: 'CN', level: 3, fiveYearOn: undefined } })).fields).toMatchObject({ percent: '100%', ceiling: '15.180.000 đồng' })
  })
})

describe('premiums', () => {
  test('a household of five, one year', () => {
    expect(ask(renewCost, somebody({ householdPayers: 5 })).fields).toMatchObject({ members: '5 người', total: '4.371.840 đồng', premium_first: '1.366.200 đồng', premium_rest: '546.480 đồng' })
  })

  test.each<[string, PersonRecord | undefined, string, string, object]>([
    ['near-poor', somebody({ poorStatus: 'near_poor' }), '', 'cost-supported', { share: '70%', premium: '409.860 đồng' }],
    ['a pupil', somebody({ card: { validTo: '2026-12-31', group: 'HS', level: 4, fiveYearOn: undefined } }), '', 'cost-supported', { share: '50%', premium: '683.100 đồng', at_school: true }],
    ['poor', somebody({ poorStatus: 'poor' }), '', 'cost-free', { state_pays: true }],
    ['anybody, asking for the near-poor', undefined, 'hộ cận nghèo giảm mấy phần trăm', 'cost-group', { premium: '409.860 đồng' }],
    ['anybody', undefined, 'một năm hết bao nhiêu', 'cost-general', { premium_second: '956.340 đồng' }],
  ])('%s', (_name, person, text, says, fields) => {
    const answer = ask(renewCost, person, text)
    expect(answer.says).toBe(says)
    expect(answer.fields).toMatchObject(fields)
  })

  test('a year whose rate is not announced is left to a person', () => {
    for (const answer of [ask(renewCost, somebody(), 'năm sau đóng bao nhiêu'), ask(renewCost, somebody(), 'đóng bao nhiêu', { at: '2027-01-05T09:00:00+07:00' })]) {
      expect(answer).toMatchObject({ says: 'handover', asks: ['unsure-rule'] })
    }
  })
})

describe('amounts', () => {
  test('the product is shown', () => {
    expect(ask(paymentAmount, somebody({ allowances: [allowance()] }), 'được bao nhiêu').fields).toMatchObject({ sum: '810.000 đồng', arithmetic: '1,5 × 540.000 đồng', arrears: null })
  })

  test('two lines are added: a disabled child and the care for it', () => {
    const child = somebody({ allowances: [allowance({ coefficient: 2.5, amount: 1_350_000 }), allowance({ group: 'carer', coefficient: 1, amount: 540_000 })] })
    expect(ask(paymentAmount, child, 'được bao nhiêu').fields).toMatchObject({ sum: '1.890.000 đồng', arithmetic: '2,5 × 540.000 đồng + 1 × 540.000 đồng' })
  })

  test('arrears of July to September 2026 at the older standard', () => {
    const person = somebody({ allowances: [allowance()], payments: ['2026-09', '2026-08', '2026-07'].map((month) => paid(month, 750_000)) })
    const answer = ask(paymentAmount, person, 'bao giờ được truy lĩnh')
    expect(answer).toMatchObject({ says: 'arrears-owed', fields: { sum: '180.000 đồng', old_standard: '500.000 đồng', new_standard: '540.000 đồng', since: 'ngày 01/07/2026' } })
  })

  test('arrears whose months the lists do not show are left to a person', () => {
    expect(ask(paymentAmount, somebody({ allowances: [allowance()] }), 'truy lĩnh bao nhiêu')).toMatchObject({ says: 'handover', asks: ['amount'] })
  })

  test.each<[string, Partial<PersonRecord>, string, object]>([
    ['a raised standard', { payments: [paid('2026-11', 810_000), paid('2026-10', 750_000)] }, 'amount-changed', { by_standard: true, by_arrears: false, previous: '750.000 đồng' }],
    ['arrears beside the same amount', { payments: [paid('2026-11', 810_000, { arrears: 180_000 }), paid('2026-10', 810_000)] }, 'amount-changed', { by_standard: false, by_arrears: true }],
    ['no change at all', { payments: [paid('2026-11', 810_000), paid('2026-10', 810_000)] }, 'amount-same', {}],
    ['a birthday', { birth: { value: '2022-11-17', precision: 'day' }, allowances: [allowance({ category: 'ND335:1', coefficient: undefined, amount: undefined })], payments: [paid('2026-11', 810_000), paid('2026-10', 1_350_000)] }, 'amount-changed', { by_birthday: true }],
  ])('why it changed: %s', (_name, more, says, fields) => {
    const answer = ask(paymentAmount, somebody({ allowances: [allowance()], ...more }), 'sao tháng này khác tháng trước')
    expect(answer.says).toBe(says)
    expect(answer.fields).toMatchObject(fields)
  })

  test('a difference that nothing accounts for is never explained away', () => {
    const person = somebody({ allowances: [allowance()], payments: [paid('2026-11', 810_000), paid('2026-10', 600_000)] })
    expect(ask(paymentAmount, person, 'sao lại khác')).toMatchObject({ says: 'handover', asks: ['amount'] })
  })

  test('a province whose own amount is not known yet', () => {
    const pensioner = somebody({ allowances: [allowance({ group: 'social_pension', category: 'ND176:HTXH', coefficient: 1, amount: 650_000 })] })
    expect(ask(paymentAmount, pensioner, 'bao nhiêu', { province: 'Hà Nội' })).toMatchObject({ says: 'handover', asks: ['amount'] })
  })

  test('funeral support is twenty times the standard', () => {
    expect(ask(paymentAmount, undefined, 'tiền mai táng được bao nhiêu')).toMatchObject({ says: 'funeral', fields: { sum: '10.800.000 đồng', form_no: '03' } })
  })

  test('who is on no list, and who is suspended', () => {
    expect(ask(paymentDate, somebody())).toMatchObject({ says: 'no-allowance', asks: [] })
    expect(ask(paymentDate, somebody({ allowances: [allowance({ status: 'suspended' })] }))).toMatchObject({ says: 'allowance-paused', asks: ['suspended'] })
  })
})

describe('payment days', () => {
  const day = (month: string, paysOn: string, method?: string) => ({ month, method, place: 'nhà văn hóa ấp', paysOn, fromTime: '07:30', confirmed: true })
  const person = (method: string, ...schedules: ReturnType<typeof day>[]) => somebody({ allowances: [allowance({ method, accountTail: '4471' })], schedules })

  test('the day for just this way of paying goes before the one for all', () => {
    const both = person('bank', day('2026-12', '2026-12-04'), day('2026-12', '2026-12-04', 'bank'))
    expect(ask(paymentDate, both)).toMatchObject({ says: 'pay-day', fields: { pay_day: '04/12/2026', pay_weekday: 'thứ sáu', to_account: true, account_tail: '4471' } })
  })

  test('a month without a day yet, and the month that is usual next', () => {
    expect(ask(paymentDate, person('cash'), '', { month: 'next' }).fields).toMatchObject({ month: '12/2026', pay_from: '1', pay_to: '10' })
    expect(ask(paymentDate, person('cash')).fields).toMatchObject({ month: '12/2026' })
  })

  test('money that should be there and is not goes to a person', () => {
    expect(ask(paymentMissing, person('cash'))).toMatchObject({ says: 'handover', asks: ['money-missing'] })
  })

  test('one month open is no warning yet, two are', () => {
    const open = (...months: string[]) => ask(paymentMissing, somebody({ allowances: [allowance()], payments: months.map((month) => paid(month, 810_000, { status: 'uncollected' })) })).fields
    expect(open('2026-10')).toMatchObject({ months_uncollected: '10/2026', warned: false })
    expect(open('2026-10', '2026-09')).toMatchObject({ months_uncollected: '09/2026 và 10/2026', warned: true })
  })
})

describe('rights and reports', () => {
  test.each([['xin trợ cấp cần giấy gì', '01'], ['làm hồ sơ nhận chăm sóc nuôi dưỡng', '02'], ['hồ sơ mai táng cần gì', '03']])('"%s" names form %s', (text, form) => {
    expect(ask(requiredDocuments, undefined, text).fields).toMatchObject({ form_no: form })
  })

  test('what makes a household poor in 2026 is left to a person', () => {
    expect(ask(eligibility, undefined, 'tiêu chuẩn hộ nghèo là gì')).toMatchObject({ asks: ['unsure-rule'] })
    expect(ask(eligibility, undefined, '75 tuổi được hưởng gì')).toMatchObject({ says: 'eligibility', asks: [], fields: { pension_age: '75 tuổi', poor_pension_age: '70 tuổi' } })
  })

  test('a death is met with sympathy, and a lost card is no death', () => {
    expect(ask(stopOrChange, somebody(), 'ông tôi mất hôm qua').asks).toEqual(['death'])
    for (const lost of ['tôi mất số điện thoại cũ, xin đổi số', 'điện thoại tôi mất rồi, đổi số khác', 'vừa mất cái sim, đổi số', 'thẻ cũ của tôi mất rồi']) {
      expect(ask(stopOrChange, somebody(), lost).asks).toEqual(['change'])
    }
    expect(ask(stopOrChange, somebody(), 'ông tôi mất rồi, còn thẻ của ông thì nộp ở đâu').asks).toEqual(['death'])
  })
})
