/** "nt", "-nt-", "như trên", a quotation mark: the cell says what the last written cell above it says. */
import { fold } from '../../domain/vietnamese-text.ts'
import type { ColumnField } from './column-field.ts'
import type { ColumnPlan } from './column-plan.ts'
import type { RosterCell, RosterSheetRow } from './roster.ts'

const MARK = /^(?:["”“″〃„']{1,2}|\/\/|-+ ?["”“″] ?-+)$/
const WORDS = /^[-–. ]*(?:nt|n\.t|nhu tren|giong tren|cung tren)[-–. ]*$/

/** Where people write it. A name, a number or a date of somebody else is nobody's own. */
const REPEATED: readonly ColumnField[] = [
  'village', 'neighbourhood', 'address', 'group', 'card_group', 'category', 'clause', 'point', 'disability', 'coefficient', 'standard', 'amount', 'total',
  'payment_method', 'bank', 'decision_no', 'decision_date', 'start_month', 'poor_status', 'valid_from', 'valid_to',
]

export function isRepeatMark(text: string): boolean {
  return text.length <= 12 && (MARK.test(text.trim()) || WORDS.test(fold(text)))
}

/** For each row in turn, the cells that stand for those above them; undefined for most rows. */
export function repeatedCells(plan: ColumnPlan): (row: RosterSheetRow) => Map<number, RosterCell> | undefined {
  const columns = REPEATED.flatMap((field) => plan.all(field))
  const last = new Map<number, RosterCell>()
  return ({ cells }) => {
    let lent: Map<number, RosterCell> | undefined
    for (const column of columns) {
      const cell = cells[column]
      if (cell === undefined || cell.value === null || cell.value === '') continue
      if (typeof cell.value !== 'string' || !isRepeatMark(cell.value)) last.set(column, cell)
      else if (last.has(column)) (lent ??= new Map()).set(column, last.get(column) as RosterCell)
    }
    return lent
  }
}
