/**
 * The first row of every value, for a quarter of a million rows: an open hash of row numbers. A Map of the same
 * strings needs ten times the memory, which a machine of two gigabytes misses elsewhere.
 */
export class FirstRows {
  private readonly slots: Int32Array
  private readonly mask: number
  private readonly valueOf: (row: number) => string | undefined

  constructor(rows: number, valueOf: (row: number) => string | undefined) {
    const size = 2 ** Math.ceil(Math.log2(Math.max(8, rows * 2)))
    this.slots = new Int32Array(size).fill(-1)
    this.mask = size - 1
    this.valueOf = valueOf
  }

  /** The first row with the value of this one; this one itself where it is the first. Undefined where it has no value. */
  firstOf(row: number): number | undefined {
    const value = this.valueOf(row)
    if (value === undefined) return undefined
    let slot = hash(value) & this.mask
    for (;;) {
      const first = this.slots[slot] as number
      if (first === -1) {
        this.slots[slot] = row
        return row
      }
      if (this.valueOf(first) === value) return first
      slot = (slot + 1) & this.mask
    }
  }
}

/** FNV-1a with a last stir, because the numbers of a list often differ in their last digits only. */
function hash(text: string): number {
  let mixed = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) mixed = Math.imul(mixed ^ text.charCodeAt(at), 0x01000193)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d)
  return mixed ^ (mixed >>> 13)
}
