/** Who works with the console, and how far they see. */
export const OFFICER_ROLES = ['admin', 'officer', 'approver', 'village-head', 'viewer'] as const
export type OfficerRole = (typeof OFFICER_ROLES)[number]

/** What somebody may see: one commune, perhaps one village of it. Every query of the console takes it. */
export interface Scope {
  communeId: number
  villageId: number | undefined
}

/** An installation without a commune yet: nobody has this number. */
export const NO_COMMUNE = 0

/** As the record of who did what names an officer. */
export const officerActor = (accountId: number): string => `officer:${accountId}`
