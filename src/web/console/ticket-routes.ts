/** Trao đổi: the questions that the bot handed to a person. An answer leaves as a notice, to the chat where the question came from. */
import { readInstant } from '../../domain/calendar.ts'
import type { ContactKind, NoticeState } from '../../domain/notice-state.ts'
import type { PersonRecord } from '../../domain/person-record.ts'
import { TICKETS } from './cookies.ts'
import type { Officer } from './officer.ts'
import type { Answer, Call, OfficerRoute } from './route.ts'
import { ticketListPage, ticketPage } from './ticket-pages.ts'

export interface TicketLine {
  id: string
  topic: string
  urgent: boolean
  state: 'open' | 'answered' | 'closed'
  unread: boolean
  openedAt: Date
  updatedAt: Date
  person: string | undefined
  village: string | undefined
  assignedTo: string | undefined
  isMine: boolean
  lastWords: string | undefined
}

export interface Understood {
  understood: { intents: readonly string[]; month: string | undefined; amount: number | undefined; village: string | undefined } | undefined
  /** A village's question or silence about what the committee asked. */
  task: { village: string; number: number | undefined; gist: string | undefined; ring: readonly { name: string; phone?: string }[] } | undefined
}

export interface TicketShown extends TicketLine, Understood {
  now: Date
  channel: ContactKind
  /** Until then the bot keeps quiet there. */
  pausedUntil: Date | undefined
  conversation: readonly { by: 'citizen' | 'loa' | 'officer'; at: Date; text: string; state: NoticeState | undefined }[]
  people: readonly PersonRecord[]
  colleagues: readonly { accountId: number; name: string }[]
  ready: readonly { key: string; title: string; text: string }[]
}

export interface TicketsPort {
  list(officer: Officer, query: { closed: boolean; onlyMine: boolean }): Promise<{ now: Date; tickets: readonly TicketLine[] }>
  /** Undefined: not there, or not theirs to see. Leaves a record that they looked, and is read from then on. */
  open(officer: Officer, id: string): Promise<TicketShown | undefined>
  /** `seenAt`: when something was last said in it, as the page showed it. */
  reply(officer: Officer, id: string, words: string, seenAt: Date | undefined): Promise<'said' | 'changed' | 'no-text' | 'missing'>
  /** `to` undefined: nobody's again. */
  assign(officer: Officer, id: string, to: number | undefined): Promise<boolean>
  close(officer: Officer, id: string): Promise<boolean>
  resumeBot(officer: Officer, id: string): Promise<boolean>
}

export function ticketRoutes(port: TicketsPort): OfficerRoute[] {
  const one = `${TICKETS}/:ticket`
  /** For a form of one ticket's page; back to it afterwards. */
  const change = (path: string, work: (call: Call, id: string) => Promise<boolean>): OfficerRoute => ({
    method: 'POST', path: `${one}/${path}`, may: 'tickets.answer',
    answer: async (call) => {
      const id = idOf(call)
      return id !== undefined && (await work(call, id)) ? { go: `${TICKETS}/${id}` } : 'missing'
    },
  })
  return [
    {
      method: 'GET', path: TICKETS, may: 'tickets.see',
      answer: async ({ officer, query }) => {
        const wanted = query.get('xem')
        const view = wanted === 'cua-toi' || wanted === 'da-dong' ? wanted : 'dang-mo'
        return ticketListPage(await port.list(officer, { closed: view === 'da-dong', onlyMine: view === 'cua-toi' }), view)
      },
    },
    {
      method: 'GET', path: one, may: 'tickets.see',
      answer: async (call) => {
        const id = idOf(call)
        const ticket = id === undefined ? undefined : await port.open(call.officer, id)
        return ticket === undefined ? 'missing' : ticketPage(ticket, call, { sent: call.query.get('da-gui') === '1' })
      },
    },
    { method: 'POST', path: `${one}/tra-loi`, may: 'tickets.answer', answer: (call) => reply(port, call) },
    change('giao', ({ officer, form }, id) => {
      const to = form.get('to')
      return /^\d{0,9}$/.test(to) ? port.assign(officer, id, to === '' ? undefined : Number(to)) : Promise.resolve(false)
    }),
    change('tro-ly', ({ officer }, id) => port.resumeBot(officer, id)),
    {
      method: 'POST', path: `${one}/dong`, may: 'tickets.answer',
      answer: async (call) => {
        const id = idOf(call)
        return id !== undefined && (await port.close(call.officer, id)) ? { go: TICKETS } : 'missing'
      },
    },
  ]
}

const idOf = ({ params }: Call): string | undefined => (/^\d{1,15}$/.test(params.ticket ?? '') ? params.ticket : undefined)

/** Ready words are put in first and sent by a second press, as the officer has changed them. */
async function reply(port: TicketsPort, call: Call): Promise<Answer> {
  const { officer, form } = call
  const id = idOf(call)
  if (id === undefined) return 'missing'
  const words = form.get('text').normalize('NFC').trim()
  const again = async (given: { words: string; problem?: string }): Promise<Answer> => {
    const ticket = await port.open(officer, id)
    if (ticket === undefined || ticket.state === 'closed') return 'missing'
    const chosen = given.problem === undefined ? ticket.ready.find(({ key }) => key === form.get('ready')) : undefined
    return { ...ticketPage(ticket, call, { ...given, words: [given.words, chosen?.text ?? ''].filter((part) => part !== '').join('\n') }), ...(given.problem !== undefined && { status: 400 }) }
  }
  if (form.get('do') === 'ready') return again({ words })
  const seenAt = /^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/.test(form.get('seen')) ? readInstant(form.get('seen')) : undefined
  const outcome = await port.reply(officer, id, words, seenAt)
  if (outcome === 'missing') return 'missing'
  if (outcome === 'no-text') return again({ words, problem: 'Câu trả lời cần từ 1 đến 1.000 chữ.' })
  if (outcome === 'changed') return again({ words, problem: 'Chưa gửi: vừa có lời mới trong cuộc trò chuyện này. Đọc lời mới, sửa câu trả lời nếu cần, rồi gửi lại.' })
  return { go: `${TICKETS}/${id}?da-gui=1` }
}
