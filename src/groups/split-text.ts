/** A long text in parts that every messenger takes, cut where a reader would breathe. Nothing is left out. */
export function splitText(text: string, mostChars: number): string[] {
  const parts: string[] = []
  let rest = text.trim()
  while (rest.length > mostChars) {
    const room = rest.slice(0, mostChars)
    const least = mostChars / 2
    const cut = [room.lastIndexOf('\n'), lastSentence(room), room.lastIndexOf(' ')].find((at) => at >= least) ?? wholeCharacters(room)
    parts.push(rest.slice(0, cut).trim())
    rest = rest.slice(cut).trim()
  }
  return rest === '' && parts.length > 0 ? parts : [...parts, rest]
}

const lastSentence = (text: string): number => Math.max(text.lastIndexOf('. '), text.lastIndexOf('; ')) + 1

/** A pair of surrogates is one character, and stays together. */
const wholeCharacters = (text: string): number => (/[\uD800-\uDBFF]$/.test(text) ? text.length - 1 : text.length)
