/** What a sheet has beside its rows: merged ranges and hidden columns, bounded like everything else from outside. */
import type { ReadGuard } from './read-guard.ts'
import { ROSTER_LIMITS, type MergedRange } from '../roster.ts'

/** A household list merges a few cells per household; 50,000 leaves room for the largest commune. */
const MAX_MERGES = 50_000

export class SheetShape {
  readonly merges: MergedRange[] = []
  private readonly guard: ReadGuard
  private readonly sheet: string
  private readonly hidden = new Set<number>()

  constructor(guard: ReadGuard, sheet: string) {
    this.guard = guard
    this.sheet = sheet
  }

  get hiddenColumns(): readonly number[] {
    return [...this.hidden].sort((a, b) => a - b)
  }

  /** Rows from 1, columns from 0. Ranges of one cell or outside of every readable column are left out. */
  merge(range: MergedRange): void {
    const right = Math.min(range.right, ROSTER_LIMITS.columns - 1)
    if (right < range.left || range.bottom < range.top || range.top < 1) return
    if (range.top === range.bottom && range.left === right) return
    if (this.merges.length === MAX_MERGES) throw this.guard.refuse('too-many-merges', { sheet: this.sheet })
    this.merges.push({ ...range, right })
  }

  /** Columns from 0, both inclusive; programs hide "the rest" up to the last of 16,384. */
  hideColumns(from: number, to: number): void {
    for (let column = Math.max(0, from); column <= Math.min(to, ROSTER_LIMITS.columns - 1); column += 1) {
      this.hidden.add(column)
    }
  }
}
