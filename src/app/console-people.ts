/** The people of a commune, as far as an officer may see them. */
import type { App } from '../app.ts'
import { vietnamDay } from '../domain/calendar.ts'
import { officerActor } from '../domain/officer.ts'
import { findByNumber, searchPeople } from '../store/console-people.ts'
import { benefitsOf, isInScope, saidTo, viewPerson } from '../store/console-person.ts'
import { listVillages } from '../store/villages.ts'
import type { PeoplePort } from '../web/console/people-routes.ts'
import type { Officer } from '../web/console/officer.ts'
import { may } from '../web/console/permissions.ts'
import { dataOfPerson } from './person-data.ts'

const SAID_SHOWN = 100

export function peopleOf({ ground, clock }: Pick<App, 'ground' | 'clock'>): PeoplePort {
  const { database, cipher } = ground
  const { pool } = database
  const desk = dataOfPerson(ground, clock)
  const theirs = ({ scope }: Officer, id: string): Promise<boolean> => isInScope(pool, scope, id)
  const whoOf = ({ scope, accountId }: Officer, personId: string) => ({ communeId: scope.communeId, personId, by: officerActor(accountId) })
  return {
    villages: async ({ scope }) =>
      (await listVillages(database, scope.communeId)).filter(({ id }) => scope.villageId === undefined || id === scope.villageId).map(({ id, kind, name }) => ({ id, title: `${kind} ${name}`.trim() })),
    search: ({ scope }, wanted, limit) => searchPeople(pool, scope, wanted, limit),
    findByNumber: ({ scope }, written) => findByNumber(pool, cipher, scope, written),
    person: async ({ scope, accountId, role }, id) => {
      const now = clock.now()
      const card = await viewPerson(pool, cipher, scope, id, accountId, now)
      if (card === undefined) return undefined
      if (!may(role, 'benefits.see')) return { id, card, today: vietnamDay(now), office: undefined, asked: undefined }
      const [benefits, said] = await Promise.all([benefitsOf(pool, scope, id), saidTo(pool, cipher, scope, id, SAID_SHOWN)])
      return { id, card, today: vietnamDay(now), office: { ...benefits, said }, asked: may(role, 'data.answer') ? await desk.open(scope, id) : undefined }
    },
    askData: async (officer, id, kind) => (await theirs(officer, id)) && (await desk.note(whoOf(officer, id), kind), true),
    data: async (officer, id) => ((await theirs(officer, id)) ? desk.read(whoOf(officer, id)) : undefined),
    erase: async (officer, id) => ((await theirs(officer, id)) ? desk.erase(whoOf(officer, id)) : undefined),
  }
}
