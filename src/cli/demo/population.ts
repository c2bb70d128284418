/** Everybody in the sample commune: 43 poor and near-poor households, 369 recipients, and the families of both. */
import { addDays, addMonths } from '../../domain/calendar.ts'
import type { Day } from '../../domain/calendar.ts'
import { inventCards } from './cards.ts'
import type { SampleCard } from './cards.ts'
import { inventFamily } from './families.ts'
import type { FamilySource, SampleFamily } from './families.ts'
import { createIdentifierMint } from './identifiers.ts'
import { createRandom } from './random.ts'
import { inventRecipients } from './recipients.ts'
import type { SampleAllowance } from './recipients.ts'
import { VILLAGE_PLANS } from './villages.ts'

export interface SamplePopulation {
  families: readonly SampleFamily[]
  allowances: readonly SampleAllowance[]
  cards: readonly SampleCard[]
  /** One for each village, in the order of VILLAGE_PLANS. */
  headPhones: readonly string[]
}

export const POOR_HOUSEHOLDS = 20
export const NEAR_POOR_HOUSEHOLDS = 23
/** Families in which nobody receives an allowance: enough for the list of cards. */
const OTHER_FAMILIES = 230

/** Turn 70 (near-poor) or 75 soon and should apply beforehand: nothing is paid for the months before the signature. */
const APPLY_SOON = [
  { turns: 75, inDays: 12 }, { turns: 75, inDays: 30 }, { turns: 75, inDays: 41 }, { turns: 75, inDays: 60 },
  { turns: 70, inDays: 30, poorStatus: 'near_poor' }, { turns: 70, inDays: 55, poorStatus: 'near_poor' },
] as const

export function inventPopulation(today: Day, seed: number): SamplePopulation {
  const mint = createIdentifierMint(createRandom(seed, 'identifiers'))
  const random = createRandom(seed, 'families')
  const source: FamilySource = { random, mint, today }
  const village = (): number => random.weighted(VILLAGE_PLANS.map((plan, i) => [i, plan.weight] as const))

  const headPhones = VILLAGE_PLANS.map(() => mint.phone())
  const { allowances, families } = inventRecipients(source, village)
  for (const { turns, inDays, ...rest } of APPLY_SOON) {
    const { family, anchor } = inventFamily(source, { village: village(), birth: addMonths(addDays(today, inDays), -12 * turns), ...rest })
    anchor.birthKnown = 'always'
    families.push(family)
  }
  for (const [status, wanted] of [['poor', POOR_HOUSEHOLDS], ['near_poor', NEAR_POOR_HOUSEHOLDS]] as const) {
    const missing = wanted - families.filter(({ poorStatus }) => poorStatus === status).length
    const candidates = random.shuffled(families.filter((family) => family.poorStatus === undefined && family.members.length >= 3))
    for (const family of candidates.slice(0, missing)) family.poorStatus = status
  }
  for (let i = 0; i < OTHER_FAMILIES; i += 1) {
    const birth = addDays(addMonths(today, -12 * random.int(27, 66)), -random.int(10, 350))
    families.push(inventFamily(source, { village: village(), birth }).family)
  }
  return { families, allowances, headPhones, cards: inventCards({ random: createRandom(seed, 'cards'), today, allowances, families }) }
}
