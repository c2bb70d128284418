/** A person's chat: the page, what comes in while it is open, and that it was seen. */
import { readFile } from 'node:fs/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Log } from '../../kernel/log.ts'
import type { Assets } from '../assets.ts'
import { sendEvents } from '../event-stream.ts'
import type { ServerEvent } from '../event-stream.ts'
import type { Letter } from '../letter.ts'
import type { RenderPage } from '../page.ts'
import { policyFramedBy } from '../security.ts'
import { rawBody } from '../webhooks.ts'
import { addressCookie, addressFrom, chatPath, isAddress, lastChat, lastChatCookie } from './chat-key.ts'
import type { CookieSetting } from './chat-key.ts'
import { askPage, chatPage, noChatPage, offlinePage, refusalPage } from './chat-page.ts'
import type { ChatOwner, Commune, Refusal } from './chat-page.ts'
import { chatLetter, codeToSend, isFromHere, newKey, readWritten } from './write-form.ts'

export interface WebchatPort {
  /** Whose chat this is; undefined: nobody has this address, or no longer. */
  open(address: string): Promise<ChatOwner | undefined>
  /** Oldest first; without `afterId` the newest ones. */
  read(address: string, afterId?: string): Promise<readonly Letter[]>
  /** Whose words were changed where they lie and differ from what is known (message id → revision). */
  changed(address: string, known: ReadonlyMap<string, number>): Promise<readonly Letter[]>
  /** The person has seen everything up to this message. */
  markSeen(address: string, upToId: string): Promise<void>
  /** The person writes. The same key again is the same message; `too-many`: more than a person types. */
  write(address: string, message: { key: string; text: string; pressed?: string }): Promise<'taken' | 'too-many'>
  /** Whom somebody without a chat can write to. */
  communes(): Promise<readonly Commune[]>
  /** A new chat that stands for nobody yet; returns its address. */
  begin(communeId: number): Promise<string | 'too-many' | undefined>
  /**
   * Yields whenever it may be worth reading again: a tick of the clock, or a word from the database. Another process
   * may have written the message, so nothing in memory can know. Ends (or throws) when `signal` is aborted.
   */
  changes(address: string, signal: AbortSignal): AsyncIterable<unknown>
  /** Origins of the sites that may show the chat in a frame of theirs; none: only this server itself. */
  framedBy?: readonly string[]
}

export interface ChatOptions {
  port: WebchatPort
  assets: Assets
  render: RenderPage
  log: Log
  https: boolean
  /** Aborted when the server stops: open streams end. */
  stopping: AbortSignal
}

/** Each open page reads the database about once a second; beyond this a reload has to do. */
const MAX_STREAMS = 500
const MESSAGE_ID = /^\d{1,18}$/

type ChatRequest = FastifyRequest<{ Params: { name: string }; Querystring: { after?: unknown; ma?: unknown } }>
type CookieFor = (request: FastifyRequest) => CookieSetting

/** In a part of the server of its own: what frames may do here they may do nowhere else. */
export async function mountChat(server: FastifyInstance, options: ChatOptions): Promise<void> {
  const { framedBy = [] } = options.port
  await server.register(async (app) => {
    if (framedBy.length > 0) letFramesIn(app, framedBy)
    const cookieFor: CookieFor = ({ headers }) => ({ https: options.https, framed: framedBy.length > 0 && headers['sec-fetch-dest'] === 'iframe' })
    await mountRoutes(app, options, cookieFor)
  })
}

function letFramesIn(app: FastifyInstance, origins: readonly string[]): void {
  app.addHook('onRequest', async (_request, reply) => {
    // The older header knows no list; where both stand, old browsers would obey it.
    reply.header('content-security-policy', policyFramedBy(origins)).removeHeader('x-frame-options')
  })
}

async function mountRoutes(app: FastifyInstance, options: ChatOptions, cookieFor: CookieFor): Promise<void> {
  const { port, render } = options
  let streams = 0

  const notFound = (reply: FastifyReply): FastifyReply => reply.code(404).type('text/html').send(noChatPage(render))
  /** Finds the chat by the browser's cookie and hands it on; everything else is one and the same 404. */
  const withChat =
    (answer: (request: ChatRequest, reply: FastifyReply, address: string, owner: ChatOwner) => unknown) =>
    async (request: ChatRequest, reply: FastifyReply): Promise<unknown> => {
      const address = addressFrom(request, request.params.name)
      const owner = address === undefined ? undefined : await port.open(address)
      if (address === undefined || owner === undefined) return notFound(reply)
      return answer(request, reply, address, owner)
    }

  app.get<{ Params: { address: string } }>('/c/:address', async (request, reply) => {
    const { address } = request.params
    if (!isAddress(address) || (await port.open(address)) === undefined) return notFound(reply)
    return reply.header('set-cookie', addressCookie(address, cookieFor(request))).redirect(`${chatPath(address)}#newest`, 303)
  })

  app.get('/chat/:name', withChat(async (request, reply, address, owner) => {
    const letters = await port.read(address)
    reply.header('set-cookie', addressCookie(address, cookieFor(request)))
    return reply.type('text/html').send(chatPage(render, owner, chatPath(address), letters, codeToSend(request.query.ma)))
  }))

  app.get('/chat/:name/events', withChat((request, reply, address, owner) => {
    if (streams >= MAX_STREAMS) return reply.code(503).header('retry-after', '15').send()
    streams += 1
    reply.raw.once('close', () => {
      streams -= 1
    })
    const after = request.headers['last-event-id'] ?? request.query.after
    const from = typeof after === 'string' && MESSAGE_ID.test(after) ? after : '0'
    return sendEvents(reply, { ...options, source: (signal) => newLetters(port, { address, isRoom: owner.isRoom }, from, signal) })
  }))

  app.post('/chat/:name/seen', withChat(async (request, reply, address) => {
    if (!isFromHere(request)) return reply.code(400).send()
    const upTo = new URLSearchParams(rawBody(request).toString('utf8')).get('upTo') ?? ''
    if (!MESSAGE_ID.test(upTo)) return reply.code(400).send()
    await port.markSeen(address, upTo)
    // The form of a browser without script goes back to the page, the script has no use for it.
    return request.headers.accept?.includes('text/html') === true ? reply.redirect(`${chatPath(address)}#newest`, 303) : reply.code(204).send()
  }))

  app.post('/chat/:name/say', withChat(async (request, reply, address, owner) => {
    const letters = await port.read(address)
    const outcome = await take(port, address, request, letters)
    if (outcome !== 'taken') return refuse(request, reply, outcome, render)
    if (wantsPage(request)) return reply.redirect(`${chatPath(address)}#newest`, 303)
    const after = new URL(request.url, 'http://chat').searchParams.get('after') ?? '0'
    const fresh = await port.read(address, MESSAGE_ID.test(after) ? after : '0')
    return reply.send({ key: newKey(), letters: fresh.map((one) => ({ id: one.id, html: chatLetter(one, owner.isRoom).toString() })) })
  }))

  mountAsk(app, options, cookieFor)
  await mountOffline(app, options)
}

