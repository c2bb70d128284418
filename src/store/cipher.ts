/**
 * Encryption of identifiers at rest: AES-256-GCM under versioned keys, and keyed blind indexes for exact lookup.
 * Ciphertext is `version (1 byte) | nonce (12) | tag (16) | data`. A new key version encrypts what is written from
 * then on, old versions keep reading; the blind-index key is derived from the lowest version, so rotation does not
 * lose lookups.
 */
import { createCipheriv, createDecipheriv, createHmac, hash, hkdfSync, randomBytes, randomFillSync } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { LoaError } from '../kernel/errors.ts'

const NONCE = 12
const TAG = 16
const HEAD = 1 + NONCE + TAG
/** 128 bits: no collision among a province's people, and half the size in the index. */
const INDEX_BYTES = 16

export interface Cipher {
  encrypt(text: string): Buffer
  decrypt(bytes: Uint8Array): string
  /** The same value gives the same bytes; `purpose` keeps a phone from matching a card number. */
  blindIndex(purpose: string, value: string): Buffer
  /** Tells two keys apart without revealing either. */
  readonly fingerprint: string
  /** The same of every key, by version. */
  readonly fingerprints: ReadonlyMap<number, string>
  /** The version that writes. */
  readonly current: number
}

export function createCipher(keys: ReadonlyMap<number, Buffer>): Cipher {
  const versions = [...keys.keys()].sort((a, b) => a - b)
  const [first] = versions
  const current = versions.at(-1)
  if (first === undefined || current === undefined) throw new LoaError('cipher.no-key', 'no encryption key')
  const derived = new Map([...keys].map(([version, key]) => [version, derive(key, 'loa encrypt')]))
  const indexKey = derive(keys.get(first) as Buffer, 'loa index')
  const currentKey = derived.get(current) as Buffer // as bytes: a KeyObject costs more at every use than it saves
  const nonces = nonceSource()
  const index = hmacSha256(indexKey)
  return {
    encrypt(text) {
      const nonce = nonces()
      const cipher = createCipheriv('aes-256-gcm', currentKey, nonce)
      const data = cipher.update(text, 'utf8')
      cipher.final()
      const sealed = Buffer.allocUnsafe(HEAD + data.length)
      sealed[0] = current
      nonce.copy(sealed, 1)
      cipher.getAuthTag().copy(sealed, 1 + NONCE)
      data.copy(sealed, HEAD)
      return sealed
    },
    decrypt(bytes) {
      const key = derived.get(bytes[0] ?? -1)
      if (key === undefined || bytes.length < HEAD) {
        throw new LoaError('cipher.unknown-key', 'no key of this version', { detail: { version: bytes[0] ?? null } })
      }
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, 1 + NONCE))
      decipher.setAuthTag(bytes.subarray(1 + NONCE, HEAD))
      return decipher.update(bytes.subarray(HEAD), undefined, 'utf8') + decipher.final('utf8')
    },
    blindIndex: (purpose, value) => index(`${purpose}\0${value}`),
    fingerprint: createHmac('sha256', indexKey).update('fingerprint').digest('hex').slice(0, 16),
    fingerprints: new Map([...keys].map(([version, key]) => [version, createHmac('sha256', derive(key, 'loa key')).update('fingerprint').digest('hex').slice(0, 16)])),
    current,
  }
}

/** Random bytes are drawn for a thousand nonces at once: an import seals half a million values, and each draw is a system call. */
function nonceSource(): () => Buffer {
  const drawn = Buffer.allocUnsafeSlow(1_024 * NONCE)
  let used = drawn.length
  return () => {
    if (used === drawn.length) {
      randomFillSync(drawn)
      used = 0
    }
    used += NONCE
    return drawn.subarray(used - NONCE, used)
  }
}

const BLOCK = 64
const DIGEST = 32
/** Bytes of a text that needs no buffer of its own: every number and phone. */
const LONGEST_SHORT = 192

/**
 * HMAC as RFC 2104 writes it, cut to INDEX_BYTES, for short texts under one key: the one-shot hash takes half the time of a
 * Hmac object, and a digest that is a string half the time of one that is a Buffer.
 */
function hmacSha256(key: Buffer): (text: string) => Buffer {
  const outer = Buffer.alloc(BLOCK + DIGEST, 0x5c)
  const inner = Buffer.alloc(BLOCK + LONGEST_SHORT, 0x36)
  key.forEach((byte, at) => {
    outer[at] = byte ^ 0x5c
    inner[at] = byte ^ 0x36
  })
  return (text) => {
    const isShort = text.length * 3 <= LONGEST_SHORT
    const message = isShort ? inner.subarray(0, BLOCK + inner.write(text, BLOCK)) : Buffer.concat([inner.subarray(0, BLOCK), Buffer.from(text)])
    outer.write(hash('sha256', message, 'binary'), BLOCK, 'latin1')
    const digest = Buffer.allocUnsafe(INDEX_BYTES)
    digest.write(hash('sha256', outer, 'binary'), 'latin1') // no more than fits
    return digest
  }
}

const derive = (key: Buffer, purpose: string): Buffer => Buffer.from(hkdfSync('sha256', key, 'loa', purpose, 32))

/** `1:<base64>,2:<base64>` as in LOA_KEYS. */
export function parseKeys(text: string): Map<number, Buffer> {
  return new Map(
    text.trim().split(',').map((entry) => {
      const [version, key] = entry.split(':') as [string, string]
      return [Number(version), Buffer.from(key, 'base64')]
    }),
  )
}

export const keyFile = (dataDir: string): string => join(dataDir, 'keys')

/** The keys of the configuration, else of the file where there is one: for what must never begin with a key of its own. */
export async function findKeys(configured: string | undefined, dataDir: string): Promise<Map<number, Buffer> | undefined> {
  const text = configured ?? (await readFile(keyFile(dataDir), 'utf8').catch(() => undefined))
  return text === undefined ? undefined : parseKeys(text)
}

/** The keys of the configuration, else of `<dataDir>/keys`, which is made on first use. Back that file up: without it nothing can be read. */
export async function loadKeys(configured: string | undefined, dataDir: string): Promise<Map<number, Buffer>> {
  if (configured !== undefined) return parseKeys(configured)
  const file = keyFile(dataDir)
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const made = `1:${randomBytes(32).toString('base64')}`
  try {
    await writeFile(file, `${made}\n`, { flag: 'wx', mode: 0o600 })
    return parseKeys(made)
  } catch {
    return parseKeys(await readFile(file, 'utf8'))
  }
}
