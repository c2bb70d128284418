/**
 * Phrases with choices: "[thẻ|bhyt] còn hạn [không]" stands for as many questions as its choices make, and `[không]` for a
 * list of words/choices.txt. One line so teaches a way of asking together with all its words.
 */
import { pick } from './random.ts'
import type { Random } from './random.ts'
import { RefusedLine } from './refused-line.ts'

export type ChoiceLists = ReadonlyMap<string, readonly string[]>

const CHOICE = /\[([^\][]+)\]/g

export function readChoices(lines: readonly string[]): Map<string, readonly string[]> {
  return new Map(lines.map((line) => {
    const at = line.indexOf('=')
    if (at < 1) throw new RefusedLine('words/choices.txt', line)
    return [line.slice(0, at).trim(), optionsOf(line.slice(at + 1))]
  }))
}

/** How many phrases the line stands for; 1 where it has no choice. */
export function countOf(phrase: string, lists: ChoiceLists): number {
  return [...phrase.matchAll(CHOICE)].reduce((count, [, inside = '']) => count * (options(inside, lists)?.length ?? 1), 1)
}

/** One of them. Brackets that hold neither a "|" nor the name of a list are the citizen's own. */
export function choose(phrase: string, lists: ChoiceLists, random: Random): string {
  const chosen = phrase.replace(CHOICE, (whole, inside: string) => {
    const from = options(inside, lists)
    return from === undefined ? whole : (pick(from, random) ?? '')
  })
  return chosen.replace(/ +(?=,)/g, '').replace(/ {2,}/g, ' ').trim()
}

function options(inside: string, lists: ChoiceLists): readonly string[] | undefined {
  return inside.includes('|') ? optionsOf(inside) : lists.get(inside)
}

const optionsOf = (text: string): string[] => text.split('|').map((one) => one.trim())