const STATUS: Readonly<Record<Refusal, number>> = { empty: 400, 'no-key': 400, 'too-long': 413, 'too-many': 429 }
const wantsPage = (request: FastifyRequest): boolean => request.headers.accept?.includes('text/html') === true

const refuse = (request: FastifyRequest, reply: FastifyReply, why: Refusal, render: RenderPage): FastifyReply => {
  const answer = reply.code(STATUS[why])
  return wantsPage(request) ? answer.type('text/html').send(refusalPage(render, why)) : answer.send({ error: why })
}

async function take(port: WebchatPort, address: string, request: FastifyRequest, letters: readonly Letter[]): Promise<'taken' | Refusal> {
  if (!isFromHere(request)) return 'no-key'
  const written = readWritten(request, letters)
  if (written.kind === 'refused') return written.why
  const { key, text, pressed } = written
  return port.write(address, { key, text, ...(pressed !== undefined && { pressed }) })
}

/** The way in for somebody whom nobody gave an address. A chat begins with the first message, so a visit leaves no row. */
function mountAsk(app: FastifyInstance, { port, render }: ChatOptions, cookieFor: CookieFor): void {
  app.get<{ Querystring: { moi?: unknown; ma?: unknown; xa?: unknown } }>('/hoi', async (request, reply) => {
    const { moi, ma, xa } = request.query
    const name = lastChat(request)
    const written = codeToSend(ma)
    if (name !== undefined && moi === undefined) return reply.redirect(`/chat/${name}${written === undefined ? '#newest' : `?ma=${String(ma)}#write`}`, 303)
    const communes = await port.communes()
    if (communes.length === 0) return reply.code(404).type('text/html').send(noChatPage(render))
    return reply.type('text/html').send(askPage(render, communes, { written, chosen: Number(xa) }))
  })

  app.post('/hoi', async (request, reply) => {
    const written = isFromHere(request) ? readWritten(request, []) : ({ kind: 'refused', why: 'no-key' } as const)
    if (written.kind === 'refused') return refuse(request, reply, written.why, render)
    const wanted = new URLSearchParams(rawBody(request).toString('utf8')).get('commune')
    const commune = (await port.communes()).find(({ id }) => String(id) === wanted)
    const address = commune === undefined ? undefined : await port.begin(commune.id)
    if (address === undefined) return refuse(request, reply, 'no-key', render)
    if (address === 'too-many') return refuse(request, reply, 'too-many', render)
    await port.write(address, { key: written.key, text: written.text })
    return reply.header('set-cookie', [addressCookie(address, cookieFor(request)), lastChatCookie(address, cookieFor(request))]).redirect(`${chatPath(address)}#newest`, 303)
  })
}

async function* newLetters(port: WebchatPort, { address, isRoom }: { address: string; isRoom: boolean }, afterId: string, signal: AbortSignal): AsyncGenerator<ServerEvent> {
  let last = afterId
  const known = new Map<string, number>()
  const unread = async (): Promise<ServerEvent[]> => {
    const letters = await port.read(address, last)
    last = letters.at(-1)?.id ?? last
    for (const { id, revision = 0 } of letters) if (revision > 0) known.set(id, revision)
    const changed = isRoom ? await port.changed(address, known) : []
    for (const { id, revision = 0 } of changed) known.set(id, revision)
    return [
      ...letters.map((one) => ({ id: one.id, name: 'letter', body: chatLetter(one, isRoom).toString() })),
      // Under the id of the newest: from there a browser goes on that lost its connection.
      ...changed.map((one) => ({ id: last, name: 'changed', body: chatLetter(one, isRoom).toString() })),
    ]
  }
  // What came between the page and this stream.
  yield* await unread()
  for await (const _ of port.changes(address, signal)) yield* await unread()
}

/** A page kept in the browser that says what to do without a network. Its script must lie above the pages it serves. */
async function mountOffline(app: FastifyInstance, { assets, render }: ChatOptions): Promise<void> {
  const page = offlinePage(render)
  const script = await readFile(assets.file('chat-offline.js'), 'utf8')
  const worker = script.replace('"loa.css"', JSON.stringify(assets.url('loa.css')))
  app.get('/chat/offline', (_request, reply) => reply.type('text/html').send(page))
  app.get('/chat/offline.js', (_request, reply) => reply.type('text/javascript').send(worker))
}
