/** All numbers are invented. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { citizenIdDoubts, citizenIdFacts, readCitizenId } from '../../src/domain/citizen-id.ts'

describe('readCitizenId', () => {
  test.each([
    ['072150001234', { citizenId: '072150001234' }],
    ["'072150001234", { citizenId: '072150001234' }],
    ['072 150 001 234', { citizenId: '072150001234' }],
    ['072.150.001.234', { citizenId: '072150001234' }],
    ['CCCD: 072150001234', { citizenId: '072150001234' }],
    ['72150001234', { citizenId: '072150001234', paddedZeros: 1 }],
    ['1150001234', { citizenId: '001150001234', paddedZeros: 2 }],
    ['0381660012', { problem: 'unreadable' }],
    ['99912345678', { problem: 'unreadable' }],
    ['O7215OOO1234', { citizenId: '072150001234', letterO: true }],
    ['290123456', { oldId: '290123456' }],
    ['29 012 3456', { oldId: '290123456' }],
    ['10123456', { oldId: '010123456', paddedZeros: 1 }],
    ['290123456/072150001234', { citizenId: '072150001234', oldId: '290123456' }],
    ['072150001234 (CMND 290123456)', { citizenId: '072150001234', oldId: '290123456' }],
    ['7.2E+10', { problem: 'digits-lost' }],
    ['72150000000', { problem: 'digits-lost' }],
    ['0721500012345', { problem: 'unreadable' }],
    ['chưa có', { problem: 'unreadable' }],
  ])('%j', (text, reading) => {
    expect(readCitizenId(text)).toEqual(reading)
  })

  test('zeros that a spreadsheet dropped come back', () => {
    const id = fc.tuple(fc.constantFrom('001', '010', '072', '096'), fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 99 }), fc.integer({ min: 1, max: 999_999 }))
      .map(([province, century, year, rest]) => `${province}${century}${String(year).padStart(2, '0')}${String(rest).padStart(6, '0')}`)
    fc.assert(fc.property(id, (number) => {
      expect(readCitizenId(String(Number(number))).citizenId).toBe(number)
    }))
  })
})

test('a number tells province, sex and year of birth', () => {
  expect(citizenIdFacts('072150001234')).toEqual({ province: 'Tây Ninh', sex: 'female', birthYear: 1950 })
  expect(citizenIdFacts('079206001234')).toEqual({ province: 'Thành phố Hồ Chí Minh', sex: 'male', birthYear: 2006 })
})

test.each([
  ['agrees', '072150001234', { birthYear: 1950, sex: 'female' as const }, []],
  ['year differs', '072150001234', { birthYear: 1951, sex: 'female' as const }, ['birth-year']],
  ['sex differs', '072150001234', { birthYear: 1950, sex: 'male' as const }, ['sex']],
  ['unknown province', '003150001234', {}, ['province']],
  ['nothing to compare', '072150001234', {}, []],
])('%s', (_, id, known, doubts) => {
  expect(citizenIdDoubts(id, known)).toEqual(doubts)
})
