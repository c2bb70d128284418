import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, daysBetween, vietnamInstant } from '../../src/domain/calendar.ts'
import { isOffsetAllowed, REMINDER_RULES, RULE_KEYS, stepName, stepsDue, templateFor } from '../../src/domain/reminder-rules.ts'
import type { PaymentNotice, RuleKey } from '../../src/domain/reminder-rules.ts'
import { isQuiet } from '../../src/domain/quiet-hours.ts'
import { isTemplateKey } from '../../src/domain/template-fields.ts'

const TODAY = '2026-11-22'
const rules = RULE_KEYS.map((key) => REMINDER_RULES[key])

describe('the rules as a commune gets them', () => {
  test.each<[RuleKey, number, PaymentNotice | undefined, string | undefined]>([
    ['card-expiry', -60, undefined, 'card-expiry-ahead'],
    ['card-expiry', -2, undefined, 'card-expiry-ahead'],
    ['card-expiry', -1, undefined, 'card-expiry-tomorrow'],
    ['card-expiry', 0, undefined, 'card-expiry-today'],
    ['card-expiry', 7, undefined, 'card-lapsed'],
    ['card-expiry', 59, undefined, 'card-lapsed'],
    ['card-expiry', 60, undefined, 'card-gap-near'],
    // the last safe day: "chậm nhất" is still true
    ['card-expiry', 89, undefined, 'card-gap-near'],
    // the gap is 90 days: nothing that these texts say is true any more
    ['card-expiry', 90, undefined, undefined],
    ['payment-day', -1, 'cash', 'payment-eve'],
    ['payment-day', 0, 'cash', 'payment-morning'],
    ['payment-day', -1, 'home', 'payment-home'],
    ['payment-day', 0, 'home', 'payment-home'],
    // nobody has to go anywhere, so one message on the day
    ['payment-day', -1, 'account', undefined],
    ['payment-day', 0, 'account', 'payment-account'],
    ['payment-day', 1, 'cash', undefined],
    ['birthday-75', -60, undefined, 'birthday-75'],
    ['birthday-75', 1, undefined, undefined],
    ['child-16', -15, undefined, 'child-16'],
  ])('%s at %i days, paid by %s, says %s', (key, offset, paidBy, template) => {
    expect(templateFor(key, offset, paidBy)).toBe(template)
  })

  test('every default offset has words, and every rule its own name for the officer', () => {
    for (const rule of rules) {
      expect(rule.offsets.filter((offset) => !isOffsetAllowed(rule.key, offset)), rule.key).toEqual([])
    }
    expect(new Set(rules.map((rule) => rule.name)).size).toBe(rules.length)
  })

  test('all wordings are templates that exist', () => {
    const named = rules.flatMap((rule) => [...rule.wordings.map((wording) => wording.template), ...Object.values(rule.onChange ?? {})])
    expect(named.filter((template) => !isTemplateKey(template))).toEqual([])
  })

  test('no offset has two wordings for the same person', () => {
    for (const rule of rules) {
      for (const paidBy of ['cash', 'home', 'account'] as const) {
        const covered = rule.wordings
          .filter((wording) => wording.paidBy === undefined || wording.paidBy === paidBy)
          .flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, index) => from + index))
        expect(new Set(covered).size, `${rule.key} ${paidBy}`).toBe(covered.length)
      }
    }
  })

  test('nothing is sent by default while people sleep', () => {
    expect(rules.filter((rule) => isQuiet(vietnamInstant(TODAY, rule.sendTime)))).toEqual([])
  })

  test('a half day is no offset', () => {
    expect(isOffsetAllowed('card-expiry', -7.5)).toBe(false)
  })
})

describe('what is due on a day', () => {
  test('asks for the cards that end 60, 30, 15, 7, 1 and 0 days from now and those that ended', () => {
    const due = stepsDue(REMINDER_RULES['card-expiry'], TODAY, 0)
    expect(due.map(({ step, eventDay }) => `${step} ${eventDay}`)).toEqual([
      'T-60 2027-01-21',
      'T-30 2026-12-22',
      'T-15 2026-12-07',
      'T-7 2026-11-29',
      'T-1 2026-11-23',
      'T0 2026-11-22',
      'T+7 2026-11-15',
      'T+30 2026-10-23',
      'T+60 2026-09-23',
      'T+80 2026-09-03',
    ])
  })

  test('makes up for three days without power, except where the words have gone stale', () => {
    const late = stepsDue(REMINDER_RULES['card-expiry'], TODAY, 3).filter((step) => step.dueOn !== TODAY)
    const kinds = new Set(late.map((step) => step.step))
    // "ngày mai" and "hôm nay" were true on their day alone
    expect([...kinds].sort()).toEqual(['T+30', 'T+60', 'T+7', 'T+80', 'T-15', 'T-30', 'T-60', 'T-7'])
    expect(late).toContainEqual({ step: 'T-7', offset: -7, eventDay: '2026-11-27', dueOn: '2026-11-20', freshUntil: '2026-11-25' })
  })

  test('a week-old reminder is not sent any more, however far back one looks', () => {
    const oldest = stepsDue(REMINDER_RULES['card-expiry'], TODAY, 30).at(-1)
    expect(oldest?.dueOn).toBe('2026-11-17')
  })

  test('an eve that was missed is left to the morning', () => {
    const due = stepsDue(REMINDER_RULES['payment-day'], '2026-12-04', 1)
    expect(due.filter((step) => step.eventDay === '2026-12-04').map((step) => step.step)).toEqual(['T0'])
  })

  test("follows the commune's own days and ignores those that no words fit", () => {
    expect(stepsDue({ key: 'card-expiry', offsets: [-20, 95, -20] }, TODAY, 0).map((step) => step.step)).toEqual(['T-20'])
  })

  test('every step lies on its day, is fresh today, and appears once', () => {
    const offsets = fc.array(fc.integer({ min: -130, max: 100 }), { maxLength: 12 })
    fc.assert(
      fc.property(fc.constantFrom(...RULE_KEYS), offsets, fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 10 }), (key, days, ahead, back) => {
        const today = addDays('2020-01-01', ahead)
        const due = stepsDue({ key, offsets: days }, today, back)
        for (const step of due) {
          expect(daysBetween(step.eventDay, step.dueOn)).toBe(step.offset)
          expect(step.dueOn <= today && today <= step.freshUntil).toBe(true)
          expect(daysBetween(step.dueOn, today)).toBeLessThanOrEqual(back)
          expect(isOffsetAllowed(key, step.offset)).toBe(true)
        }
        expect(new Set(due.map((step) => `${step.step} ${step.eventDay}`)).size).toBe(due.length)
      }),
    )
  })

  test.each([
    [-30, 'T-30'],
    [0, 'T0'],
    [7, 'T+7'],
  ])('the step of offset %i is called %s', (offset, name) => {
    expect(stepName(offset)).toBe(name)
  })
})
