import { describe, expect, it } from 'vitest'
import { formOfAddress } from '../../src/domain/form-of-address.ts'
import type { Addressee } from '../../src/domain/form-of-address.ts'

// Everybody here is invented.
const TODAY = '2026-11-22'
const aged = (value: string, sex?: 'male' | 'female'): Addressee => ({
  sex,
  birth: { value, precision: value.length === 4 ? 'year' : 'day' },
})

describe('how an official text addresses somebody', () => {
  it.each<[string, Addressee, string]>([
    ['an old man', aged('1942-03-01', 'male'), 'ông'],
    ['an old woman', aged('1942-03-01', 'female'), 'bà'],
    ['a man of 30', aged('1996-03-01', 'male'), 'ông'],
    ['a woman of 18', aged('2008-11-22', 'female'), 'bà'],
    ['a girl one day before 18', aged('2008-11-23', 'female'), 'em'],
    ['a girl of 16', aged('2010-11-22', 'female'), 'em'],
    ['a child', aged('2018-03-01', 'male'), 'cháu'],
    ['a girl one day before 16', aged('2010-11-23', 'female'), 'cháu'],
    ['somebody of whom nothing is known', {}, 'ông/bà'],
    ['a woman of unknown age', { sex: 'female' }, 'bà'],
    ['somebody old of unknown sex', aged('1942-03-01'), 'ông/bà'],
    ['perhaps 15, perhaps 16', aged('2010', 'male'), 'em'],
    ['perhaps 17, perhaps 18', aged('2008', 'male'), 'ông'],
  ])('%s: %o is %s', (_who, person, form) => {
    expect(formOfAddress(person, TODAY)).toBe(form)
  })
})

describe('how talk addresses somebody', () => {
  it.each<[string, Addressee, string]>([
    ['60 today', aged('1966-11-22', 'male'), 'ông'],
    ['60 tomorrow', aged('1966-11-23', 'male'), 'chú'],
    ['60 at some time this year: the respectful word', aged('1966', 'female'), 'bà'],
    ['59 at some time this year', aged('1967', 'female'), 'cô'],
    ['45', aged('1981-11-22', 'female'), 'cô'],
    ['44', aged('1981-11-23', 'female'), 'chị'],
    ['25', aged('2001-11-22', 'male'), 'anh'],
    ['24', aged('2001-11-23', 'male'), 'bạn'],
    ['50 of unknown sex', aged('1976-01-05'), 'cô/chú'],
    ['30 of unknown sex', aged('1996-01-05'), 'anh/chị'],
    ['nothing known', {}, 'ông/bà'],
  ])('%s', (_who, person, form) => {
    expect(formOfAddress(person, TODAY, 'talk')).toBe(form)
  })
})
