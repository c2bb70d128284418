/** Asking for a benefit: the form, and how long the commune may take (335/2026 Art. 8 and 9). */
import type { Dated } from './dated.ts'

export type ApplicationPurpose = 'assistance' | 'carer' | 'funeral'

export interface ApplicationRule extends Dated {
  purpose: ApplicationPurpose
  /** "01": the number on the form. */
  formNo: string
  /** Working days from a complete dossier to the decision. */
  decisionDays: number
}

const nd335 = (purpose: ApplicationPurpose, formNo: string, decisionDays: number): ApplicationRule => ({
  purpose, formNo, decisionDays,
  effectiveFrom: '2026-10-05',
  legalSource: 'Nghị định 335/2026/NĐ-CP, Điều 8 và Điều 9',
  confidence: 'S',
})

/** Dossiers of before that day were finished under the older decrees; nobody hands in their forms any more. */
export const APPLICATION_RULES: readonly ApplicationRule[] = [
  nd335('assistance', '01', 7),
  nd335('carer', '02', 7),
  nd335('funeral', '03', 3),
]
