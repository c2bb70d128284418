/** Who is signed in, and what they see: made anew from the database for every request, never taken from the page. */
import type { OfficerRole, Scope } from '../../domain/officer.ts'

export interface Officer {
  accountId: number
  sessionId: string
  name: string
  role: OfficerRole
  scope: Scope
  /** "xã Tân Đông"; undefined: there is none yet. */
  commune: string | undefined
  /** "Ấp Đông Lợi", for whoever sees only that. */
  village: string | undefined
  /** What somebody who may see several chooses from; empty: nothing to choose. */
  communes: readonly { id: number; name: string }[]
  /** May act for the whole installation: their account belongs to no commune. */
  seesAll: boolean
}
