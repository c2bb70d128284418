/**
 * Codes of six digits that change every half minute (RFC 6238, HMAC-SHA1: what every authenticator app speaks). Thirty
 * lines of our own instead of a package: there is nothing in it but one HMAC.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

const STEP_SECONDS = 30
const DIGITS = 6
/** RFC 4226 asks for 160 bits. */
const SECRET_BYTES = 20
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

export function newSecret(): string {
  return base32(randomBytes(SECRET_BYTES))
}

export const stepAt = (now: Date): number => Math.floor(now.getTime() / 1000 / STEP_SECONDS)

export function codeAt(secret: string, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', bytesOf(secret)).update(counter).digest()
  const from = (mac.at(-1) as number) & 0xf
  return String((mac.readUInt32BE(from) & 0x7fff_ffff) % 10 ** DIGITS).padStart(DIGITS, '0')
}

/** The half minute whose code this is: now, or one to either side for clocks that differ; undefined: none of them. */
export function matchingStep(secret: string, code: string, now: Date): number | undefined {
  const digits = code.replace(/\s/g, '')
  if (!/^\d{6}$/.test(digits)) return undefined
  const here = stepAt(now)
  return [here, here - 1, here + 1].find((step) => timingSafeEqual(Buffer.from(codeAt(secret, step)), Buffer.from(digits)))
}

/** What an authenticator app reads from the QR. */
export function totpAddress(secret: string, owner: string): string {
  return `otpauth://totp/Loa:${encodeURIComponent(owner)}?secret=${secret}&issuer=Loa&digits=${DIGITS}&period=${STEP_SECONDS}`
}

function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,5}/g) ?? []).map((five) => BASE32[Number.parseInt(five.padEnd(5, '0'), 2)]).join('')
}

function bytesOf(secret: string): Buffer {
  const bits = [...secret].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)))
}
