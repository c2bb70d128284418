/**
 * Append-only bytes in large blocks. A million cells as objects would cost more memory than the whole process may
 * use, and one growing buffer would cost its size again at every growth.
 */
import type { ReadGuard } from './read-guard.ts'

const BLOCK_BITS = 22
const BLOCK_BYTES = 1 << BLOCK_BITS

export class PackedBytes {
  private readonly guard: ReadGuard
  private readonly blocks: Buffer[] = []
  private used = BLOCK_BYTES

  constructor(guard: ReadGuard) {
    this.guard = guard
  }

  /** Copies the first `length` bytes and answers where they are; what is appended at once is never split. */
  append(bytes: Buffer, length: number): number {
    this.guard.countPacked(length)
    if (this.used + length > BLOCK_BYTES) {
      this.blocks.push(Buffer.allocUnsafeSlow(Math.max(BLOCK_BYTES, length)))
      this.used = 0
    }
    const offset = this.used
    bytes.copy(this.block(this.blocks.length - 1), offset, 0, length)
    this.used += length
    return (this.blocks.length - 1) * BLOCK_BYTES + offset
  }

  blockOf(address: number): Buffer {
    return this.block(Math.floor(address / BLOCK_BYTES))
  }

  offsetOf(address: number): number {
    return address % BLOCK_BYTES
  }

  private block(index: number): Buffer {
    const block = this.blocks[index]
    if (block === undefined) throw new RangeError('address outside of the packed bytes')
    return block
  }
}

/** A list of unsigned 32-bit numbers that grows without boxing them. */
export class GrowingNumbers {
  private values = new Uint32Array(1024)
  length = 0

  push(value: number): void {
    if (this.length === this.values.length) {
      const larger = new Uint32Array(this.values.length * 2)
      larger.set(this.values)
      this.values = larger
    }
    this.values[this.length] = value
    this.length += 1
  }

  at(index: number): number {
    return this.values[index] ?? 0
  }
}
