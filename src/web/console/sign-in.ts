/**
 * Who may come in. Name, password and code are looked at together, so that nobody learns which of them was wrong; a try
 * is counted before it is looked at, and the waits grow.
 */
import { randomBytes } from 'node:crypto'
import type { Clock } from '../../kernel/clock.ts'
import { isPassword } from './password.ts'
import { readRecoveryCode } from './recovery-codes.ts'
import { matchingStep } from './totp.ts'

export interface SignInDeps {
  clock: Clock
  countTry(login: string, now: Date): Promise<{ kind: 'counted' } | { kind: 'wait'; until: Date }>
  forgetTries(login: string): Promise<void>
  proofsOf(login: string): Promise<{ id: number; communeId: number | undefined; passwordHash: string; totpSecret: string } | undefined>
  /** False: a code of this half minute or a later one was used before. */
  useTotpStep(accountId: number, step: number): Promise<boolean>
  useRecoveryCode(accountId: number, code: string, now: Date): Promise<boolean>
  startSession(session: { accountId: number; token: string; browser: string }, now: Date): Promise<void>
  record(entry: { communeId: number | undefined; accountId: number; action: 'account.signed-in' | 'account.refused' }, now: Date): Promise<void>
}

export interface SignInRequest {
  login: string
  password: string
  /** Six digits, or a recovery code. */
  code: string
  browser: string
}

export type SignedIn = { kind: 'in'; token: string } | { kind: 'wrong' } | { kind: 'wait'; until: Date }

/** As it is kept and compared. */
export const plainLogin = (text: string): string => text.normalize('NFC').trim().toLowerCase().slice(0, 60)

/** Long enough that nobody guesses it. */
export const newToken = (): string => randomBytes(32).toString('base64url')

export const signIn = (deps: SignInDeps) => async (request: SignInRequest): Promise<SignedIn> => {
  const now = deps.clock.now()
  const login = plainLogin(request.login)
  const tried = await deps.countTry(login, now)
  if (tried.kind === 'wait') return tried
  const account = await deps.proofsOf(login)
  const isRight = await isPassword(account?.passwordHash, request.password)
  if (account === undefined) return { kind: 'wrong' }
  const { id: accountId, communeId } = account
  if (!isRight || !(await proves(deps, account, request.code, now))) {
    await deps.record({ communeId, accountId, action: 'account.refused' }, now)
    return { kind: 'wrong' }
  }
  await deps.forgetTries(login)
  const token = newToken()
  await deps.startSession({ accountId, token, browser: request.browser }, now)
  await deps.record({ communeId, accountId, action: 'account.signed-in' }, now)
  return { kind: 'in', token }
}

async function proves(deps: SignInDeps, account: { id: number; totpSecret: string }, code: string, now: Date): Promise<boolean> {
  const step = matchingStep(account.totpSecret, code, now)
  if (step !== undefined) return deps.useTotpStep(account.id, step)
  const recovery = readRecoveryCode(code)
  return recovery !== undefined && deps.useRecoveryCode(account.id, recovery, now)
}
