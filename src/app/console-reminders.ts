/** Rules, words and the coming month of a commune, for the console. What is changed is planned anew at once. */
import type { App } from '../app.ts'
import { coach } from '../content/coach.ts'
import type { TemplateFields } from '../content/content.ts'
import { noticeFields } from '../delivery/fields.ts'
import { vietnamDay } from '../domain/calendar.ts'
import { officerActor } from '../domain/officer.ts'
import { RULE_KEYS } from '../domain/reminder-rules.ts'
import { LoaError } from '../kernel/errors.ts'
import { writeAudit } from '../store/audit.ts'
import { listRules } from '../store/communes.ts'
import { changeRule, changeWording, namesOf, noticesSaidBy } from '../store/console-reminders.ts'
import { readNotices } from '../store/notice-context.ts'
import { templateOverrides } from '../store/template-overrides.ts'
import type { Officer } from '../web/console/officer.ts'
import type { ComingView, RemindersPort, WordingShown } from '../web/console/reminder-routes.ts'
import type { communeFigures } from './figures.ts'

const ROWS_SHOWN = 20
const UNREACHED_SHOWN = 100

export function remindersOf({ ground, clock, content, channels, plan, communes }: Pick<App, 'ground' | 'clock' | 'content' | 'channels' | 'plan' | 'communes'>, figures: ReturnType<typeof communeFigures>): RemindersPort {
  const { database, cipher } = ground
  const { pool } = database
  const overrides = templateOverrides(database)
  const kinds = [...new Set(channels.map(({ reaches }) => reaches))].sort()

  async function coming({ scope, commune }: Officer): Promise<ComingView | undefined> {
    const month = commune === undefined ? undefined : await figures.month(scope.communeId, kinds)
    if (month === undefined) return undefined
    const isSeen = ({ villageId }: { villageId: number | null }): boolean => scope.villageId === undefined || scope.villageId === villageId
    const unreached = month.unreached.filter(isSeen)
    const names = await namesOf(pool, scope, unreached.slice(0, UNREACHED_SHOWN).map(({ personId }) => personId))
    return {
      planned: month.planned.filter(isSeen).flatMap(({ dueOn, ruleKey, n }) => RULE_KEYS.filter((key) => key === ruleKey).map((key) => ({ dueOn, ruleKey: key, n }))),
      unreachedTotal: unreached.length,
      unreached: unreached.flatMap((one) => {
        const who = names.get(one.personId)
        const key = RULE_KEYS.find((known) => known === one.ruleKey)
        return who === undefined || key === undefined ? [] : [{ ...one, ...who, ruleKey: key }]
      }),
    }
  }

  /** Somebody whom this text has been or will be said to; looking at their words is looking at them. */
  async function onRow({ scope, accountId }: Officer, templateKey: string, row: number): Promise<{ fields: TemplateFields; of: number; row: number; who: string } | undefined> {
    const ids = await noticesSaidBy(pool, scope, templateKey, ROWS_SHOWN)
    const at = Math.min(row, ids.length - 1)
    const [notice] = ids[at] === undefined ? [] : await readNotices(pool, cipher, [ids[at]])
    if (notice?.person === undefined) return undefined
    await writeAudit(pool, [{ communeId: scope.communeId, actor: officerActor(accountId), action: 'wording.seen', personId: notice.person.id, subject: `template:${templateKey}` }], clock.now())
    return { fields: noticeFields(notice, clock.now()), of: ids.length, row: at, who: notice.person.fullName }
  }

  return {
    view: async (officer) => ({ today: vietnamDay(clock.now()), rules: await listRules(database, officer.scope.communeId), coming: await coming(officer), own: [...(await overrides.load(officer.scope.communeId)).keys()] }),
    changeRule: async ({ scope, accountId }, edit) => {
      if (await changeRule(database, scope, edit, accountId, clock.now())) await plan({ onlyIfChanged: true })
    },
    wording: async (officer, { key, form, row, draft }): Promise<WordingShown | undefined> => {
      const name = `vi/${key}.${form}`
      const standard = content.defaultBody(name)
      const profile = (await communes()).find(({ id }) => id === officer.scope.communeId)?.profile
      if (standard === undefined || profile === undefined) return undefined
      const own = (await overrides.load(officer.scope.communeId)).get(name)?.body
      const body = draft ?? own ?? standard
      const problems = content.check(name, body).map(({ said }) => said)
      const seen = await onRow(officer, key, row)
      const text = problems.length > 0 ? undefined : filled(name, body, seen?.fields)
      return {
        key, form, body, isOwn: own !== undefined, problems, row: seen?.row ?? 0, rows: seen?.of ?? 0, who: seen?.who, text,
        advice: text === undefined ? undefined : coach(text),
        sms: text === undefined || form !== 'sms' ? undefined : { plain: priced(content.unaccent(text), profile.smsSegmentDong), marked: priced(text, profile.smsSegmentDong), sendsMarks: profile.smsAccents },
      }
    },
    changeWording: async ({ scope, accountId }, { key, form }, body) => {
      const name = `vi/${key}.${form}`
      if (content.defaultBody(name) === undefined) return 'missing'
      if (body !== undefined && content.check(name, body).length > 0) return 'refused'
      await changeWording(database, scope, { name, body: body === content.defaultBody(name) ? undefined : body }, accountId, clock.now())
      content.forget(scope.communeId)
      return 'saved'
    },
  }

  /** Where nobody's row knows enough, the file's invented sample. */
  function filled(name: string, body: string, fields: TemplateFields | undefined): string {
    if (fields === undefined) return content.preview(name, body)
    try {
      return content.fillWith(name, body, fields)
    } catch (problem) {
      if (problem instanceof LoaError) return content.preview(name, body)
      throw problem
    }
  }

  function priced(text: string, segmentDong: number) {
    const { segments, units } = content.measureSms(text)
    return { text, segments, units, dong: segments * segmentDong }
  }
}
