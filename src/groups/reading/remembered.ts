/** Groups say the same few thousand words again and again: what was found out about one is kept, and begun anew when it is too much. */
const MOST = 20_000
/** Longer pieces are no words; they would only fill the memory. */
const LONGEST = 24

export function remembered<Value>(find: (text: string) => Value): (text: string) => Value {
  const known = new Map<string, Value>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    const value = find(text)
    if (text.length > LONGEST) return value
    if (known.size >= MOST) known.clear()
    known.set(text, value)
    return value
  }
}
