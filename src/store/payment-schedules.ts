import type { Day, Month } from '../domain/calendar.ts'
import { lastOf } from '../domain/calendar.ts'
import type { Database } from './database.ts'
import { prisma } from './prisma.ts'

export interface ScheduleRow {
  id: string
  month: Month
  /** undefined = every village that has no day of its own. */
  village: string | undefined
  villageId: number | undefined
  method: string | undefined
  place: string
  paysOn: Day
  fromTime: string
  confirmed: boolean
  cancelled: boolean
}

export interface NewSchedule {
  communeId: number
  month: Month
  villageId: number | undefined
  method: string | undefined
  place: string
  paysOn: Day
  fromTime: string
  confirmed: boolean
}

/** lịch chi trả. A change is told to those who have heard of the day (reminders), so rows are changed, never replaced. */
export function paymentSchedules(database: Database) {
  const rows = async () => (await prisma(database)).paymentSchedule
  return {
    list: async (communeId: number, from: Day): Promise<ScheduleRow[]> => {
      const found = await (await rows()).findMany({ where: { communeId, paysOn: { gte: dateOf(from) } }, orderBy: [{ paysOn: 'asc' }, { id: 'asc' }] })
      const villages = await (await prisma(database)).village.findMany({ where: { communeId } })
      return found.map((row) => {
        const village = villages.find((one) => one.id === row.villageId)
        return {
          id: String(row.id), month: dayOf(row.month).slice(0, 7), villageId: row.villageId ?? undefined,
          village: village === undefined ? undefined : `${village.kind} ${village.name}`.trim(),
          method: row.method ?? undefined, place: row.place, paysOn: dayOf(row.paysOn), fromTime: row.fromTime,
          confirmed: row.confirmed, cancelled: row.cancelledAt !== null,
        }
      })
    },

    add: async (schedule: NewSchedule): Promise<string> => {
      const { month, paysOn, villageId, method, ...rest } = schedule
      const made = await (await rows()).create({
        data: { ...rest, villageId: villageId ?? null, method: method ?? null, month: dateOf(`${month}-01`), paysOn: dateOf(paysOn) },
      })
      return String(made.id)
    },

    /** A day that was called off stays so: people have been told. */
    change: async (communeId: number, id: string, change: { paysOn?: Day; fromTime?: string; place?: string; confirmed?: boolean; cancelled?: boolean }, now: Date): Promise<'changed' | 'cancelled' | 'none'> => {
      const { paysOn, cancelled, ...rest } = change
      const { count } = await (await rows()).updateMany({
        where: { id: BigInt(id), communeId, cancelledAt: null },
        data: {
          ...rest,
          updatedAt: now,
          ...(paysOn === undefined ? {} : { paysOn: dateOf(paysOn) }),
          ...(cancelled === undefined ? {} : { cancelledAt: cancelled ? now : null }),
        },
      })
      if (count === 1) return 'changed'
      return (await (await rows()).count({ where: { id: BigInt(id), communeId } })) === 1 ? 'cancelled' : 'none'
    },

    /** A village's open day of the month for this way of paying, so that it is not entered twice. */
    findSame: async ({ communeId, month, villageId, method }: Pick<NewSchedule, 'communeId' | 'month' | 'villageId' | 'method'>): Promise<string | undefined> => {
      const found = await (await rows()).findFirst({
        where: { communeId, villageId: villageId ?? null, method: method ?? null, cancelledAt: null, month: { gte: dateOf(`${month}-01`), lte: dateOf(lastOf(month)) } },
      })
      return found === null ? undefined : String(found.id)
    },
  }
}

// Prisma speaks of days as midnight in UTC.
// oxlint-disable-next-line no-restricted-globals -- a day written out, not the present
const dateOf = (day: Day): Date => new Date(`${day}T00:00:00Z`)
const dayOf = (date: Date): Day => date.toISOString().slice(0, 10)
