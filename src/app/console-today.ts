/** What the console's first page shows, and the one decision that is made there. */
import type { App } from '../app.ts'
import { later, vietnamDay } from '../domain/calendar.ts'
import type { Day } from '../domain/calendar.ts'
import type { Scope } from '../domain/officer.ts'
import { RULE_KEYS } from '../domain/reminder-rules.ts'
import type { RuleKey } from '../domain/reminder-rules.ts'
import { openAlerts } from '../store/channel-alerts.ts'
import { channelWeights, listChannelStates } from '../store/channel-states.ts'
import { decideUnconfirmedIn, hasPeople, openWork, stillToday, unconfirmedSends } from '../store/console-today.ts'
import { may } from '../web/console/permissions.ts'
import type { TodayPort, TodayView } from '../web/console/today-routes.ts'
import type { communeFigures, Figures } from './figures.ts'

const UNCONFIRMED_SHOWN = 20
const ALERTS_SHOWN = 5

export function todayOf({ ground, clock, channels }: Pick<App, 'ground' | 'clock' | 'channels'>, figures: ReturnType<typeof communeFigures>): TodayPort {
  const { database } = ground
  const { pool } = database
  return {
    view: async (officer): Promise<TodayView> => {
      const { scope } = officer
      const now = clock.now()
      const today = vietnamDay(now)
      const [isEmpty, work, unconfirmed, still, sent, states, weights, alerts, kept] = await Promise.all([
        hasPeople(pool, scope).then((has) => !has),
        openWork(pool, scope),
        may(officer.role, 'people.see') ? unconfirmedSends(pool, scope, UNCONFIRMED_SHOWN) : [],
        stillToday(pool, scope, today),
        figures.sent(scope),
        listChannelStates(pool),
        channelWeights(pool),
        may(officer.role, 'sends.decide') ? openAlerts(pool, ALERTS_SHOWN) : [],
        officer.commune === undefined ? undefined : figures.get(scope.communeId),
      ])
      const reach = kept && reachIn(kept, scope, now)
      return {
        now, today, work, unconfirmed, alerts, reach,
        sent: sent?.states,
        stillToday: still,
        isEmpty,
        coming: kept && comingIn(kept, scope),
        channels: channels.map(({ name }) => ({
          name,
          trouble: states.find((state) => state.channel === name && state.communeId === scope.communeId && state.resumeAt > now),
          weight: weights.get(name) ?? 100,
        })),
      }
    },
    decide: (officer, noticeId, decision) => decideUnconfirmedIn(database, officer.scope, { noticeId, decision, accountId: officer.accountId }, clock.now()),
  }
}

const isSeen = (scope: Scope, villageId: number | null): boolean => scope.villageId === undefined || scope.villageId === villageId

function reachIn({ reach, madeAt }: Figures, scope: Scope, now: Date): TodayView['reach'] {
  const mine = reach.filter(({ villageId }) => isSeen(scope, villageId))
  const sum = (pick: (one: Figures['reach'][number]) => number): number => mine.reduce((total, one) => total + pick(one), 0)
  return { people: sum((one) => one.people), reached: sum((one) => one.reached), insured: sum((one) => one.insured), paid: sum((one) => one.paid), madeAt: later(now, madeAt - now.getTime()) }
}

function comingIn({ planned }: Figures, scope: Scope): TodayView['coming'] {
  const days = new Map<Day, Map<RuleKey, number>>()
  for (const { dueOn, ruleKey, villageId, n } of planned) {
    const key = RULE_KEYS.find((known) => known === ruleKey)
    if (key === undefined || !isSeen(scope, villageId)) continue
    const rules = days.get(dueOn) ?? new Map<RuleKey, number>()
    rules.set(key, (rules.get(key) ?? 0) + n)
    days.set(dueOn, rules)
  }
  return [...days].map(([dueOn, rules]) => ({ dueOn, rules: [...rules].map(([ruleKey, n]) => ({ ruleKey, n })) }))
}
