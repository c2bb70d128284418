/**
 * X-ZEvent-Signature: mac = hex(SHA-256(app id + raw body + timestamp + OA secret key)); plain concatenation, no HMAC
 * (official Java SDK, MacUtils). The timestamp is the one inside the body, so a body must be read before it is believed.
 */
import { createHash } from 'node:crypto'
import { sameSecret } from '../same-secret.ts'

export interface SignedBody {
  rawBody: Buffer
  /** As it stands in the body. */
  timestamp: string
}

const macOf = (first: string, { rawBody, timestamp }: SignedBody, secret: string) =>
  createHash('sha256').update(first).update(rawBody).update(timestamp).update(secret).digest('hex')

export interface SigningKeys {
  appId: string
  oaId: string
  webhookSecret: string
  appSecret: string
}

/** `mac=…`, with spaces or without, in either case. */
export function givenMac(header: string | undefined): string | undefined {
  return /^\s*(?:mac\s*=\s*)?([0-9a-f]{64})\s*$/i.exec(header ?? '')?.[1]?.toLowerCase()
}

export function isSigned(header: string | undefined, body: SignedBody, keys: SigningKeys): boolean {
  return sameSecret(givenMac(header), macOf(keys.appId, body, keys.webhookSecret))
}

/** Which other reading of the documents the signature would have fitted: for the log, never for belief. */
export function wouldFit(header: string | undefined, body: SignedBody, keys: SigningKeys): 'oa-id-first' | 'app-secret' | 'nothing' {
  const mac = givenMac(header)
  if (sameSecret(mac, macOf(keys.oaId, body, keys.webhookSecret))) return 'oa-id-first'
  return sameSecret(mac, macOf(keys.appId, body, keys.appSecret)) ? 'app-secret' : 'nothing'
}
