/** The demo's page and what keeps it fresh. Only ever mounted over invented people: it asks nobody who they are. */
import type { FastifyInstance } from 'fastify'
import type { RenderPage } from '../page.ts'
import { demoPage, phones, roomPhones, summaryLine } from './demo-page.ts'
import type { DemoPerson, DemoRoom, DemoSummary, DemoView } from './demo-page.ts'

export interface DemoPort {
  /** Who received something last comes first; an empty query means everybody. */
  people(query: string, offset: number, limit: number): Promise<{ people: readonly DemoPerson[]; total: number }>
  summary(): Promise<DemoSummary>
  /** The committee first, then who was written to last. */
  rooms(): Promise<readonly DemoRoom[]>
}

/** Divides by 2, 3 and 4, the columns of the usual screens. */
const STEP = 24
/** More makes a page that a small computer feels; a search finds the rest. */
const MOST = 240

type Query = Readonly<{ q?: unknown; show?: unknown }>

export function mountDemo(app: FastifyInstance, { port, render }: { port: DemoPort; render: RenderPage }): void {
  app.get<{ Querystring: Query }>('/demo', async (request, reply) => {
    return reply.type('text/html').send(demoPage(render, await view(port, request.query)))
  })

  app.get<{ Querystring: Query }>('/demo/live', async (request, reply) => {
    const { summary, rooms, shown } = await view(port, request.query)
    return reply.send({ summary: summaryLine(summary).toString(), rooms: roomPhones(rooms).toString(), phones: phones(shown, summary.today).toString() })
  })
}

async function view(port: DemoPort, asked: Query): Promise<DemoView> {
  const query = typeof asked.q === 'string' ? asked.q.normalize('NFC').trim().slice(0, 100) : ''
  const limit = howMany(asked.show)
  const [{ people, total }, summary, rooms] = await Promise.all([port.people(query, 0, limit), port.summary(), port.rooms()])
  const next = Math.min(STEP, total - people.length)
  const more =
    next > 0 && limit < MOST
      ? { href: `/demo?${new URLSearchParams({ ...(query !== '' && { q: query }), show: String(limit + STEP) })}#phone-${limit + 1}`, count: next }
      : undefined
  return { summary, rooms, query, shown: people, total, more }
}

/** Whole steps, so that no address asks for a page of its own making. */
function howMany(asked: unknown): number {
  const steps = typeof asked === 'string' && /^\d{1,4}$/.test(asked) ? Math.ceil(Number(asked) / STEP) : 1
  return Math.min(Math.max(steps, 1) * STEP, MOST)
}
