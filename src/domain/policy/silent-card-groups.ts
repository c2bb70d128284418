import { CARD_GROUPS, SELF_PAYING_CARD_GROUPS } from './card-groups.ts'

/**
 * Holders who do not pay themselves: "please renew and pay" would be untrue for them. A card whose group is unknown or
 * absent is not silent, because today's cards carry no letters and most of a commune's renewals are households'.
 */
export const SILENT_CARD_GROUPS: readonly string[] = CARD_GROUPS.map((group) => group.code).filter((code) => !SELF_PAYING_CARD_GROUPS.includes(code))
