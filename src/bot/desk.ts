/**
 * The officer's side of a conversation: what waits for a person, an answer to it, the end of it. An answer is a notice
 * like every other; while a person speaks the bot keeps quiet, for some hours after their last word or until the ticket
 * is closed.
 */
import type { Content } from '../content/content.ts'
import { EXIT, UserError } from '../kernel/errors.ts'
import type { Clock } from '../kernel/clock.ts'

/** Whoever has not written again by then has been answered, or asks anew. */
const QUIET_MS = 4 * 3_600_000
const REPLY_FOR_MS = 3 * 24 * 3_600_000
export const REPLY_MAX_CHARS = 1_000

export interface DeskDeps {
  clock: Clock
  content: Pick<Content, 'render'>
  /** The commune of an open ticket, and how its messages name their sender. */
  ticketOwner(ticketId: string): Promise<{ communeId: number; sender: string } | undefined>
  reply(reply: { ticketId: string; text: string; by: string; pauseForMs: number; forMs: number; unchangedSince?: Date }, now: Date): Promise<boolean>
  close(ticketId: string, by: string, now: Date): Promise<boolean>
}

export function desk(deps: DeskDeps) {
  return {
    /** Throws `ticket.none`, `ticket.text`. Returns what the citizen will read. `unchangedSince`: as the officer has last seen the matter. */
    reply: async (ticketId: string, words: string, by: string, unchangedSince?: Date): Promise<string> => {
      const said = words.normalize('NFC').trim()
      if (said === '' || said.length > REPLY_MAX_CHARS) {
        throw new UserError('ticket.text', `Câu trả lời cần từ 1 đến ${REPLY_MAX_CHARS} chữ.`, { exitCode: EXIT.usage })
      }
      const owner = await deps.ticketOwner(ticketId)
      if (owner === undefined) throw noTicket(ticketId)
      const { text } = await deps.content.render({ communeId: owner.communeId, key: 'officer-text', form: 'chat', fields: { sender: owner.sender, text: said } })
      if (!(await deps.reply({ ticketId, text, by, pauseForMs: QUIET_MS, forMs: REPLY_FOR_MS, ...(unchangedSince && { unchangedSince }) }, deps.clock.now()))) throw noTicket(ticketId)
      return text
    },
    close: async (ticketId: string, by: string): Promise<void> => {
      if (!(await deps.close(ticketId, by, deps.clock.now()))) throw noTicket(ticketId)
    },
  }
}

const noTicket = (id: string): UserError => new UserError('ticket.none', `Không có phiếu nào số ${id} đang mở. Xem: loa tickets`)
