/** From a link to an account: a name to sign in with, a password, and a telephone that has shown that it makes the codes. */
import type { OfficerRole } from '../../domain/officer.ts'
import type { Clock } from '../../kernel/clock.ts'
import { hashPassword, passwordProblem } from './password.ts'
import { newRecoveryCodes } from './recovery-codes.ts'
import { newToken, plainLogin } from './sign-in.ts'
import { matchingStep } from './totp.ts'

export interface Invited {
  role: OfficerRole
  name: string
  /** Where they will work: "xã Tân Đông, Ấp Đông Lợi"; undefined: everywhere. */
  place: string | undefined
  totpSecret: string
}

export interface JoinDeps {
  clock: Clock
  invited(token: string, now: Date): Promise<Invited | undefined>
  accept(
    token: string, account: { name: string; login: string; passwordHash: string; totpStep: number; recoveryCodes: readonly string[] }, now: Date,
  ): Promise<{ kind: 'made'; accountId: number } | { kind: 'gone' } | { kind: 'login-taken' }>
  startSession(session: { accountId: number; token: string; browser: string }, now: Date): Promise<void>
}

export interface JoinRequest {
  name: string
  login: string
  password: string
  again: string
  code: string
  browser: string
}

/** Each under the field that it is about. */
export type JoinProblems = Partial<Record<'name' | 'login' | 'password' | 'again' | 'code', string>>

export type Joined = { kind: 'in'; token: string; recoveryCodes: readonly string[] } | { kind: 'gone' } | { kind: 'refused'; invited: Invited; problems: JoinProblems }

const LOGIN = /^[a-z0-9][a-z0-9._-]{2,39}$/

export const join = (deps: JoinDeps) => async (invitation: string, request: JoinRequest): Promise<Joined> => {
  const now = deps.clock.now()
  const invited = await deps.invited(invitation, now)
  if (invited === undefined) return { kind: 'gone' }
  const name = request.name.normalize('NFC').trim().slice(0, 80)
  const login = plainLogin(request.login)
  const step = matchingStep(invited.totpSecret, request.code, now)
  const problems = problemsOf({ ...request, name, login }, step !== undefined)
  if (step === undefined || Object.keys(problems).length > 0) return { kind: 'refused', invited, problems }
  const recoveryCodes = newRecoveryCodes()
  const made = await deps.accept(invitation, { name, login, passwordHash: await hashPassword(request.password), totpStep: step, recoveryCodes }, now)
  if (made.kind === 'gone') return { kind: 'gone' }
  if (made.kind === 'login-taken') return { kind: 'refused', invited, problems: { login: 'Tên đăng nhập này đã có người dùng. Chọn tên khác.' } }
  const token = newToken()
  await deps.startSession({ accountId: made.accountId, token, browser: request.browser }, now)
  return { kind: 'in', token, recoveryCodes }
}

function problemsOf({ name, login, password, again }: JoinRequest, isCode: boolean): JoinProblems {
  const weak = passwordProblem(password, login)
  return {
    ...(name === '' && { name: 'Viết tên để đồng nghiệp nhận ra, ví dụ: cô Châu.' }),
    ...(!LOGIN.test(login) && { login: 'Tên đăng nhập gồm 3 đến 40 chữ không dấu, số, dấu chấm hoặc gạch, ví dụ: chau.tandong' }),
    ...(weak !== undefined && { password: weak }),
    ...(password !== again && { again: 'Hai lần gõ mật khẩu chưa giống nhau.' }),
    ...(!isCode && { code: 'Mã chưa đúng. Quét lại mã QR, rồi gõ 6 số đang hiện trong ứng dụng. Đồng hồ của điện thoại phải đúng giờ.' }),
  }
}
