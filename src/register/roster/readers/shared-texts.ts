/**
 * The table of texts that a workbook keeps once and cells point to. Texts are packed as UTF-8 and decoded when a
 * row asks for them: 200,000 different names as strings would be 60 MB for the garbage collector to walk.
 */
import { GrowingNumbers, PackedBytes } from './packed-bytes.ts'
import type { ReadGuard } from './read-guard.ts'
import { ROSTER_LIMITS } from '../roster.ts'

export class SharedTexts {
  private readonly guard: ReadGuard
  private readonly bytes: PackedBytes
  private readonly addresses = new GrowingNumbers()
  private readonly fonts = new Map<number, string>()
  private scratch = Buffer.allocUnsafe(4 + 3 * ROSTER_LIMITS.cellChars)

  constructor(guard: ReadGuard) {
    this.guard = guard
    this.bytes = new PackedBytes(guard)
  }

  get length(): number {
    return this.addresses.length
  }

  /** `font` is that of the text's own first run, where it has one; it wins over the cell's. */
  add(text: string, font?: string): void {
    if (text.length > ROSTER_LIMITS.cellChars) throw this.guard.refuse('cell-too-long')
    if (font !== undefined) this.fonts.set(this.addresses.length, font)
    const length = this.scratch.write(text, 4, 'utf8')
    this.scratch.writeUInt32LE(length, 0)
    this.addresses.push(this.bytes.append(this.scratch, 4 + length))
  }

  textAt(index: number): string {
    const address = this.addresses.at(index)
    const block = this.bytes.blockOf(address)
    const offset = this.bytes.offsetOf(address)
    return block.toString('utf8', offset + 4, offset + 4 + block.readUInt32LE(offset))
  }

  isEmptyAt(index: number): boolean {
    const address = this.addresses.at(index)
    return this.bytes.blockOf(address).readUInt32LE(this.bytes.offsetOf(address)) === 0
  }

  fontAt(index: number): string | undefined {
    return this.fonts.get(index)
  }
}
