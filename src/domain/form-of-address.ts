/**
 * How Vietnamese addresses somebody (xưng hô), by age and sex. Official text says "ông" or "bà" to every adult and
 * "em" to the almost grown; talk follows the age. Where age or sex is not known the more respectful word is taken, and a sex is never guessed from
 * a name: "Y" is a man among the Ê Đê and a woman among the Xơ Đăng.
 */
import type { Day } from './calendar.ts'
import { ageRangeOn } from './birth.ts'
import type { Birth } from './birth.ts'

export interface Addressee {
  sex?: 'male' | 'female' | undefined
  birth?: Birth | undefined
}

interface Form {
  fromAge: number
  male: string
  female: string
  unknown: string
}

const ELDER: Form = { fromAge: 60, male: 'ông', female: 'bà', unknown: 'ông/bà' }

/** Oldest first. A child is spoken of, not to: whoever reads the message is the family. */
const OFFICIAL: readonly Form[] = [
  { ...ELDER, fromAge: 18 },
  { fromAge: 16, male: 'em', female: 'em', unknown: 'em' },
  { fromAge: 0, male: 'cháu', female: 'cháu', unknown: 'cháu' },
]
const TALK: readonly Form[] = [
  ELDER,
  { fromAge: 45, male: 'chú', female: 'cô', unknown: 'cô/chú' },
  { fromAge: 25, male: 'anh', female: 'chị', unknown: 'anh/chị' },
  { fromAge: 0, male: 'bạn', female: 'bạn', unknown: 'bạn' },
]

/** In lower case, to stand before a name or within a sentence. Of two possible ages the older one counts. */
export function formOfAddress(person: Addressee, on: Day, style: 'official' | 'talk' = 'official'): string {
  const forms = style === 'official' ? OFFICIAL : TALK
  const age = person.birth === undefined ? Infinity : ageRangeOn(person.birth, on).oldest
  const form = forms.find((one) => age >= one.fromAge) ?? ELDER
  return form[person.sex ?? 'unknown']
}
