/** All numbers are invented. */
import { describe, expect, test } from 'vitest'
import { readCardNumber, socialInsurancePart } from '../../src/domain/card-number.ts'
import { readSocialInsuranceNo } from '../../src/domain/social-insurance-no.ts'

describe('social-insurance number', () => {
  test.each([
    ['7220123456', { number: '7220123456' }],
    ["'7220123456", { number: '7220123456' }],
    ['72 2012 3456', { number: '7220123456' }],
    ['120123456', { number: '0120123456', paddedZeros: 1 }],
    ['GD4727220123456', { number: '7220123456' }],
    ['072150001234', { citizenId: '072150001234' }],
    ['7.2E+9', { problem: 'digits-lost' }],
    ['chưa cấp', { problem: 'unreadable' }],
  ])('%j', (text, reading) => {
    expect(readSocialInsuranceNo(text)).toEqual(reading)
  })
})

describe('card number', () => {
  test.each([
    ['GD4727220123456', { cardNo: 'GD4727220123456', group: 'GD', form: 'lettered' }],
    ['GD 4 72 7220123456', { cardNo: 'GD4727220123456', group: 'GD', form: 'lettered' }],
    ['gd-4-72-72201-23456', { cardNo: 'GD4727220123456', group: 'GD', form: 'lettered' }],
    ['HN2.72.7220123456', { cardNo: 'HN2727220123456', group: 'HN', form: 'lettered' }],
    ['GD472722O123456', { cardNo: 'GD4727220123456', group: 'GD', form: 'lettered', letterO: true }],
    ['7220123456', { cardNo: '7220123456', form: 'social-insurance' }],
    ['120123456', { cardNo: '0120123456', form: 'social-insurance', paddedZeros: 1 }],
    ['072150001234', { cardNo: '072150001234', form: 'personal' }],
    ['GD472722012345', { problem: 'unreadable' }],
    ['GD9727220123456', { problem: 'unreadable' }],
    ['7.22E+09', { problem: 'digits-lost' }],
  ])('%j', (text, reading) => {
    expect(readCardNumber(text)).toEqual(reading)
  })

  test('the ten digits stay with the person', () => {
    expect(socialInsurancePart('GD4727220123456')).toBe('7220123456')
    expect(socialInsurancePart('7220123456')).toBe('7220123456')
    expect(socialInsurancePart('072150001234')).toBeUndefined()
  })
})
