/**
 * The one place that lets anybody in. Every route says who may open it; whoever is asked about before the body is read,
 * so that a stranger cannot even send a large file. What is changed needs a form of ours, from our own page.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { html } from '../html.ts'
import type { RenderPage } from '../page.ts'
import { isFromHere } from '../webchat/write-form.ts'
import { browserName } from './browser-name.ts'
import { HOME, beforeCookie, beforeToken, formKey, isFormKey, sessionToken } from './cookies.ts'
import { gatePage, officerPage } from './frame.ts'
import type { NavEntry } from './frame.ts'
import type { Officer } from './officer.ts'
import { may } from './permissions.ts'
import { readForm } from './read-form.ts'
import type { Answer, OfficerRoute, OpenRoute, Shown } from './route.ts'
import { newToken } from './sign-in.ts'

export interface MountOptions {
  render: RenderPage
  https: boolean
  nav: readonly NavEntry[]
  /** What waits for this officer, by the address of its page. */
  badges(officer: Officer): Promise<Readonly<Record<string, NavEntry['badge']>>>
  /** Who holds this cookie, where it still opens something. */
  officer(token: string): Promise<Officer | undefined>
}

/** Fields of a form. Files have a route of their own with a bound of its own. */
const FORM_BYTES = 64 * 1024

type Request = FastifyRequest<{ Params: Record<string, string> }>

export function mountRoutes(app: FastifyInstance, routes: readonly (OfficerRoute | OpenRoute)[], options: MountOptions): void {
  for (const route of routes) {
    if (route.may === 'anybody') mountOpen(app, route, options)
    else mountOfficer(app, route, options)
  }
}

function mountOfficer(app: FastifyInstance, route: OfficerRoute, { render, nav, badges, officer: officerOf }: MountOptions): void {
  const signedIn = new WeakMap<FastifyRequest, { officer: Officer; key: string }>()
  app.route<{ Params: Record<string, string> }>({
    method: route.method,
    url: route.path,
    exposeHeadRoute: false,
    bodyLimit: route.bodyLimit ?? FORM_BYTES,
    onRequest: async (request, reply) => {
      const token = sessionToken(request)
      const officer = token === undefined ? undefined : await officerOf(token)
      if (token === undefined || officer === undefined) return toSignIn(request, reply, render)
      const key = formKey(token)
      const refused = (shown: Shown, status: number): FastifyReply => reply.code(status).type('text/html').send(officerPage(render, nav, officer, key, route.path, shown))
      if (!may(officer.role, route.may)) return refused(NOT_YOURS, 403)
      if (route.method === 'POST' && !isFromHere(request)) return refused(NOT_OUR_FORM, 403)
      signedIn.set(request, { officer, key })
    },
    handler: async (request, reply) => {
      const { officer, key } = signedIn.get(request) as { officer: Officer; key: string }
      // After the answer, so that what it has just dealt with is not counted any more.
      const page = async (shown: Shown): Promise<string> => officerPage(render, withBadges(nav, await badges(officer)), officer, key, route.path, shown)
      const form = await readForm(request)
      if (form === undefined || (route.method === 'POST' && !isFormKey(form.get('key'), sessionToken(request) ?? ''))) {
        return reply.code(403).type('text/html').send(await page(NOT_OUR_FORM))
      }
      return send(reply, await route.answer({ ...asked(request, reply), form, formKey: key, officer }), page)
    },
  })
}

function mountOpen(app: FastifyInstance, route: OpenRoute, { render, https }: MountOptions): void {
  app.route<{ Params: Record<string, string> }>({
    method: route.method,
    url: route.path,
    exposeHeadRoute: false,
    bodyLimit: FORM_BYTES,
    handler: async (request, reply) => {
      const page = (shown: Shown): string => gatePage(render, shown)
      const known = beforeToken(request)
      const form = await readForm(request)
      if (route.method === 'POST' && (known === undefined || form === undefined || !isFromHere(request) || !isFormKey(form.get('key'), known))) {
        return reply.code(403).type('text/html').send(page(NOT_OUR_FORM))
      }
      if (form === undefined) return reply.code(400).send()
      const token = known ?? newToken()
      if (known === undefined) reply.header('set-cookie', beforeCookie(token, https))
      return send(reply, await route.answer({ ...asked(request, reply), form, formKey: formKey(token) }), page)
    },
  })
}

const withBadges = (nav: readonly NavEntry[], badges: Readonly<Record<string, NavEntry['badge']>>): NavEntry[] =>
  nav.map((entry) => {
    const badge = badges[entry.path]
    return badge === undefined ? entry : { ...entry, badge }
  })

function asked(request: Request, reply: FastifyReply) {
  const left = new AbortController()
  reply.raw.once('close', () => left.abort())
  return {
    params: request.params,
    query: new URL(request.url, 'http://loa').searchParams,
    browser: browserName(request.headers['user-agent'] ?? ''),
    signal: left.signal,
  }
}

async function send(reply: FastifyReply, answer: Answer, page: (shown: Shown) => string | Promise<string>): Promise<FastifyReply> {
  if (answer === 'missing') return reply.code(404).type('text/html').send(await page(NOT_HERE))
  if ('file' in answer) return reply.type(answer.file.type).header('content-disposition', `attachment; filename="${answer.file.name}"`).send(Buffer.from(answer.file.bytes))
  for (const cookie of answer.cookies ?? []) reply.header('set-cookie', cookie)
  if ('go' in answer) return reply.redirect(answer.go, 303)
  if (answer.refresh !== undefined) reply.header('refresh', String(answer.refresh))
  return reply.code(answer.status ?? 200).type('text/html').send(await page(answer))
}

/** A page that was open too long goes to the door; what it wanted to change is not changed, and says so. */
function toSignIn(request: FastifyRequest, reply: FastifyReply, render: RenderPage): FastifyReply {
  if (request.method === 'GET') return reply.redirect(`${HOME}/dang-nhap`, 303)
  return reply.code(401).type('text/html').send(gatePage(render, SIGNED_OUT))
}

const back = html`<p><a class="button plain" href="${HOME}">Về trang Hôm nay</a></p>`
const NOT_HERE: Shown = { title: 'Không có trang này', body: html`<h1>Không có trang này</h1><p>Có thể mục này đã được xóa, hoặc thuộc nơi khác.</p>${back}` }
const NOT_YOURS: Shown = { title: 'Trang dành cho người khác', body: html`<h1>Tài khoản này không mở được trang đó</h1><p>Cần dùng thì nhờ người quản trị của xã đổi quyền.</p>${back}` }
const NOT_OUR_FORM: Shown = { title: 'Chưa làm gì', body: html`<h1>Chưa làm gì</h1><p>Trang vừa gửi đã cũ hoặc không phải của Loa. Mở lại trang rồi thử lần nữa.</p><p><a class="button plain" href="${HOME}">Mở lại</a></p>` }
const SIGNED_OUT: Shown = { title: 'Đã hết phiên', body: html`<h1>Đã hết phiên làm việc</h1><p>Chưa có gì thay đổi. Đăng nhập lại rồi làm tiếp.</p><p><a class="button" href="${HOME}/dang-nhap">Đăng nhập</a></p>` }
