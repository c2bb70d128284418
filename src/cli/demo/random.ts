/**
 * Chance that can be repeated: the same seed and stream always give the same sample commune. Every part of the
 * sample draws from its own stream, so that a change in one file leaves the others as they were.
 */
export interface Random {
  /** From 0 up to, but not including, 1. */
  fraction(): number
  /** A whole number, both ends included. */
  int(min: number, max: number): number
  chance(probability: number): boolean
  pick<T>(items: readonly T[]): T
  /** Each item with its weight. */
  weighted<T>(items: readonly (readonly [item: T, weight: number])[]): T
  shuffled<T>(items: readonly T[]): T[]
  digits(count: number): string
}

export function createRandom(seed: number, stream: string): Random {
  let state = hash(`${seed}/${stream}`)
  const fraction = (): number => {
    state = (state + 0x9e3779b9) | 0
    return (scramble(state) >>> 0) / 2 ** 32
  }
  const int = (min: number, max: number): number => min + Math.floor(fraction() * (max - min + 1))
  const pick = <T>(items: readonly T[]): T => {
    const item = items[int(0, items.length - 1)]
    if (item === undefined) throw new RangeError('cannot pick from an empty list')
    return item
  }
  return {
    fraction,
    int,
    pick,
    chance: (probability) => fraction() < probability,
    weighted(items) {
      let left = fraction() * items.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [item, weight] of items) {
        left -= weight
        if (left < 0) return item
      }
      return pick(items)[0]
    },
    shuffled(items) {
      const rest = [...items]
      return items.map(() => rest.splice(int(0, rest.length - 1), 1)).flat()
    },
    digits: (count) => Array.from({ length: count }, () => int(0, 9)).join(''),
  }
}

/** FNV-1a, so that streams with similar names start far apart. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (const char of text) value = Math.imul(value ^ (char.codePointAt(0) ?? 0), 0x01000193)
  return value
}

/** A 32-bit finaliser: every bit of the counter reaches every bit of the result. */
function scramble(counter: number): number {
  let value = Math.imul(counter ^ (counter >>> 16), 0x85ebca6b)
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35)
  return value ^ (value >>> 16)
}
