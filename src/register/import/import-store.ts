/** What an import needs from the database. One transaction, alone among the imports of its commune. */
import type {
  Candidate, HouseholdFacts, IdKind, IdQuestion, NameQuestion, RegisterChanges, RegisteredPerson, VillageFacts, Written,
} from '../../domain/register-facts.ts'
import type { Day, Month } from '../../domain/calendar.ts'
import type { RosterKind } from '../roster/roster.ts'

export interface ImportStore {
  /** Commits when `work` answers `keep`, else takes everything back. */
  run<Result>(communeId: number, work: (register: ImportRegister) => Promise<{ keep: boolean; result: Result }>): Promise<Result>
}

export type EntityName = 'household' | 'person' | 'import_batch'

export interface ImportRegister {
  hasPeople(): Promise<boolean>
  villages(): Promise<VillageFacts[]>
  households(matchKeys: readonly string[]): Promise<HouseholdFacts[]>
  findByNumber(number: IdKind, questions: readonly IdQuestion[]): Promise<Candidate[]>
  findByName(questions: readonly NameQuestion[]): Promise<Candidate[]>
  /** Everything that the file may change about these people. */
  load(personIds: readonly string[], wanted: { kind: RosterKind; months: readonly Month[]; hasCards: boolean }): Promise<RegisteredPerson[]>
  /** Ids for rows that are about to be inserted; numbers that are not used in the end are lost, which is harmless. */
  nextIds(entity: EntityName, count: number): Promise<string[]>
  addVillages(villages: readonly Omit<VillageFacts, 'id'>[], batchId: string): Promise<VillageFacts[]>
  writeHouseholds(changes: Written<HouseholdFacts>, batchId: string): Promise<void>
  write(changes: RegisterChanges, batchId: string): Promise<void>
  /** Who has a benefit of this kind and was not seen in the list; only in these villages, where the list names some. */
  missing(question: MissingQuestion): Promise<MissingPeople>
  finish(batch: BatchRecord): Promise<void>
}

export interface MissingQuestion {
  kind: RosterKind
  months: readonly Month[]
  seenPeople: readonly string[]
  seenBenefits: readonly string[]
  /** What this import has just added is not missing. */
  batchId: string
  villageIds: readonly number[] | undefined
}

export interface MissingPeople {
  people: number
  benefits: number
  personIds: string[]
  names: string[]
}

export interface BatchRecord {
  id: string
  kind: RosterKind
  fileName: string
  sha256: string
  month: Day | undefined
  counts: object
  diff: object
  actor: string
  at: Date
  /** Rows that were not plainly accepted. */
  rows: readonly { sheet: string; row: number; outcome: string; issues: readonly object[]; personId: string | undefined }[]
}
