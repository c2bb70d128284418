/**
 * A roster file comes from outside and may be built to exhaust the machine. Everything that a reader consumes or
 * keeps is counted here, by what really came out of the file and never by what the file declares about itself.
 */
import { setImmediate } from 'node:timers/promises'
import { UserError } from '../../../kernel/errors.ts'
import { REFUSALS, type Place, type Refusal } from './refusals.ts'
import { ROSTER_LIMITS } from '../roster.ts'

/**
 * Rows and texts are kept packed until the import ends, and the process may use 512 MB for everything. The largest
 * honest list (250,000 rows of 15 filled columns) packs into about 100 MB.
 */
const PACKED_BYTES = 192 * 1024 * 1024
/** Style sheets and empty formatted rows compress far better than data; below this size a ratio proves nothing. */
const RATIO_COUNTS_FROM = 16 * 1024 * 1024

/** The officer waits for less than ROSTER_LIMITS.seconds, in which the program also starts and says its sentence. */
const READ_SECONDS = ROSTER_LIMITS.seconds - 2
/** An honest list of 250,000 wide rows may take longer on a small machine: each row that was read buys its own time. */
const SECONDS_PER_ROW = 20e-6

export class ReadGuard {
  readonly fileName: string
  private readonly signal: AbortSignal | undefined
  private readonly startedAt = process.cpuUsage()
  private expanded = 0
  private packed = 0
  private rows = 0

  constructor(fileName: string, signal?: AbortSignal) {
    this.fileName = fileName
    this.signal = signal
  }

  /** The error to throw. Only counts and kinds go into its detail: sheet names and rows may be personal data. */
  refuse(refusal: Refusal, place: Place = {}, cause?: unknown): UserError {
    return new UserError(`roster.${refusal}`, REFUSALS[refusal](this.fileName, place), { cause, detail: { refusal } })
  }

  /**
   * To be called between slices of work: stops when the caller gave up or the time is over. The time is the processor's,
   * so that an honest list is not refused because the machine is busy with something else.
   */
  check(): void {
    this.signal?.throwIfAborted()
    const { user, system } = process.cpuUsage(this.startedAt)
    if (user + system > (READ_SECONDS + this.rows * SECONDS_PER_ROW) * 1e6) throw this.refuse('too-slow')
  }

  /** Lets the rest of the process work, so that reading a large list does not hold up a citizen's answer. */
  async breathe(): Promise<void> {
    await setImmediate()
    this.check()
  }

  countExpanded(bytes: number, entryExpanded: number, entryCompressed: number): void {
    this.expanded += bytes
    const ratioBroken =
      entryExpanded > RATIO_COUNTS_FROM && entryExpanded > entryCompressed * ROSTER_LIMITS.expansionRatio
    if (ratioBroken || this.expanded > ROSTER_LIMITS.expandedBytes) throw this.refuse('expands-too-much')
  }

  countPacked(bytes: number): void {
    this.packed += bytes
    if (this.packed > PACKED_BYTES) throw this.refuse('too-much-text')
  }

  countRow(place: Place): void {
    this.rows += 1
    if (this.rows > ROSTER_LIMITS.rows) throw this.refuse('too-many-rows', place)
  }
}
