/**
 * Who must hear what, today. The rules and the calendar say which events count (pure); one statement per rule then
 * finds everybody whom they concern. Planning twice, or on two machines, plans nothing twice.
 */
import { birthdayOn } from '../domain/birth.ts'
import { isDay, vietnamDay, vietnamInstant } from '../domain/calendar.ts'
import type { Day } from '../domain/calendar.ts'
import type { CommuneProfile } from '../domain/commune-profile.ts'
import { SILENT_CARD_GROUPS } from '../domain/policy/silent-card-groups.ts'
import { REMINDER_RULES, stepsDue, templateFor } from '../domain/reminder-rules.ts'
import type { PaymentNotice, RuleKey, Step } from '../domain/reminder-rules.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'

export interface CommuneRule {
  id: number
  communeId: number
  key: RuleKey
  enabled: boolean
  version: number
  offsets: readonly number[]
  sendTime: string
}

export interface StepToPlan {
  step: string
  eventDay: Day
  dueOn: Day
  notBefore: Date
  notAfter: Date
  template: string
}

interface RuleToPlan {
  id: number
  version: number
  communeId: number
  key: string
  duty: boolean
}

/** What planning needs from the register; each call returns how many notices it added. */
export interface PlanStore {
  communes(): Promise<readonly { id: number; name: string; profile: CommuneProfile }[]>
  rules(communeId: number): Promise<readonly CommuneRule[]>
  /** Changes whenever the register, a rule or a schedule of the commune changes. */
  signature(communeId: number): Promise<string>
  lastPlanned(communeId: number): Promise<{ day: Day; signature: string } | undefined>
  rememberPlanned(communeId: number, planned: { day: Day; signature: string }): Promise<void>
  cancelOutdated(communeId: number, now: Date): Promise<number>
  cardExpiry(rule: RuleToPlan, steps: readonly StepToPlan[], silentGroups: readonly string[]): Promise<number>
  paymentDay(rule: RuleToPlan, steps: readonly StepToPlan[], methods: readonly string[]): Promise<number>
  scheduleChanges(rule: RuleToPlan, window: { now: Date; today: Day; changed: string; cancelled: string }): Promise<number>
  uncollected(rule: RuleToPlan, steps: readonly StepToPlan[], months: number): Promise<number>
  birthdays(
    rule: RuleToPlan,
    steps: readonly StepToPlan[],
    births: readonly Day[],
    audience: { age: number; allowance: { none: true; poorOnly: boolean } | { none: false; groups: readonly string[] } },
  ): Promise<number>
}

export interface PlanDeps {
  store: PlanStore
  clock: Clock
  log: Log
}

export interface PlanResult {
  communeId: number
  commune: string
  cancelled: number
  /** New notices by rule. */
  planned: Readonly<Record<string, number>>
}

/** A machine that was off for longer than a week does not pour out what is no longer true (peers' longest horizon). */
const LOOK_BACK_DAYS = 7
/** The evening hour after which a daytime notice of that day has lost its day. */
const LAST_TIME = '20:30'

const METHODS: Readonly<Record<PaymentNotice, readonly string[]>> = {
  cash: ['cash'],
  home: ['home'],
  account: ['bank', 'social_security_account'],
}

/** Plans every commune for today. With `onlyIfChanged`, a commune whose register, rules and day are those of the last plan is left in peace. */
export function planReminders(deps: PlanDeps) {
  return async (options: { onlyIfChanged?: boolean } = {}): Promise<PlanResult[]> => {
    const results: PlanResult[] = []
    for (const commune of await deps.store.communes()) {
      const today = vietnamDay(deps.clock.now())
      const signature = await deps.store.signature(commune.id)
      if (options.onlyIfChanged === true) {
        const last = await deps.store.lastPlanned(commune.id)
        if (last?.day === today && last.signature === signature) continue
      }
      results.push({ communeId: commune.id, commune: commune.name, ...(await planCommune(deps, commune.id, today)) })
      await deps.store.rememberPlanned(commune.id, { day: today, signature })
    }
    return results
  }
}

async function planCommune({ store, clock, log }: PlanDeps, communeId: number, today: Day): Promise<Pick<PlanResult, 'cancelled' | 'planned'>> {
  const now = clock.now()
  const cancelled = await store.cancelOutdated(communeId, now)
  const planned: Record<string, number> = {}
  for (const rule of await store.rules(communeId)) {
    if (!rule.enabled) continue
    const count = await planRule(store, rule, today, now)
    if (count > 0) planned[rule.key] = count
  }
  log.info({ communeId, today, cancelled, planned }, 'planned reminders')
  return { cancelled, planned }
}

async function planRule(store: PlanStore, rule: CommuneRule, today: Day, now: Date): Promise<number> {
  const { event, duty, onChange } = REMINDER_RULES[rule.key]
  const target: RuleToPlan = { id: rule.id, version: rule.version, communeId: rule.communeId, key: rule.key, duty }
  const due = stepsDue(rule, today, LOOK_BACK_DAYS)
  const steps = (paidBy?: PaymentNotice) => stepsToPlan(rule, due, paidBy)
  switch (event.kind) {
    case 'card-ends':
      return store.cardExpiry(target, steps(), SILENT_CARD_GROUPS)
    case 'payment-day': {
      let count = 0
      for (const paidBy of ['cash', 'home', 'account'] as const) count += await store.paymentDay(target, steps(paidBy), METHODS[paidBy])
      return onChange === undefined ? count : count + (await store.scheduleChanges(target, { now, today, ...onChange }))
    }
    case 'uncollected':
      return store.uncollected(target, steps(), event.months)
    case 'birthday': {
      const { age, who } = event
      const pairs = steps().flatMap((step) => birthsTurning(age, step.eventDay).map((birth) => ({ step, birth })))
      return store.birthdays(target, pairs.map((pair) => pair.step), pairs.map((pair) => pair.birth), {
        age,
        allowance: who.kind === 'without-allowance' ? { none: true, poorOnly: who.poorOnly } : { none: false, groups: who.categoryGroups },
      })
    }
  }
}

function stepsToPlan(rule: CommuneRule, due: readonly Step[], paidBy: PaymentNotice | undefined): StepToPlan[] {
  return due.flatMap(({ step, offset, eventDay, dueOn, freshUntil }) => {
    const template = templateFor(rule.key, offset, paidBy)
    if (template === undefined) return []
    return [{ step, eventDay, dueOn, template, notBefore: vietnamInstant(dueOn, rule.sendTime), notAfter: vietnamInstant(freshUntil, LAST_TIME) }]
  })
}

/** Days of birth whose `age`th birthday falls on `day`: two of them on 01/03 of a common year, for those born on 29/02. */
export function birthsTurning(age: number, day: Day): Day[] {
  const year = String(Number(day.slice(0, 4)) - age).padStart(4, '0')
  return [`${year}${day.slice(4)}`, `${year}-02-29`].filter(
    (birth, index, all) => isDay(birth) && birthdayOn(birth, age) === day && all.indexOf(birth) === index,
  )
}
