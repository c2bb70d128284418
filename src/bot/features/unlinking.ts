/** Taking a chat off the people for whom it stands: asked for, or because the number now belongs to somebody else. */
import { fold } from '../../domain/vietnamese-text.ts'
import { UNLINK_CHOICE } from '../buttons.ts'
import { IDLE } from '../conversation-state.ts'
import type { Facts, Turn } from '../conversation.ts'
import { namesOf } from '../names.ts'

const UNLINK = /(?<![a-z])(?:huy|go|bo|xoa|ngat) (?:lien ket|ket noi|dang ky so)(?![a-z])/
/** "Sai số" said of a card's or an account's number is another matter. */
const WRONG_NUMBER =
  /(?<![a-z])(?:sai|nham|lon|lac) (?:so|may)(?! (?:the|cccd|can cuoc|bao hiem|bhyt|tien|tai khoan|tk|cmnd|nha|luong|thang|tren))(?![a-z])|nham nguoi|(?:khong|ko|hong|hok|k) phai (?:so|may)(?: cua)? (?:ong|ba|co|chu|anh|chi|nguoi)/
const MOST_WORDS = 14

export const wantsUnlink = (text: string): boolean => UNLINK.test(fold(text))

export function isWrongNumber(text: string): boolean {
  const words = fold(text)
  return words.split(/\s+/).length <= MOST_WORDS && WRONG_NUMBER.test(words)
}

export function askUnlink({ people }: Facts, now: Date): Turn {
  if (people.length === 0) return say('answer-not-linked')
  return { state: { step: 'confirm-unlink' }, replies: [{ parts: [{ template: 'answer-unlink-confirm', fields: { people: namesOf(people, now) } }], buttons: UNLINK_CHOICE }], actions: [] }
}

export function unlink(sure: boolean, { people }: Facts): Turn {
  if (!sure) return say('answer-unlink-kept')
  if (people.length === 0) return say('answer-not-linked')
  return { ...say('answer-unlinked'), actions: [{ kind: 'unlink', personIds: people.map(({ id }) => id), why: 'asked' }] }
}

/** Believed at once: the worst is a visit too many, and the other way round a stranger reads on. Nothing is said of whose number it was. */
export function wrongNumber({ people }: Facts): Turn {
  const actions: Turn['actions'] =
    people.length === 0 ? [] : [{ kind: 'unlink', personIds: people.map(({ id }) => id), why: 'wrong-number' }, { kind: 'ticket', topic: 'wrong-number' }]
  return { ...say('answer-wrong-number'), actions }
}

/** An answer to "Hủy liên kết?" in words. */
export function sureInWords(text: string): boolean | undefined {
  const words = fold(text).trim()
  if (/^(?:khong|ko|k|thoi|giu|hong|dung huy)(?![a-z])/.test(words)) return false
  return /^(?:co|dung|u|uh|vang|da|dong y|ok|oke|huy|chac|yes)(?![a-z])/.test(words) ? true : undefined
}

const say = (template: 'answer-not-linked' | 'answer-unlink-kept' | 'answer-unlinked' | 'answer-wrong-number'): Turn => ({ state: IDLE, replies: [{ parts: [{ template }] }], actions: [] })
