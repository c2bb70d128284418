/** What is kept of a person, shown to them or erased, within the days that the law sets. */
import { vietnamDay } from '../domain/calendar.ts'
import { requestDeadlines } from '../domain/data-request.ts'
import type { DataRequestKind } from '../domain/data-request.ts'
import type { Scope } from '../domain/officer.ts'
import { systemClock } from '../kernel/clock.ts'
import type { Clock } from '../kernel/clock.ts'
import { noteRequest, openRequests } from '../store/data-requests.ts'
import type { Who } from '../store/data-requests.ts'
import type { Ground } from '../store/ground.ts'
import { dataOf, eraseData } from '../store/person-data.ts'

export const dataOfPerson = ({ database, cipher }: Pick<Ground, 'database' | 'cipher'>, clock: Clock = systemClock) => ({
  note: async (who: Who, kind: DataRequestKind) => {
    const askedOn = vietnamDay(clock.now())
    await noteRequest(database, who, kind, { askedOn, ...requestDeadlines(kind, askedOn) }, clock.now())
    const [noted] = (await openRequests(database.pool, undefined, who.personId)).filter((one) => one.kind === kind)
    return noted ?? requestDeadlines(kind, askedOn)
  },
  open: (scope: Scope | undefined, personId?: string) => openRequests(database.pool, scope, personId),
  /** As text that a person and a machine can read; undefined: nobody. */
  read: async (who: Who): Promise<string | undefined> => {
    const facts = await dataOf(database, cipher, who, clock.now())
    return facts && `${JSON.stringify(facts, undefined, 2)}\n`
  },
  erase: (who: Who) => eraseData(database, who, vietnamDay(clock.now()), clock.now()),
})
