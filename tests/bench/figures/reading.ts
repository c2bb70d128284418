/** What is read in group messages written apart from the rules, and how long a message takes. */
import { join } from 'node:path'
import { TEMPLATES } from '../../../src/app/templates-dir.ts'
import { loadLexicon } from '../../../src/groups/reading/load-lexicon.ts'
import { createGroupReader } from '../../../src/groups/reading/read-group-message.ts'
import { readGroupMessages, scoreGroups, share } from '../../support/group-score.ts'
import type { GroupScore, Part } from '../../support/group-score.ts'
import { median } from '../figure.ts'
import type { Figure, Measured } from '../figure.ts'

/** The last has never been learnt from: it says what to expect of messages that nobody here has seen. */
const SETS = ['group-messages', 'group-messages-second', 'group-messages-third', 'group-messages-fourth', 'group-messages-fifth'].map((name) => ({ name, file: new URL(`../../../../tests/groups/${name}.jsonl`, import.meta.url) }))
const ROUNDS = 9
/** The first rounds warm the machine up. */
const WARM = 2
const GOALS: readonly (readonly [part: Part, what: string, atLeast: number])[] = [
  ['kind', 'kind', 92], ['targets', 'targets', 96], ['deadline', 'deadline', 92], ['numbers', 'numbers', 95],
]

export const reading: Figure = {
  name: 'reading',
  about: 'labelled group messages through route: right, wrong as what, and the time it takes',
  async measure() {
    const read = createGroupReader(await loadLexicon({ languageDir: join(TEMPLATES, 'vi') }))
    const sets = SETS.map(({ name, file }) => ({ name, messages: readGroupMessages(file) }))
    const messages = sets.flatMap((set) => set.messages)
    const took = messages.map((): number[] => [])
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [at, { message }] of messages.entries()) {
        const start = performance.now()
        read(message)
        if (round >= WARM) took[at]?.push(performance.now() - start)
      }
    }
    // Of each message the middle round: what else runs on the machine is not what reading costs.
    return [...sets.flatMap((set) => ofSet(set.name, scoreGroups(set.messages, read))), ofTime(took.map(median))]
  },
}

function ofSet(name: string, score: GroupScore): Measured[] {
  const wrong = (ids: readonly string[]): string => (ids.length === 0 ? 'none wrong' : `wrong: ${ids.join(', ')}`)
  return [
    ...GOALS.map(([part, what, atLeast]): Measured => ({ what: `${name}: ${what}`, value: 100 * share(score, part), unit: '%', goal: { atLeast }, note: `of ${score.messages}; ${wrong(score.wrong[part])}` })),
    { what: `${name}: confident`, value: (100 * score.confident) / score.messages, unit: '%', goal: { atLeast: 60 } },
    { what: `${name}: misrouted while confident`, value: score.misrouted.length, unit: '', goal: { atMost: 0 }, note: score.misrouted.join(', ') },
    ...score.perKind.map(({ kind, messages, right, takenFor }): Measured => ({ what: `… ${kind}`, value: (100 * right) / Math.max(1, messages), unit: '%', note: `${right} of ${messages}${takenFor.length === 0 ? '' : `; ${takenFor.join(', ')}`}` })),
  ]
}

function ofTime(took: number[]): Measured {
  took.sort((a, b) => a - b)
  const at = (part: number): number => took[Math.floor(took.length * part)] as number
  return { what: 'read a group message, p99', value: at(0.99), unit: 'ms', goal: { atMost: 5 }, note: `median ${at(0.5).toFixed(2)} ms` }
}
