/** Người dân: finding somebody, and their file card. A number never stands in an address, where histories keep it. */
import { DATA_REQUESTS } from '../../domain/data-request.ts'
import type { DataRequestKind } from '../../domain/data-request.ts'
import { PEOPLE } from './cookies.ts'
import type { Officer } from './officer.ts'
import { foundPage, personPage } from './people-pages.ts'
import type { PersonShown } from './people-pages.ts'
import { erasedPage } from './person-data-part.ts'
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
  /** False: not theirs, and nothing was done. */
  askData(officer: Officer, id: string, kind: DataRequestKind): Promise<boolean>
  /** Everything that is kept of them, as a file. */
  data(officer: Officer, id: string): Promise<string | undefined>
  /** Undefined: not theirs. `identity`: whether the name went too. */
  erase(officer: Officer, id: string): Promise<{ identity: boolean } | undefined>
}

const SHOWN = 50

const numberIn = (written: string | undefined): string | undefined => (written !== undefined && /^\d{1,15}$/.test(written) ? written : undefined)

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
      answer: async ({ officer, params, formKey }) => {
        const person = numberIn(params.person) === undefined ? undefined : await port.person(officer, params.person as string)
        return person === undefined ? 'missing' : personPage(person, officer, formKey)
      },
    },
    {
      method: 'POST', path: `${PEOPLE}/:person/yeu-cau`, may: 'data.answer',
      answer: async ({ officer, params, form }) => {
        const kind = DATA_REQUESTS.find((one) => one === form.get('kind'))
        const id = numberIn(params.person)
        return id !== undefined && kind !== undefined && (await port.askData(officer, id, kind)) ? { go: `${PEOPLE}/${id}#du-lieu` } : 'missing'
      },
    },
    {
      method: 'POST', path: `${PEOPLE}/:person/tep`, may: 'data.answer',
      answer: async ({ officer, params }) => {
        const id = numberIn(params.person)
        const text = id === undefined ? undefined : await port.data(officer, id)
        return text === undefined ? 'missing' : { file: { name: `du-lieu-nguoi-${id}.json`, type: 'application/json; charset=utf-8', bytes: Buffer.from(text) } }
      },
    },
    {
      method: 'POST', path: `${PEOPLE}/:person/xoa`, may: 'data.answer',
      answer: async ({ officer, params, form }): Promise<Answer> => {
        const id = numberIn(params.person)
        if (id === undefined) return 'missing'
        if (form.get('sure') !== 'yes') return { go: `${PEOPLE}/${id}#du-lieu` }
        const erased = await port.erase(officer, id)
        return erased === undefined ? 'missing' : erasedPage(id, erased)
      },
    },
  ]
}
