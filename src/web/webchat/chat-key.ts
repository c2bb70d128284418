/**
 * The address of a chat is its key: who holds it reads what the commune writes to one person. So it is in the link that
 * the person was given and nowhere else. The first visit exchanges it for a cookie that no script can read, and goes on
 * at a name made from the address, which opens nothing by itself: that is what the history, a screenshot, a proxy's log
 * and "share this page" get to see. The cookie belongs to that one name, so several people's chats live in one browser.
 */
import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'

const COOKIE = 'loa_chat'
/** The longest that browsers keep a cookie; every visit begins it anew. */
const KEPT_SECONDS = 400 * 24 * 3600
/** What we hand out is random and far longer; this only spares the database obvious nonsense. */
const ADDRESS = /^[A-Za-z0-9_-]{8,100}$/

export const isAddress = (text: string): boolean => ADDRESS.test(text)

/** The chat's public name: a hash, and the address is too long to be guessed back from it. */
export function chatName(address: string): string {
  return createHash('sha256').update(`webchat:${address}`).digest('base64url').slice(0, 22)
}

export const chatPath = (address: string): string => `/chat/${chatName(address)}`

export interface CookieSetting {
  https: boolean
  /** The page stands in a frame of another site's page. */
  framed: boolean
}

/**
 * Inside a frame a browser sends only cookies that say so. Partitioned: what is kept there is for that site's frame
 * alone, so that no site learns that somebody has a chat elsewhere.
 */
const kept = ({ https, framed }: CookieSetting): string =>
  `Max-Age=${KEPT_SECONDS}; HttpOnly; ${framed ? 'SameSite=None; Secure; Partitioned' : `SameSite=Lax${https ? '; Secure' : ''}`}`

export function addressCookie(address: string, setting: CookieSetting): string {
  return `${COOKIE}=${address}; Path=${chatPath(address)}; ${kept(setting)}`
}

const LAST_CHAT = 'loa_hoi'

/** Which chat somebody began at /hoi, by its public name: a second visit goes on there. */
export function lastChatCookie(address: string, setting: CookieSetting): string {
  return `${LAST_CHAT}=${chatName(address)}; Path=/hoi; ${kept(setting)}`
}

export function lastChat(request: FastifyRequest): string | undefined {
  return /(?:^|;\s*)loa_hoi=([\w-]{22})(?:;|$)/.exec(request.headers.cookie ?? '')?.[1]
}

/** The address that the browser keeps for the chat of this name; undefined where it keeps none. */
export function addressFrom(request: FastifyRequest, name: string): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim())
  return pairs
    .filter((pair) => pair.startsWith(`${COOKIE}=`))
    .map((pair) => pair.slice(COOKIE.length + 1))
    .find((address) => isAddress(address) && chatName(address) === name)
}
