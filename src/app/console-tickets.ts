/** Handed-over questions in the console: the same answers as `loa reply`, by an officer with a name. */
import type { App } from '../app.ts'
import { INTENT_WORDS } from '../bot/intent-words.ts'
import { isIntent } from '../bot/understand/intents.ts'
import { readyReplies } from '../content/ready-replies.ts'
import { OFFICER_ROLES, officerActor } from '../domain/officer.ts'
import { LoaError } from '../kernel/errors.ts'
import { assignTicket, colleagues, isOpenIn, resumeBot, ticketIn, ticketsIn } from '../store/console-tickets.ts'
import { may } from '../web/console/permissions.ts'
import type { TicketsPort, Understood } from '../web/console/ticket-routes.ts'
import { ticketsOf } from './desk.ts'
import { TEMPLATES } from './templates-dir.ts'

const LISTED = 200

export function ticketsPortOf({ ground, clock, content, communes }: Pick<App, 'ground' | 'clock' | 'content' | 'communes'>): TicketsPort {
  const { database, cipher } = ground
  const { pool } = database
  const desk = ticketsOf(ground, content, clock)
  const answering = OFFICER_ROLES.filter((role) => may(role, 'tickets.answer'))
  const ready = readyReplies(TEMPLATES)
  // Whoever asks for it is told; a process that never shows the page must not die of it.
  ready.catch(() => undefined)
  return {
    list: async ({ scope, accountId }, { closed, onlyMine }) => ({ now: clock.now(), tickets: await ticketsIn(pool, cipher, scope, { closed, onlyMine, accountId, limit: LISTED }) }),
    open: async ({ scope, accountId }, id) => {
      const now = clock.now()
      const ticket = await ticketIn(pool, cipher, scope, id, accountId, now)
      if (ticket === undefined) return undefined
      const { facts, ...shown } = ticket
      const profile = (await communes()).find((one) => one.id === scope.communeId)?.profile
      return { ...shown, now, ...factsOf(facts), colleagues: await colleagues(pool, scope, answering), ready: profile === undefined ? [] : (await ready)(profile) }
    },
    reply: async ({ scope, accountId }, id, words, seenAt) => {
      if (!(await isOpenIn(pool, scope, id))) return 'missing'
      try {
        await desk.reply(id, words, officerActor(accountId), seenAt)
        return 'said'
      } catch (problem) {
        if (!(problem instanceof LoaError)) throw problem
        if (problem.code === 'ticket.text') return 'no-text'
        // Still open: then somebody has said something meanwhile.
        if (problem.code === 'ticket.none') return (await isOpenIn(pool, scope, id)) ? 'changed' : 'missing'
        throw problem
      }
    },
    assign: async ({ scope, accountId }, id, to) => {
      if (to !== undefined && !(await colleagues(pool, scope, answering)).some((one) => one.accountId === to)) return false
      return assignTicket(database, scope, { id, to, by: accountId }, clock.now())
    },
    close: async ({ scope, accountId }, id) => {
      if (!(await isOpenIn(pool, scope, id))) return false
      await desk.close(id, officerActor(accountId))
      return true
    },
    resumeBot: ({ scope, accountId }, id) => resumeBot(database, scope, { id, by: accountId }, clock.now()),
  }
}

interface KeptFacts {
  understood?: { intents?: readonly string[]; slots?: { month?: string; amount?: number; village?: string } }
  village?: string
  task?: number | null
  gist?: string
  ring?: { name: string; phone?: string }[]
}

/** What was kept when the question was handed over: by the bot, or by the committee's routing. */
function factsOf(kept: string): Pick<Understood, 'understood' | 'task'> {
  const { understood, village, task, gist, ring = [] } = JSON.parse(kept) as KeptFacts
  const { month, amount, village: placeAsked } = understood?.slots ?? {}
  return {
    understood: understood && {
      intents: (understood.intents ?? []).filter(isIntent).map((intent) => INTENT_WORDS[intent]), month, amount, village: placeAsked,
    },
    task: village === undefined ? undefined : { village, number: task ?? undefined, gist, ring },
  }
}
