import { fold } from '../../../domain/vietnamese-text.ts'
import type { Day } from '../../../domain/calendar.ts'
import type { FoldedText } from '../fold.ts'
import { BENEFIT_INTENTS } from '../intents.ts'
import type { Intent } from '../intents.ts'
import type { WordBook } from '../word-book.ts'
import { readAmount } from './amount.ts'
import { readMonth } from './month.ts'
import { readNumbers } from './numbers.ts'
import type { NumberSlots } from './numbers.ts'
import { readPerson } from './person.ts'
import type { Person } from './person.ts'
import { readVillage } from './village.ts'
import type { Village } from './village.ts'

/** What the text states, and nothing more. */
export interface Slots extends NumberSlots {
  month?: string
  person?: Person
  amount?: number
  village?: string
}

const PAYMENT: ReadonlySet<Intent> = new Set<Intent>(['payment_date', 'payment_amount', 'payment_missing', 'payment_place_method'])
/** Asked about one's own record, so a bare "tôi" says whose; elsewhere it is only the one who asks. */
const PERSONAL: ReadonlySet<Intent> = new Set<Intent>([
  'card_expiry', 'card_wrong_info', 'card_benefit', 'payment_amount', 'payment_missing', 'payment_place_method', 'application_status', 'eligibility', 'stop_or_change', 'link_account',
])
const HALF_PERSONAL: ReadonlySet<Intent> = new Set<Intent>(['payment_date', 'card_renew_how', 'required_documents'])

export interface SlotContext {
  sentOn: Day
  villages: readonly Village[]
}

export function readSlots(text: string, folded: FoldedText, intents: readonly Intent[], book: WordBook, context: SlotContext): Slots {
  const of = (set: ReadonlySet<Intent>): boolean => intents.some((intent) => set.has(intent))
  const plain = folded.plain.join(' ')
  const slots: Slots = readNumbers(text)
  const month = of(PAYMENT) ? readMonth(plain, context.sentOn) : undefined
  const person = of(BENEFIT_INTENTS) || intents.includes('link_account') ? readPerson(folded.hasMarks ? folded.written : folded.plain, folded.hasMarks, book.people, of(PERSONAL) ? 1 : of(HALF_PERSONAL) ? 2 : 3) : undefined
  const amount = readAmount(fold(text))
  const village = readVillage(folded, context.villages, book)
  return {
    ...(month !== undefined && { month }),
    ...(person !== undefined && { person }),
    ...(amount !== undefined && { amount }),
    ...slots,
    ...(village !== undefined && { village }),
  }
}
