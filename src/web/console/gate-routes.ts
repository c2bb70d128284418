/** The door: signing in, signing out, and the link that makes an account. */
import { later, vietnamTime } from '../../domain/calendar.ts'
import { html } from '../html.ts'
import { HOME, noSessionCookie, sessionCookie } from './cookies.ts'
import { field } from './field.ts'
import { keyField } from './frame.ts'
import type { Invited, JoinProblems, JoinRequest, Joined } from './join.ts'
import { joinPage, recoveryPage } from './join-page.ts'
import type { Answer, OfficerRoute, OpenRoute, Shown } from './route.ts'
import type { SignInRequest, SignedIn } from './sign-in.ts'

export interface GatePort {
  signIn(request: SignInRequest): Promise<SignedIn>
  invited(token: string): Promise<Invited | undefined>
  join(token: string, request: JoinRequest): Promise<Joined>
  signOut(session: { accountId: number; id: string }): Promise<unknown>
}

export function gateRoutes(port: GatePort, https: boolean): { open: OpenRoute[]; signedIn: OfficerRoute[] } {
  const open: OpenRoute[] = [
    { method: 'GET', path: `${HOME}/dang-nhap`, may: 'anybody', answer: async ({ formKey }) => signInPage(formKey) },
    {
      method: 'POST', path: `${HOME}/dang-nhap`, may: 'anybody',
      answer: async ({ form, formKey, browser }): Promise<Answer> => {
        const login = form.get('login')
        const outcome = await port.signIn({ login, password: form.get('password'), code: form.get('code'), browser })
        // A new cookie for everybody who comes in: one that somebody planted before opens nothing.
        if (outcome.kind === 'in') return { go: HOME, cookies: [sessionCookie(outcome.token, https)] }
        const said =
          outcome.kind === 'wait'
            ? `Đã thử sai nhiều lần. Đợi đến ${vietnamTime(later(outcome.until, 59_999))} rồi thử lại.`
            : 'Tên, mật khẩu hoặc mã chưa đúng. Mã đã dùng rồi thì đợi mã mới hiện ra.'
        return { ...signInPage(formKey, { login, said }), status: outcome.kind === 'wait' ? 429 : 403 }
      },
    },
    {
      method: 'GET', path: `${HOME}/moi/:link`, may: 'anybody',
      answer: async ({ params, formKey }) => {
        const invited = await port.invited(params.link ?? '')
        return invited === undefined ? LINK_GONE : joinPage(invited, formKey, params.link ?? '')
      },
    },
    {
      method: 'POST', path: `${HOME}/moi/:link`, may: 'anybody',
      answer: async ({ params, form, formKey, browser }): Promise<Answer> => {
        const given = { name: form.get('name'), login: form.get('login'), password: form.get('password'), again: form.get('again'), code: form.get('code'), browser }
        const outcome = await port.join(params.link ?? '', given)
        if (outcome.kind === 'gone') return LINK_GONE
        if (outcome.kind === 'in') return { ...recoveryPage(outcome.recoveryCodes), cookies: [sessionCookie(outcome.token, https)] }
        return { ...joinPage(outcome.invited, formKey, params.link ?? '', { ...given, problems: outcome.problems satisfies JoinProblems }), status: 400 }
      },
    },
  ]
  const signedIn: OfficerRoute[] = [
    {
      method: 'POST', path: `${HOME}/thoat`, may: 'own-account.see',
      answer: async ({ officer }) => {
        await port.signOut({ accountId: officer.accountId, id: officer.sessionId })
        return { go: `${HOME}/dang-nhap`, cookies: [noSessionCookie(https)] }
      },
    },
  ]
  return { open, signedIn }
}

const LINK_GONE: Shown = {
  title: 'Đường dẫn không còn dùng được', status: 404,
  body: html`<h1>Đường dẫn không còn dùng được</h1><p>Mỗi đường dẫn mời dùng một lần, trong ba ngày. Nhờ người quản trị của xã gửi đường dẫn mới.</p><p><a class="button plain" href="${HOME}/dang-nhap">Đăng nhập</a></p>`,
}

function signInPage(formKey: string, wrong?: { login: string; said: string }): Shown {
  return {
    title: 'Đăng nhập',
    body: html`<h1>Đăng nhập trang cán bộ</h1>
${wrong !== undefined && html`<p class="alert" role="alert">${wrong.said}</p>`}
<form method="post" action="${HOME}/dang-nhap" class="stack">${keyField(formKey)}
${field({ name: 'login', label: 'Tên đăng nhập', autocomplete: 'username', value: wrong?.login, maxlength: 60 })}
${field({ name: 'password', label: 'Mật khẩu', type: 'password', autocomplete: 'current-password' })}
${field({ name: 'code', label: 'Mã 6 số', hint: 'Trong ứng dụng tạo mã trên điện thoại. Mất điện thoại thì gõ một mã dự phòng đã cất trên giấy.', autocomplete: 'one-time-code', maxlength: 20 })}
<button>Đăng nhập</button>
</form>`,
  }
}
