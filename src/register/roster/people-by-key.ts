/**
 * Which people of a file a key leads to, for a quarter of a million rows. Keys are kept as 64 bits of hash in flat arrays:
 * a Map of the keys themselves was a third of what an import held, and two keys that share all 64 bits come up once in a
 * hundred million files.
 */
export class PeopleByKey {
  /** Of the first entry of a key, from 1; 0 = free. */
  private slots = new Int32Array(2_048)
  private low = new Int32Array(1_024)
  private high = new Int32Array(1_024)
  private people = new Int32Array(1_024)
  /** Of the key's next person, from 1; 0 = no more. */
  private next = new Int32Array(1_024)
  private entries = 0
  private readonly most: number

  /** No more than `most` people are kept of one key. */
  constructor(most: number) {
    this.most = most
  }

  /** In the order in which they were put. */
  found(key: string): readonly number[] {
    const found: number[] = []
    this.first(key, (person) => found.push(person) === 0)
    return found
  }

  /** The first of them who is wanted. */
  first(key: string, isWanted: (person: number) => boolean): number | undefined {
    const [low, high] = hash(key)
    for (let entry = this.slots[this.slotOf(low, high)] as number; entry !== 0; entry = this.next[entry - 1] as number) {
      const person = this.people[entry - 1] as number
      if (isWanted(person)) return person
    }
    return undefined
  }

  put(key: string, person: number): void {
    const [low, high] = hash(key)
    const slot = this.slotOf(low, high)
    let last = 0
    let count = 0
    for (let entry = this.slots[slot] as number; entry !== 0; entry = this.next[entry - 1] as number) {
      count += 1
      if (count === this.most || this.people[entry - 1] === person) return
      last = entry
    }
    if (this.entries === this.people.length) this.growEntries()
    this.low[this.entries] = low
    this.high[this.entries] = high
    this.people[this.entries] = person
    this.entries += 1
    if (last === 0) this.slots[slot] = this.entries
    else this.next[last - 1] = this.entries
    if (this.entries * 2 > this.slots.length) this.growSlots()
  }

  /** Where the key's first entry stands, or will stand. */
  private slotOf(low: number, high: number): number {
    const mask = this.slots.length - 1
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const entry = this.slots[slot] as number
      if (entry === 0 || (this.low[entry - 1] === low && this.high[entry - 1] === high)) return slot
    }
  }

  private growEntries(): void {
    this.low = doubled(this.low)
    this.high = doubled(this.high)
    this.people = doubled(this.people)
    this.next = doubled(this.next)
  }

  private growSlots(): void {
    const before = this.slots
    this.slots = new Int32Array(before.length * 2)
    for (const entry of before) if (entry !== 0) this.slots[this.slotOf(this.low[entry - 1] as number, this.high[entry - 1] as number)] = entry
  }
}

function doubled(values: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(values.length * 2)
  larger.set(values)
  return larger
}

const both: [number, number] = [0, 0]

/** Two hashes of one pass (FNV-1a and Murmur's multiplier), each stirred at the end: numbers of a list differ in their last digits only. */
function hash(text: string): readonly [low: number, high: number] {
  let one = 0x811c9dc5
  let other = text.length
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    one = Math.imul(one ^ code, 0x01000193)
    other = Math.imul(other ^ code, 0x5bd1e995)
    other ^= other >>> 15
  }
  both[0] = stirred(one)
  both[1] = stirred(other)
  return both
}

function stirred(value: number): number {
  const mixed = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d)
  return mixed ^ (mixed >>> 13)
}
