/**
 * An announcement as the script that the commune's announcer reads: who speaks, the text in words, all of it a second
 * time, whom to ask. Everybody hears it, so what belongs to one person is refused rather than left out: a sentence
 * with a hole in it helps nobody.
 */
import type { Content } from '../content/content.ts'
import type { Speech } from '../domain/amounts-in-vietnamese.ts'
import { phonesIn, privateNumbers } from '../domain/private-numbers.ts'
import type { PrivateNumber } from '../domain/private-numbers.ts'
import { spokenVietnamese } from '../domain/spoken-vietnamese.ts'

export interface Announcement {
  communeId: number
  text: string
  /** "UBND xã Tân Đông" */
  sender: string
  /** Whom to ask; its telephone is the commune's and may be said. */
  contact: string
  /** Further telephones that the officer vouches for, as +84…. */
  publicPhones?: readonly string[]
  speech?: Speech
}

export type LoudspeakerScript =
  | { kind: 'script'; text: string; words: number; minutes: number; unknown: readonly string[] }
  | { kind: 'private'; numbers: readonly PrivateNumber[] }
  | { kind: 'too-long'; chars: number }
  | { kind: 'empty' }

/** As the announcers of commune stations read: slowly, over a bad loudspeaker, to old ears. */
export const WORDS_PER_MINUTE = 130
/** About seven minutes; nobody listens longer, and it is read twice. */
export const MOST_CHARS = 2_000

export const loudspeakerScript =
  ({ render }: Pick<Content, 'render'>) =>
  async (announcement: Announcement): Promise<LoudspeakerScript> => {
    const { communeId, sender, contact, speech = 'official' } = announcement
    const written = withoutSender(announcement.text.normalize('NFC').trim(), sender)
    if (written === '') return { kind: 'empty' }
    if (written.length > MOST_CHARS) return { kind: 'too-long', chars: written.length }
    const numbers = privateNumbers(written, [...phonesIn(contact), ...(announcement.publicPhones ?? [])])
    if (numbers.length > 0) return { kind: 'private', numbers }

    const spoken = spokenVietnamese(finished(written), speech)
    const { text } = await render({
      communeId, key: 'loudspeaker', form: 'speech',
      fields: { sender: spokenVietnamese(sender, speech).text, text: spoken.text, contact: small(spokenVietnamese(contact, speech).text, contact) },
    })
    const words = text.split(/\s+/).length
    return { kind: 'script', text, words, minutes: words / WORDS_PER_MINUTE, unknown: spoken.unknown }
  }

/** Officers paste what they have sent already, and the script says by itself who speaks. */
function withoutSender(text: string, sender: string): string {
  if (!text.toLowerCase().startsWith(sender.toLowerCase())) return text
  const rest = text.slice(sender.length).replace(/^(?:\s+thông báo\s*[:,.]?(?:\s+|$)|\s*:\s*)/iu, '')
  return rest.length < text.length - sender.length ? rest : text
}

const finished = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`)

/** Stands inside a sentence: begins as it was written. */
const small = (spoken: string, written: string): string => (/^\p{Ll}/u.test(written) ? spoken.charAt(0).toLocaleLowerCase('vi') + spoken.slice(1) : spoken)
