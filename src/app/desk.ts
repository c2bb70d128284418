/** What an officer does with citizens' questions, and what a chat would be told: without running the installation. */
import { randomInt } from 'node:crypto'
import { askOnce } from '../bot/ask-once.ts'
import { desk } from '../bot/desk.ts'
import { OFFICER_CODE_ALPHABET, OFFICER_CODE_LENGTH } from '../bot/proof-offered.ts'
import type { Content } from '../content/content.ts'
import { createContent } from '../content/create-content.ts'
import { later, vietnamDay } from '../domain/calendar.ts'
import type { Relation } from '../domain/person-record.ts'
import type { Clock } from '../kernel/clock.ts'
import { writeAudit } from '../store/audit.ts'
import { listCommunes } from '../store/communes.ts'
import { villageNames, villageSchedule } from '../store/conversation-turn.ts'
import { findPeople } from '../store/find-people.ts'
import type { Ground } from '../store/ground.ts'
import { storeOfficerCode } from '../store/link-codes.ts'
import { readPeople } from '../store/person-records.ts'
import { closeTicket, listTickets, readTicket, replyToTicket, ticketOwner } from '../store/tickets.ts'
import { templateOverrides } from '../store/template-overrides.ts'
import { understandIn } from './bot.ts'
import { TEMPLATES } from './templates-dir.ts'

export type { TicketDetail, TicketRow } from '../store/tickets.ts'

/** The texts, checked and ready to be filled. */
export const contentOf = ({ database }: Pick<Ground, 'database'>) => createContent({ templatesDir: TEMPLATES, overrides: templateOverrides(database) })

export function ticketsOf({ database, cipher }: Ground, content: Pick<Content, 'render'>, clock: Clock) {
  return {
    list: (query: { communeId?: number; closed?: boolean }) => listTickets(database.pool, cipher, query),
    read: (id: string, by: string) => readTicket(database, cipher, id, by, clock.now()),
    ...desk({
      clock, content,
      ticketOwner: async (id) => {
        const communeId = await ticketOwner(database.pool, id)
        const commune = (await listCommunes(database)).find((one) => one.id === communeId)
        return commune && { communeId: commune.id, sender: commune.profile.sender }
      },
      reply: (reply, now) => replyToTicket(database, cipher, reply, now),
      close: (id, by, now) => closeTicket(database, id, by, now),
    }),
  }
}

/** A reply that a chat would get; nothing is sent, nothing is kept. */
export async function askOf(ground: Ground, content: Pick<Content, 'render'>, clock: Clock) {
  const { database, cipher } = ground
  const understand = await understandIn(ground)
  return askOnce({
    clock, content, understand,
    canTextPhones: ground.config.sms.enabled,
    villages: (communeId) => villageNames(database.pool, communeId),
    villageSchedule: (communeId, name) => villageSchedule(database.pool, communeId, name, vietnamDay(clock.now())),
    people: (links) => readPeople(database.pool, cipher, links, vietnamDay(clock.now())),
  })
}

export const peopleNamed = ({ database }: Pick<Ground, 'database'>, communeId: number, wanted: string) => findPeople(database.pool, communeId, wanted)

const CODE_FOR_MS = 7 * 24 * 3_600_000

/** A one-time code that links whoever types it to the person: for the officer to hand over, on paper or as a QR. */
export async function makeLinkCode(
  { database, cipher }: Ground, clock: Clock, request: { communeId: number; personId: string; relation: Relation; by: string },
): Promise<{ code: string; expiresAt: Date }> {
  const now = clock.now()
  const expiresAt = later(now, CODE_FOR_MS)
  const code = newOfficerCode()
  await database.transaction(async (client) => {
    await storeOfficerCode(client, cipher, { ...request, code, expiresAt }, now)
    await writeAudit(client, [{ communeId: request.communeId, actor: request.by, action: 'link.code-made', personId: request.personId }], now)
  })
  return { code, expiresAt }
}

/** With a letter and a digit, as whoever reads it expects. */
function newOfficerCode(): string {
  for (;;) {
    const code = Array.from({ length: OFFICER_CODE_LENGTH }, () => OFFICER_CODE_ALPHABET[randomInt(OFFICER_CODE_ALPHABET.length)]).join('')
    if (/\d/.test(code) && /[A-Z]/.test(code)) return code
  }
}
