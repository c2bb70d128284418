/** Người dân: finding somebody, and their file card. A number never stands in an address, where histories keep it. */
import { PEOPLE } from './cookies.ts'
import type { Officer } from './officer.ts'
import { foundPage, personPage } from './people-pages.ts'
import type { PersonShown } from './people-pages.ts'
import type { Answer, OfficerRoute } from './route.ts'

export interface PersonLine {
  id: string
  fullName: string
  birthYear: string | undefined
  village: string | undefined
  gone: 'died' | 'moved' | undefined
}

export interface PeoplePort {
  villages(officer: Officer): Promise<readonly { id: number; title: string }[]>
  /** At most `limit`. */
  search(officer: Officer, wanted: { name: string; villageId: number | undefined }, limit: number): Promise<readonly PersonLine[]>
  findByNumber(officer: Officer, written: string): Promise<readonly PersonLine[]>
  /** Undefined: not there, or not theirs to see. Leaves a record that they looked. */
  person(officer: Officer, id: string): Promise<PersonShown | undefined>
}

const SHOWN = 50

export function peopleRoutes(port: PeoplePort): OfficerRoute[] {
  return [
    {
      method: 'GET', path: PEOPLE, may: 'people.see',
      answer: async ({ officer, query, formKey }) => {
        const name = (query.get('ten') ?? '').normalize('NFC').trim().slice(0, 100)
        const villages = await port.villages(officer)
        const village = villages.find(({ id }) => String(id) === query.get('thon'))
        const found = await port.search(officer, { name, villageId: village?.id }, SHOWN + 1)
        return foundPage({ officer, formKey, villages, name, village: village?.id, found: found.slice(0, SHOWN), more: found.length > SHOWN })
      },
    },
    {
      method: 'POST', path: `${PEOPLE}/so`, may: 'people.see',
      answer: async ({ officer, form, formKey }): Promise<Answer> => {
        const found = await port.findByNumber(officer, form.get('so').slice(0, 40))
        if (found.length === 1) return { go: `${PEOPLE}/${found[0]?.id}` }
        return foundPage({ officer, formKey, villages: await port.villages(officer), name: '', village: undefined, found, more: false, byNumber: true })
      },
    },
    {
      method: 'GET', path: `${PEOPLE}/:person`, may: 'people.see',
      answer: async ({ officer, params }) => {
        const person = /^\d{1,15}$/.test(params.person ?? '') ? await port.person(officer, params.person as string) : undefined
        return person === undefined ? 'missing' : personPage(person, officer)
      },
    },
  ]
}
