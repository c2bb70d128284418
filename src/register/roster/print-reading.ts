/** A reading as `loa import --dry-run --json` prints it: the published fields and nothing else. */
import type { RosterReading, RosterRecord } from './roster.ts'

/** In the order of the published format. What a record holds beyond them is for the import, not for readers of the JSON. */
const PUBLISHED = [
  'full_name', 'birth', 'birth_precision', 'sex', 'citizen_id', 'old_id', 'social_insurance_no', 'card_no', 'valid_from', 'valid_to', 'phones', 'village',
  'category', 'category_group', 'card_group', 'coefficient', 'amount', 'payment_method', 'account_no', 'bank', 'household_code', 'household_no', 'poor_status', 'note',
] as const satisfies readonly (keyof RosterRecord)[]

export type PublishedRecord = Pick<RosterRecord, (typeof PUBLISHED)[number]>

/** Long enough that a write is worth it, and nothing beside the reading itself. */
const PIECE_CHARS = 64 * 1_024

/** One JSON object, piece by piece: of a quarter of a million rows it is longer than a string should be. `more` comes behind the rows. */
export function* readingJson({ file, kind, sheets, counts, rows }: RosterReading, more: object = {}): Generator<string> {
  let piece = `${inner({ file, kind, sheets, counts })},"rows":[`
  let comma = ''
  for (const { sheet, row, outcome, issues, record } of rows) {
    piece += comma + JSON.stringify({ sheet, row, outcome, issues, ...(record !== undefined && { record: published(record) }) })
    comma = ','
    if (piece.length < PIECE_CHARS) continue
    yield piece
    piece = ''
  }
  const behind = inner(more)
  yield `${piece}]${behind === '{' ? '' : `,${behind.slice(1)}`}}`
}

/** An object that is still open. */
const inner = (fields: object): string => JSON.stringify(fields).slice(0, -1)

function published(record: RosterRecord): PublishedRecord {
  const entries = PUBLISHED.map((field) => [field, record[field]] as const).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as unknown as PublishedRecord
}
