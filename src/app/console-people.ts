/** The people of a commune, as far as an officer may see them. */
import type { App } from '../app.ts'
import { vietnamDay } from '../domain/calendar.ts'
import { findByNumber, searchPeople } from '../store/console-people.ts'
import { benefitsOf, saidTo, viewPerson } from '../store/console-person.ts'
import { listVillages } from '../store/villages.ts'
import type { PeoplePort } from '../web/console/people-routes.ts'
import { may } from '../web/console/permissions.ts'

const SAID_SHOWN = 100

export function peopleOf({ ground, clock }: Pick<App, 'ground' | 'clock'>): PeoplePort {
  const { database, cipher } = ground
  const { pool } = database
  return {
    villages: async ({ scope }) =>
      (await listVillages(database, scope.communeId)).filter(({ id }) => scope.villageId === undefined || id === scope.villageId).map(({ id, kind, name }) => ({ id, title: `${kind} ${name}`.trim() })),
    search: ({ scope }, wanted, limit) => searchPeople(pool, scope, wanted, limit),
    findByNumber: ({ scope }, written) => findByNumber(pool, cipher, scope, written),
    person: async ({ scope, accountId, role }, id) => {
      const now = clock.now()
      const card = await viewPerson(pool, cipher, scope, id, accountId, now)
      if (card === undefined) return undefined
      if (!may(role, 'benefits.see')) return { card, today: vietnamDay(now), office: undefined }
      const [benefits, said] = await Promise.all([benefitsOf(pool, scope, id), saidTo(pool, cipher, scope, id, SAID_SHOWN)])
      return { card, today: vietnamDay(now), office: { ...benefits, said } }
    },
  }
}
