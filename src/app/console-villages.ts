/** Villages with their heads, rooms and tasks, and the people whom somebody is to go and see; bound to what the officer may see. */
import type { App } from '../app.ts'
import { explain } from '../delivery/explain.ts'
import { vietnamDay } from '../domain/calendar.ts'
import { officerActor } from '../domain/officer.ts'
import { statusOf } from '../domain/task-status.ts'
import { visitTopic } from '../domain/visit-topics.ts'
import { boardOf } from '../groups/board.ts'
import { dueAt, dueInWords } from '../groups/gist.ts'
import { writeAudit } from '../store/audit.ts'
import { correctionsOf } from '../store/console-villages.ts'
import { readNotices } from '../store/notice-context.ts'
import { listTasks } from '../store/task-list.ts'
import { openVisits, recordVisit } from '../store/visits.ts'
import type { VisitRow } from '../store/visits.ts'
import type { Officer } from '../web/console/officer.ts'
import type { VillagesPort } from '../web/console/village-routes.ts'
import type { VisitedPerson, VisitsPort } from '../web/console/visit-routes.ts'
import { roomsOf } from './rooms.ts'

type Parts = Pick<App, 'ground' | 'clock' | 'content'>

export function villagesOf({ ground, clock }: Parts): VillagesPort {
  const { database, cipher } = ground
  const { pool } = database
  const rooms = roomsOf(ground, clock)
  const isSeen = ({ scope }: Officer, villageId: number | undefined): boolean => scope.villageId === undefined || scope.villageId === villageId

  return {
    view: async (officer) => {
      const { scope } = officer
      const now = clock.now()
      const [holders, bound, listed, visits] = await Promise.all([
        rooms.holders(scope.communeId), rooms.list(scope.communeId), listTasks(pool, cipher, scope.communeId), openVisits(pool, { communeId: scope.communeId, ...(scope.villageId !== undefined && { villageId: scope.villageId }) }),
      ])
      const villages = listed.villages.filter(({ id }) => isSeen(officer, id))
      const tasks = listed.tasks.filter(({ state, targets }) => scope.villageId === undefined || (state === 'open' && targets.some(({ villageId }) => villageId === scope.villageId)))
      const corrections = await correctionsOf(pool, scope, tasks.map(({ id }) => id))
      const toSee = (villageId: number): number => new Set(visits.filter((one) => one.villageId === villageId).map(({ personId }) => personId)).size
      return {
        villages: villages.map(({ id, label }) => ({
          id, title: label, toSee: toSee(id),
          heads: holders.filter(({ villageId }) => villageId === id),
          groups: bound.filter((room) => room.kind === 'village' && room.villageId === id),
          late: tasks.filter((task) => task.state === 'open' && task.targets.some((target) => target.villageId === id && statusOf(target, dueAt(task), now).status === 'late')).length,
        })),
        toSee: new Set(visits.map(({ personId }) => personId)).size,
        officers: scope.villageId === undefined ? holders.filter(({ office }) => office === 'officer') : [],
        committee: scope.villageId === undefined ? bound.filter(({ kind }) => kind === 'committee') : [],
        tasks: tasks.map((task) => ({
          number: task.number, text: task.text, waitsForYes: task.state === 'asked', due: dueInWords(task) ?? undefined, givenAt: task.givenAt, ...boardOf(task, villages, now),
          corrections: corrections.filter(({ taskId }) => taskId === task.id),
        })),
      }
    },
    addHolder: async ({ scope, accountId }, holder) => {
      if (holder.villageId !== undefined && !(await listTasks(pool, cipher, scope.communeId)).villages.some(({ id }) => id === holder.villageId)) return undefined
      return rooms.addHolder({ ...holder, communeId: scope.communeId, personId: undefined, termFrom: vietnamDay(clock.now()), termTo: undefined, by: officerActor(accountId) })
    },
    endHolder: ({ scope, accountId }, id) => rooms.endHolder(scope.communeId, id, officerActor(accountId)),
    endRoom: ({ scope, accountId }, id) => rooms.end(scope.communeId, id, officerActor(accountId)),
    makeCode: async ({ scope, accountId }, wanted) => {
      const { villages } = await listTasks(pool, cipher, scope.communeId)
      const holder = wanted.holderId === undefined ? undefined : (await rooms.holders(scope.communeId)).find(({ id }) => id === wanted.holderId)
      const village = wanted.villageId === undefined ? undefined : villages.find(({ id }) => id === wanted.villageId)
      if ((wanted.holderId !== undefined && holder === undefined) || (wanted.villageId !== undefined && village === undefined)) return undefined
      const kind = holder !== undefined ? 'private' : village !== undefined ? 'village' : 'committee'
      const made = await rooms.makeCode({ communeId: scope.communeId, kind, villageId: village?.id, holderId: holder?.id, by: officerActor(accountId) })
      await writeAudit(pool, [{ communeId: scope.communeId, actor: officerActor(accountId), action: 'room.code-made', subject: `${kind}:${holder?.id ?? village?.id ?? ''}` }], clock.now())
      return { ...made, for: holder?.name ?? village?.label ?? 'Ban chỉ đạo', isOwn: kind === 'private' }
    },
  }
}

export function visitsOf({ ground, clock, content }: Parts): VisitsPort {
  const { database, cipher } = ground
  const { pool } = database
  const tell = explain({ content, clock, read: (ids) => readNotices(pool, cipher, ids) })
  const seen = ({ scope }: Officer, villageId?: number): Promise<VisitRow[]> => {
    const wanted = scope.villageId ?? villageId
    return openVisits(pool, { communeId: scope.communeId, ...(wanted !== undefined && { villageId: wanted }) })
  }
  return {
    list: async (officer, villageId) => {
      const rows = await seen(officer, villageId)
      const texts = await tell(rows.map(({ noticeId }) => noticeId), 'visit')
      await writeAudit(pool, [{ communeId: officer.scope.communeId, actor: officerActor(officer.accountId), action: 'visits.seen', subject: `village:${officer.scope.villageId ?? villageId ?? 'all'}` }], clock.now())
      return { now: clock.now(), people: peopleOf(rows, texts) }
    },
    record: async (officer, personId, outcome) => {
      if (!(await seen(officer)).some((one) => one.personId === personId)) return []
      const about = await recordVisit(database, { communeId: officer.scope.communeId, personId, outcome, by: officerActor(officer.accountId) }, clock.now())
      return [...new Set(about.map(visitTopic))]
    },
  }
}

/** One entry for each person, with everything that they are to be told; in the order of the villages. */
function peopleOf(rows: readonly VisitRow[], texts: ReadonlyMap<string, string>): VisitedPerson[] {
  const people = new Map<string, VisitedPerson>()
  for (const row of rows) {
    const known = people.get(row.personId)
    const one = known ?? {
      personId: row.personId, name: row.person, birthYear: row.birthYear, householdHead: row.householdHead, villageId: row.villageId, village: `${row.villageKind} ${row.village}`.trim(), reasons: [], absentAt: undefined, toTell: [],
    }
    const absentAt = [one.absentAt, row.absentAt].flatMap((at) => at ?? []).sort((first, second) => second.getTime() - first.getTime())[0]
    people.set(row.personId, {
      ...one, absentAt, reasons: [...new Set([...one.reasons, row.reason])],
      toTell: [...one.toTell, { text: texts.get(row.noticeId) ?? `Báo ${row.person}: ${visitTopic(row.templateKey)}.`, since: row.dueOn }],
    })
  }
  return [...people.values()]
}
