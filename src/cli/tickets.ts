import { Command } from 'commander'
import { contentOf, ticketsOf } from '../app/desk.ts'
import type { TicketDetail, TicketRow } from '../app/desk.ts'
import { openGround } from '../app/installation.ts'
import { TICKET_TOPICS } from '../bot/conversation.ts'
import { TOPIC_WORDS } from '../bot/topic-words.ts'
import { dayInVietnamese, vietnamDay, vietnamTime } from '../domain/calendar.ts'
import { showPhone } from '../domain/phone.ts'
import { systemClock } from '../kernel/clock.ts'
import { EXIT, UserError } from '../kernel/errors.ts'
import type { Cli } from './cli.ts'

const WHO = 'cli'

/** `loa tickets`: what waits for a person; one of them with its conversation; the end of it. */
export function ticketsCommand(cli: Cli): Command {
  return new Command('tickets')
    .description('các câu hỏi của người dân đang chờ cán bộ; kèm số để xem cả cuộc trò chuyện; "close SỐ" để đóng')
    .argument('[số]', 'số phiếu, hoặc close')
    .argument('[số-đóng]', 'số phiếu cần đóng, sau chữ close')
    .option('--closed', 'xem các phiếu đã đóng')
    .action(async (first: string | undefined, second: string | undefined, options: { closed?: boolean }) => {
      const id = first === 'close' ? second : first
      if ((first === 'close') !== (second !== undefined) || (id !== undefined && !/^\d{1,15}$/.test(id))) {
        throw new UserError('tickets.usage', 'Viết: loa tickets, loa tickets SỐ, hoặc loa tickets close SỐ.', { exitCode: EXIT.usage })
      }
      const ground = await openGround(cli.config(), cli.log())
      try {
        const tickets = ticketsOf(ground, await contentOf(ground), systemClock)
        if (first === 'close') {
          await tickets.close(id as string, WHO)
          cli.print(`Đã đóng phiếu ${id}. Trợ lý tự động lại trả lời trong cuộc trò chuyện đó.`)
        } else if (id === undefined) {
          cli.print(listOf(await tickets.list({ closed: options.closed === true }), options.closed === true))
        } else {
          const ticket = await tickets.read(id, WHO)
          if (ticket === undefined) throw new UserError('ticket.none', `Không có phiếu nào số ${id}. Xem: loa tickets`)
          cli.print(whole(ticket))
        }
      } finally {
        await ground.close()
      }
    })
}

/** `loa reply`: the officer's words, to the chat where the question came from. */
export function replyCommand(cli: Cli): Command {
  return new Command('reply')
    .description('trả lời một phiếu; người dân nhận được ở đúng nơi đã hỏi, trợ lý tự động im lặng trong lúc cán bộ nói')
    .argument('<số>', 'số phiếu')
    .argument('<lời>', 'câu trả lời, đặt trong dấu ngoặc kép')
    .action(async (id: string, words: string) => {
      if (!/^\d{1,15}$/.test(id)) throw new UserError('reply.usage', 'Viết số phiếu rồi tới câu trả lời trong dấu ngoặc kép.', { exitCode: EXIT.usage })
      const ground = await openGround(cli.config(), cli.log())
      try {
        const said = await ticketsOf(ground, await contentOf(ground), systemClock).reply(id, words, WHO)
        cli.print(`Sẽ gửi ngay khi Loa đang chạy: ${said}`)
      } finally {
        await ground.close()
      }
    })
}

function listOf(tickets: readonly TicketRow[], closed: boolean): string {
  if (tickets.length === 0) return closed ? 'Chưa có phiếu nào đã đóng.' : 'Không có câu hỏi nào đang chờ cán bộ.'
  return tickets.map(line).join('\n')
}

const MAX_WORDS = 100

function line(ticket: TicketRow): string {
  const who = ticket.person === undefined ? 'chưa rõ là ai' : [ticket.person, ticket.village].filter(Boolean).join(', ')
  const words = ticket.lastWords === undefined || ticket.lastWords === '' ? '' : `\n      "${shortened(ticket.lastWords)}"`
  return `${ticket.urgent ? '!' : ' '} ${ticket.id} · ${topicWords(ticket)} · ${who} · ${STATE_WORDS[ticket.state]} · ${when(ticket.openedAt)}${words}`
}

const shortened = (text: string): string => {
  const flat = text.replace(/\s+/g, ' ')
  return flat.length > MAX_WORDS ? `${flat.slice(0, MAX_WORDS)}…` : flat
}

const STATE_WORDS: Readonly<Record<TicketRow['state'], string>> = { open: 'chờ trả lời', answered: 'đã trả lời', closed: 'đã đóng' }
const SPEAKERS: Readonly<Record<TicketDetail['conversation'][number]['by'], string>> = { citizen: 'Dân', loa: 'Loa', officer: 'Cán bộ' }

function topicWords({ topic }: TicketRow): string {
  const known = TICKET_TOPICS.find((one) => one === topic)
  return known === undefined ? topic : TOPIC_WORDS[known]
}

const when = (at: Date): string => `${vietnamTime(at)} ${dayInVietnamese(vietnamDay(at))}`

function whole(ticket: TicketDetail): string {
  const spoken = ticket.conversation.map(({ by, text, at }) => `  ${when(at)}  ${SPEAKERS[by]}: ${text}`)
  return [line(ticket), ...villageLines(ticket.facts), ...spoken, ...registerLines(ticket.facts)].join('\n')
}

/** Which village and which task, and whom to ring where nobody answers. */
function villageLines(facts: string): string[] {
  const { village, task, gist, ring = [] } = JSON.parse(facts) as { village?: string; task?: number | null; gist?: string; ring?: { name: string; phone?: string }[] }
  if (village === undefined) return []
  const about = task == null ? '' : `, việc số ${task}${gist === undefined ? '' : `: ${gist}`}`
  return [`  ${village}${about}`, ...ring.map(({ name, phone }) => `  Gọi: ${name}${phone === undefined ? ', chưa có số' : ` ${showPhone(phone)}`}`)]
}

/** What the register said when the question came: enough to answer by, without any number of a paper. */
function registerLines(facts: string): string[] {
  const { people = [] } = JSON.parse(facts) as { people?: { fullName: string; village?: string; relation: string; card?: { validTo?: string; group?: string }; allowances: { coefficient?: number; status: string }[] }[] }
  return people.map(({ fullName, village, card, allowances }) => {
    const known = [
      village,
      card?.validTo === undefined ? 'chưa có thẻ trong danh sách' : `thẻ ${card.group ?? ''} đến ${dayInVietnamese(card.validTo)}`.replace('  ', ' '),
      ...allowances.map(({ coefficient, status }) => `trợ cấp${coefficient === undefined ? '' : ` hệ số ${String(coefficient).replace('.', ',')}`}${status === 'active' ? '' : ' (không còn chi trả)'}`),
    ]
    return `  Sổ: ${fullName}, ${known.filter(Boolean).join(', ')}`
  })
}
