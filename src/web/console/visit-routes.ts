/** Whom no channel reached, for whoever goes and tells: to see, to print and sign, and to say what came of it. */
import type { Day } from '../../domain/calendar.ts'
import { VISITS } from './cookies.ts'
import type { Officer } from './officer.ts'
import type { Answer, Call, OfficerRoute } from './route.ts'
import { visitListPage, visitSheetPage } from './visit-pages.ts'

export interface VisitedPerson {
  personId: string
  name: string
  birthYear: string | undefined
  householdHead: string | undefined
  villageId: number | undefined
  /** Empty: the register does not say. */
  village: string
  reasons: readonly string[]
  /** The last time that nobody was at home. */
  absentAt: Date | undefined
  toTell: readonly { text: string; since: Day }[]
}

export const VISIT_OUTCOMES = ['told', 'absent', 'died', 'moved'] as const
export type VisitOutcome = (typeof VISIT_OUTCOMES)[number]

export interface VisitsPort {
  /** Leaves a record that they looked. A village head's own village, whatever is asked for. */
  list(officer: Officer, villageId: number | undefined): Promise<{ now: Date; people: readonly VisitedPerson[] }>
  /** What it was about; empty: not on the list, or not theirs. */
  record(officer: Officer, personId: string, outcome: VisitOutcome): Promise<readonly string[]>
}

export function visitRoutes(port: VisitsPort): OfficerRoute[] {
  const look = async ({ officer, query }: Call) => port.list(officer, villageOf(query.get('thon')))
  return [
    {
      method: 'GET', path: VISITS, may: 'villages.see',
      answer: async (call) => visitListPage(await look(call), call, { village: villageOf(call.query.get('thon')), done: VISIT_OUTCOMES.find((one) => one === call.query.get('da-ghi')) }),
    },
    { method: 'GET', path: `${VISITS}/in`, may: 'villages.see', answer: async (call) => visitSheetPage(await look(call), call.officer) },
    {
      method: 'POST', path: VISITS, may: 'visits.close',
      answer: async ({ officer, form }): Promise<Answer> => {
        const [person, outcome, village] = [form.get('person'), VISIT_OUTCOMES.find((one) => one === form.get('outcome')), villageOf(form.get('thon'))]
        if (!/^\d{1,15}$/.test(person) || outcome === undefined || (await port.record(officer, person, outcome)).length === 0) return 'missing'
        return { go: `${VISITS}?da-ghi=${outcome}${village === undefined ? '' : `&thon=${village}`}` }
      },
    },
  ]
}

const villageOf = (written: string | null): number | undefined => (/^\d{1,9}$/.test(written ?? '') ? Number(written) : undefined)
