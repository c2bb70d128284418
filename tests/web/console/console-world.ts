/** The console over a real database, and officers who use it as a browser does: with cookies, and the forms that pages hold. */
import type { FastifyInstance } from 'fastify'
import { adminLink, consoleOf } from '../../../src/app/console.ts'
import type { OfficerRole } from '../../../src/domain/officer.ts'
import { invite } from '../../../src/store/invitations.ts'
import { newToken } from '../../../src/web/console/sign-in.ts'
import { codeAt, newSecret, stepAt } from '../../../src/web/console/totp.ts'
import { buildWebApp } from '../../../src/web/server.ts'
import { handHeld, startPipeline } from '../../support/pipeline.ts'
import type { HandHeldChannel, Pipeline } from '../../support/pipeline.ts'
import type { TestDatabase } from '../../support/database.ts'
import { webOptions } from '../web-ports.ts'

export const PASSWORD = 'con trâu đi trước cái cày'
export const AT = '2026-11-22T02:00:00Z'

export interface Answered {
  status: number
  text: string
  /** Where it sends to. */
  to: string | undefined
  headers: Record<string, unknown>
}

/** One browser. */
export class Desk {
  cookies = new Map<string, string>()
  key = ''
  private readonly app: FastifyInstance

  constructor(app: FastifyInstance) {
    this.app = app
  }

  async get(path: string): Promise<Answered> {
    return this.keep(await this.app.inject({ method: 'GET', url: path, headers: this.headers() }))
  }

  /** Sends the form of the page that was shown last. */
  async post(path: string, fields: Record<string, string> = {}, headers: Record<string, string> = {}): Promise<Answered> {
    const payload = new URLSearchParams({ key: this.key, ...fields }).toString()
    return this.keep(await this.app.inject({ method: 'POST', url: path, payload, headers: { ...this.headers(), 'content-type': 'application/x-www-form-urlencoded', ...headers } }))
  }

  async upload(path: string, file: { name: string; bytes: Buffer }, fields: Record<string, string> = {}): Promise<Answered> {
    const form = new FormData()
    for (const [name, value] of Object.entries({ key: this.key, ...fields })) form.set(name, value)
    form.set('file', new Blob([new Uint8Array(file.bytes)]), file.name)
    const sent = new Response(form)
    const payload = Buffer.from(await sent.arrayBuffer())
    return this.keep(await this.app.inject({ method: 'POST', url: path, payload, headers: { ...this.headers(), 'content-type': sent.headers.get('content-type') as string } }))
  }

  private headers(): Record<string, string> {
    return { accept: 'text/html', cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
  }

  private keep(answer: { statusCode: number; body: string; headers: Record<string, unknown> }): Answered {
    for (const line of [answer.headers['set-cookie'] ?? []].flat() as string[]) {
      const [name, value] = (line.split(';')[0] as string).split('=') as [string, string]
      if (value === '') this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    this.key = /name="key" value="([^"]+)"/.exec(answer.body)?.[1] ?? this.key
    return { status: answer.statusCode, text: answer.body, to: answer.headers.location as string | undefined, headers: answer.headers }
  }
}

export interface OfficerAtDesk extends Desk {
  login: string
  secret: string
  recoveryCodes: string[]
}

export interface ConsoleWorld extends Pipeline {
  /** What reached a telephone; only with the role `worker`. */
  sms: HandHeldChannel
  web: FastifyInstance
  lines: string[]
  browser(): Desk
  /** Somebody with an account, signed in. */
  officer(role: OfficerRole, place?: { communeId?: number | undefined; villageId?: number }): Promise<OfficerAtDesk>
  /** The code on somebody's telephone now. */
  code(secret: string): string
}

let people = 0

export async function consoleWorld(database: TestDatabase, given: { publicUrl?: string; roles?: readonly ('worker' | 'bot')[] } = {}): Promise<ConsoleWorld> {
  const { roles = [], ...pages } = given
  const sms = handHeld('sms')
  const pipeline = await startPipeline(database, [sms], { at: AT, roles })
  const { app, clock } = pipeline
  const options = webOptions({ console: consoleOf(app), ...pages })
  const web = await buildWebApp(options, new AbortController().signal)
  const code = (secret: string): string => codeAt(secret, stepAt(clock.now()))

  async function officer(role: OfficerRole, place: { communeId?: number | undefined; villageId?: number } = { communeId: pipeline.communeId }): Promise<OfficerAtDesk> {
    people += 1
    const token = newToken()
    const secret = newSecret()
    const { database: db, cipher } = app.ground
    await invite(db.pool, cipher, { token, role, communeId: place.communeId, villageId: place.villageId, name: 'người thử', totpSecret: secret, by: 'test' }, clock.now())
    const desk = new Desk(web)
    const login = `thu.${people}`
    await desk.get(`/quan-ly/moi/${token}`)
    const made = await desk.post(`/quan-ly/moi/${token}`, { name: `người thử ${people}`, login, password: PASSWORD, again: PASSWORD, code: code(secret) })
    if (made.status !== 200) throw new Error(`no account: ${made.status}`)
    await desk.get('/quan-ly/tai-khoan')
    const recoveryCodes = [...made.text.matchAll(/<code>([A-Z2-9]{5}-[A-Z2-9]{5})<\/code>/g)].map(([, one]) => one as string)
    return Object.assign(desk, { login, secret, recoveryCodes })
  }
  return {
    ...pipeline, sms, web, lines: options.lines, code, officer,
    browser: () => new Desk(web),
    stop: async () => {
      await web.close()
      await pipeline.stop()
    },
  }
}

/** The path of a link as it is printed. */
export async function printedLink({ app, clock }: Pipeline): Promise<string> {
  return new URL((await adminLink(app.ground, clock, 'http://loa.test', 'cli')).url).pathname
}
