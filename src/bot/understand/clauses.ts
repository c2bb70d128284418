/** Where one message asks twice: at punctuation, and at words that join two questions. */
const JOINTS: ReadonlySet<string> = new Set([',', '?'])
const JOINING: readonly (readonly string[])[] = [['voi', 'lai'], ['cho', 'hoi', 'them'], ['hoi', 'them'], ['ngoai', 'ra'], ['tien', 'the'], ['va'], ['con'], ['roi'], ['luon', 'tien']]
const LEAST_WORDS = 3

/** Parts of at least three words; a message that cannot be parted is one clause. Expects standard words. */
export function clausesOf(words: readonly string[]): readonly (readonly string[])[] {
  const clauses: string[][] = [[]]
  for (let at = 0; at < words.length; at += 1) {
    const joining = JOINTS.has(words[at] as string) ? [words[at]] : JOINING.find((joint) => joint.every((word, offset) => words[at + offset] === word))
    if (joining === undefined) {
      clauses.at(-1)?.push(words[at] as string)
      continue
    }
    // "Con" and "rồi" are mostly a child and the past tense: they join only in the middle of something.
    if ((clauses.at(-1)?.length ?? 0) >= LEAST_WORDS) clauses.push([])
    at += joining.length - 1
  }
  const long = clauses.filter((clause) => clause.length >= LEAST_WORDS)
  return long.length < 2 ? [words] : long
}
