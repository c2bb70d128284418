/**
 * Two cookies that no script reads and no other site sends along. One says who is signed in. The other only ties the
 * forms before sign-in to this browser; it is a cookie of its own, so that a link from elsewhere signs nobody out.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'

export const HOME = '/quan-ly'
export const PEOPLE = `${HOME}/nguoi-dan`
export const REMINDERS = `${HOME}/nhac-viec`
export const VILLAGES = `${HOME}/thon`
export const VISITS = `${VILLAGES}/den-nha`
export const TICKETS = `${HOME}/trao-doi`
export const BROADCASTS = `${HOME}/thong-bao`
const SESSION = 'loa_phien'
const BEFORE = 'loa_truoc'
const TOKEN = /^[\w-]{43}$/

const cookie = (name: string, value: string, https: boolean, rest = ''): string => `${name}=${value}; Path=${HOME}; HttpOnly; SameSite=Strict${https ? '; Secure' : ''}${rest}`

export const sessionCookie = (token: string, https: boolean): string => cookie(SESSION, token, https)
export const noSessionCookie = (https: boolean): string => cookie(SESSION, '', https, '; Max-Age=0')
export const beforeCookie = (token: string, https: boolean): string => cookie(BEFORE, token, https)

export const sessionToken = (request: FastifyRequest): string | undefined => read(request, SESSION)
export const beforeToken = (request: FastifyRequest): string | undefined => read(request, BEFORE)

function read(request: FastifyRequest, name: string): string | undefined {
  const pair = (request.headers.cookie ?? '').split(';').map((one) => one.trim()).find((one) => one.startsWith(`${name}=`))
  const value = pair?.slice(name.length + 1)
  return value !== undefined && TOKEN.test(value) ? value : undefined
}

/** What every form of a page carries: only who holds the cookie can know it, and the cookie cannot be told from it. */
export const formKey = (token: string): string => createHash('sha256').update(`form ${token}`).digest('base64url')

export function isFormKey(given: string, token: string): boolean {
  const wanted = Buffer.from(formKey(token))
  const bytes = Buffer.from(given)
  return bytes.length === wanted.length && timingSafeEqual(bytes, wanted)
}
