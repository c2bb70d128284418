/** What is decided without a database: commands, numbers that are covered, texts in parts, and when villages are reminded. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { vietnamInstant, vietnamDay, vietnamTime } from '../../src/domain/calendar.ts'
import { chaseNow, chasePlan } from '../../src/groups/chase-times.ts'
import { numbersNamed, readCommand, withoutMentions } from '../../src/groups/read-command.ts'
import { splitText } from '../../src/groups/split-text.ts'

describe('a command', () => {
  test.each([
    ['#nhan 12', { kind: 'confirm', number: 12 }],
    ['#Nhận 12', { kind: 'confirm', number: 12 }],
    ['/viec@loa_bot', { kind: 'list' }],
    ['#baocao 12: hộ nghèo 4', { kind: 'report', number: 12, text: 'hộ nghèo 4' }],
    ['#hoi 3', { kind: 'how-to-ask', number: 3 }],
    ['#giao 7', { kind: 'send', number: 7 }],
    ['#giao 3 thôn rà soát hộ nghèo', undefined],
    ['#ma KR7X-2B9C', { kind: 'bind', code: 'KR7X2B9C' }],
    ['đã nhận việc 12', undefined],
  ])('"%s"', (text, command) => {
    expect(readCommand(text)).toEqual(command)
  })

  test('is also a button or a link, and a forged one is none', () => {
    expect(readCommand('', 'g:ok:12')).toEqual({ kind: 'confirm', number: 12 })
    expect(readCommand('', 'g:for:12:99')).toEqual({ kind: 'for', number: 12, inboundId: '99' })
    expect(readCommand('/start g-KR7X2B9C', undefined, 'g-KR7X2B9C')).toEqual({ kind: 'bind', code: 'KR7X2B9C' })
    for (const forged of ['g:ok:', 'g:close:1', 'topic:card_expiry', 'g:ok:1;drop']) expect(readCommand('#nhan 1', forged), forged).toBeUndefined()
  })

  test('a task is named by its number, a figure is not', () => {
    expect(numbersNamed('Việc số 12 ấp em xong rồi')).toEqual([12])
    expect(numbersNamed('ấp có 12 hộ nghèo')).toEqual([])
  })
})

describe('on the way to others', () => {
  test('nobody is called by a mention, however it is nested', () => {
    expect(withoutMentions('[@1[@2]3] @loa_bot ấp Bàu Rã nhận')).toBe('ấp Bàu Rã nhận')
  })

  test('a long text loses nothing but the blanks between its parts', () => {
    fc.assert(fc.property(fc.string({ maxLength: 3_000, unit: 'grapheme' }), fc.integer({ min: 20, max: 500 }), (text, most) => {
      const parts = splitText(text, most)
      expect(parts.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''))
      expect(parts.every((part) => part.length <= most)).toBe(true)
    }))
  })
})

describe('reminders', () => {
  const HOURS = { from: '20:30', to: '07:00' }
  const given = vietnamInstant('2026-11-23', '08:30')
  const planOf = (dueOn: string | undefined, dueTime?: string) => chasePlan({ givenAt: given, dueOn, dueTime }, HOURS)
  const shown = (plan: ReturnType<typeof chasePlan>): string[] => plan.steps.map(({ step, at }) => `${step} ${vietnamDay(at).slice(8)} ${vietnamTime(at)}`)

  test.each<[why: string, dueOn: string | undefined, dueTime: string | undefined, steps: string[]]>([
    ['a week: half-way, the day before, the day', '2026-11-30', undefined, ['half 27 07:00', 'eve 29 08:00', 'due 30 08:00']],
    ['two days with a time: half-way falls on the eve, which says more', '2026-11-25', '16:00', ['eve 24 08:00', 'due 25 14:00']],
    ['an hour: nobody is reminded of what was just said', '2026-11-23', '09:30', []],
    ['no day named: the next two mornings', undefined, undefined, ['first-day 24 08:30', 'second-day 25 08:30']],
  ])('%s', (_why, dueOn, dueTime, steps) => {
    expect(shown(planOf(dueOn, dueTime))).toEqual(steps)
  })

  test('none that was missed is made up for, and who answered hears none', () => {
    const plan = planOf('2026-11-30')
    const owed = { reachable: true, confirmedAt: undefined, answeredAt: undefined, doneAt: undefined, chased: [], escalatedAt: undefined }
    const late = vietnamInstant('2026-11-30', '09:00')
    expect(chaseNow(plan, owed, false, late)).toEqual({ remind: 'due', passed: ['half', 'eve', 'due'], escalate: false })
    expect(chaseNow(plan, { ...owed, answeredAt: given }, false, late)).toEqual({ remind: undefined, passed: [], escalate: false })
    expect(chaseNow(plan, { ...owed, confirmedAt: given }, true, late).remind).toBeUndefined()
    expect(chaseNow(plan, { ...owed, reachable: false }, false, given).escalate).toBe(true)
    expect(chaseNow(plan, owed, false, vietnamInstant('2026-12-01', '07:00'))).toMatchObject({ remind: undefined, escalate: true })
  })
})
