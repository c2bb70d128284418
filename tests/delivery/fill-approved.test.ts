import { describe, expect, test } from 'vitest'
import { fillApproved } from '../../src/delivery/fill-approved.ts'

const card = { id: '300001', values: { ho_ten: 'name', han_the: 'valid_to', con_lai: 'days' } }
const known = { name: 'Nguyễn Thị Bịa', valid_to: '31/12/2026', days: 15, renew_place: 'bưu điện' }
const eve = { id: '300002', values: { ngay: 'pay_day', noi: 'pay_place' } }
const pay = { pay_day: '04/12/2026', pay_place: 'nhà văn hóa', confirmed: true, transferred: false }

describe('an approved text', () => {
  test('is given what it names, written out', () => {
    expect(fillApproved('card-expiry-ahead', card, known)).toEqual({ id: '300001', values: { ho_ten: 'Nguyễn Thị Bịa', han_the: '31/12/2026', con_lai: '15' } })
  })

  test.each([undefined, null, '', '  '])('is left unused where a value is %j', (value) => {
    expect(fillApproved('card-expiry-ahead', card, { ...known, valid_to: value as string })).toBeUndefined()
  })

  test('is left unused for a day that is only expected, unless it can say so', () => {
    expect(fillApproved('payment-eve', eve, pay)).toMatchObject({ id: '300002' })
    expect(fillApproved('payment-eve', eve, { ...pay, confirmed: false })).toBeUndefined()
    const saying = { id: '300003', values: { ...eve.values, tinh_trang: 'confirmed' } }
    expect(fillApproved('payment-eve', saying, { ...pay, confirmed: false })?.values).toMatchObject({ tinh_trang: 'dự kiến' })
    expect(fillApproved('payment-eve', saying, pay)?.values).toMatchObject({ tinh_trang: 'chính thức' })
  })

  test('is left unused for a transfer that nobody has reported, where the text is about one', () => {
    const account = { id: '300004', values: { so_tien: 'amount' } }
    expect(fillApproved('payment-account', account, { amount: '540.000 đồng', transferred: false })).toBeUndefined()
    expect(fillApproved('payment-account', account, { amount: '540.000 đồng', transferred: true })).toBeDefined()
  })

  test('is never given yes or no where nobody has a word for it', () => {
    expect(fillApproved('card-lapsed', { id: '300005', values: { nam_nam: 'five_years' } }, { five_years: true })).toBeUndefined()
  })
})
