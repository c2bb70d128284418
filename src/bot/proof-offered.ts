/** What in a message may prove who writes. Whether it does is the database's to say. */
import type { MessageBody } from './answer-message.ts'

export type OfferedProof = { kind: 'phone'; phone: string } | { kind: 'code'; code: string }

/** Eight letters and digits without vowels and look-alikes: no Vietnamese word looks like it, and it is easy to read out. */
export const OFFICER_CODE_ALPHABET = 'BCDFGHJKLMNPQRSTVWXZ23456789'
export const OFFICER_CODE_LENGTH = 8
const OFFICER_CODE = new RegExp(`^(?=.*\\d)(?=.*[A-Z])[${OFFICER_CODE_ALPHABET}]{${OFFICER_CODE_LENGTH}}$`)

export function proofOffered({ text, verifiedPhone, startPayload }: MessageBody, askedForProof: boolean): OfferedProof | undefined {
  if (verifiedPhone !== undefined) return { kind: 'phone', phone: verifiedPhone }
  for (const words of [startPayload, text]) {
    const code = (words ?? '').trim().replace(/^(?:mã|ma)(?: liên kết| lien ket)?[\s:]+/i, '').replace(/[\s.-]/g, '').toUpperCase()
    if (OFFICER_CODE.test(code)) return { kind: 'code', code }
    // Six digits are a sum of money as well; only right after we asked are they a code.
    if (askedForProof && /^\d{6}$/.test(code)) return { kind: 'code', code }
  }
  return undefined
}
