/**
 * Arrears (truy lĩnh) and recoveries (truy thu): what a month is worth by the rules known today against what was
 * paid for it. One line a month, because the officer's list shows them so; payments made are never rewritten.
 */
import { shiftMonth } from '../calendar.ts'
import type { Day, Month } from '../calendar.ts'
import { allowanceFor } from './allowance.ts'
import type { AllowanceClaim } from './allowance.ts'
import { leastSure } from './dated.ts'
import type { Confidence } from './dated.ts'

export interface PaidMonth {
  month: Month
  /** đồng */
  paid: number
}

export interface ArrearsLine extends PaidMonth {
  due: number
  /** due − paid: positive is owed to the person, negative was paid too much. */
  difference: number
}

export interface Arrears {
  lines: readonly ArrearsLine[]
  /** đồng still owed to the person */
  owed: number
  /** đồng paid too much; never set off against what is owed without an officer's decision */
  overpaid: number
  /** U as soon as one month is: then the figure is for the officer alone. */
  confidence: Confidence
  /** Months for which nothing can be said: they have no line. */
  unclear: readonly Month[]
}

export function arrearsFor(claim: AllowanceClaim, payments: readonly PaidMonth[]): Arrears {
  const lines: ArrearsLine[] = []
  const unclear: Month[] = []
  let confidence: Confidence = 'S'
  for (const { month, paid } of payments) {
    const allowance = allowanceFor(claim, month)
    if (allowance.kind === 'none' && allowance.reason !== 'age-outside') {
      unclear.push(month)
      confidence = 'U'
      continue
    }
    const due = allowance.kind === 'allowance' ? allowance.amount : 0
    if (allowance.kind === 'allowance') confidence = leastSure(confidence, allowance.confidence)
    lines.push({ month, paid, due, difference: due - paid })
  }
  const sum = (pick: (difference: number) => number): number =>
    lines.reduce((total, line) => total + pick(line.difference), 0)
  return {
    lines,
    owed: sum((difference) => Math.max(difference, 0)),
    overpaid: sum((difference) => Math.max(-difference, 0)),
    confidence,
    unclear,
  }
}

/** What a month's list must have paid: its money is drawn before the 25th of the month before. */
export function amountAsListed(claim: AllowanceClaim, month: Month): number | undefined {
  const listClosed: Day = `${shiftMonth(month, -1)}-25`
  const allowance = allowanceFor(claim, month, { knownOn: listClosed })
  return allowance.kind === 'allowance' ? allowance.amount : undefined
}
