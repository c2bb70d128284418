/** What a figure of the bench is, and what it is given. */
import type { Ground } from './ground.ts'

export type Goal = { atLeast: number } | { atMost: number }

export interface Measured {
  what: string
  value: number
  unit: string
  /** Absent: told for comparison, nobody has promised it. */
  goal?: Goal
  /** How it came about: sizes, parts, what it was measured beside. */
  note?: string
}

export interface Bench {
  ground: Ground
  /** Small sizes, to see in a minute that every figure still can be taken; their speed says little. */
  short: boolean
  /** Progress, for whoever waits. */
  say(text: string): void
}

export interface Figure {
  /** For `--only`. */
  name: string
  about: string
  measure(bench: Bench): Promise<Measured[]>
}

export function isMet(value: number, goal: Goal): boolean {
  return 'atLeast' in goal ? value >= goal.atLeast : value <= goal.atMost
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] as number
}

/** Milliseconds that `work` takes, and what it returned. */
export async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const start = performance.now()
  const result = await work()
  return { ms: performance.now() - start, result }
}

export const count = (value: number): string => Math.round(value).toLocaleString('en-US')
