/**
 * What the reader makes of labelled messages, all invented. The first set was written apart from the rules; the kinds of its last
 * 92 messages, which nobody had looked at, first came out right in 86 %. The second was written before the rules were tuned: kind
 * 96, targets 98, deadline and numbers 100 %, 1 of 80 misrouted. The third, harder on purpose, is 163 messages in two halves, each
 * written after the rules were thought good: kind 86 and 83, targets 95 and 96 %, 5 and 2 misrouted. The fourth,
 * by another hand that never saw the rules, first came out with kind 85.0, targets 89.2, deadline 93.5 and numbers 92.3 %, 18 of 260
 * misrouted. The rules have learnt from these four. From the fifth, 90 messages of that hand, they have not: the bench says what they
 * make of it.
 */
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadLexicon } from '../../../src/groups/reading/load-lexicon.ts'
import { createGroupReader } from '../../../src/groups/reading/read-group-message.ts'
import type { ReadGroupMessage } from '../../../src/groups/reading/reading.ts'
import { readGroupMessages, scoreGroups, share } from '../../support/group-score.ts'
import type { GroupScore, Part } from '../../support/group-score.ts'

const languageDir = fileURLToPath(new URL('../../../templates/vi', import.meta.url))
const LEAST = { kind: 0.92, targets: 0.96, deadline: 0.92, time: 0.92, ack: 0.92, numbers: 0.95 } satisfies Record<Part, number>

let read: ReadGroupMessage
beforeAll(async () => {
  read = createGroupReader(await loadLexicon({ languageDir }))
})

describe.each([['group-messages.jsonl', 402], ['group-messages-second.jsonl', 80], ['group-messages-third.jsonl', 163], ['group-messages-fourth.jsonl', 260]])('the messages of %s', (file, count) => {
  let score: GroupScore
  beforeAll(() => {
    score = scoreGroups(readGroupMessages(new URL(`../${file}`, import.meta.url)), read)
  })

  test.each(Object.entries(LEAST) as [Part, number][])('have their %s read right in at least %d', (part, least) => {
    expect(score.messages).toBe(count)
    expect(share(score, part), score.wrong[part].join(' ')).toBeGreaterThanOrEqual(least)
  })

  test('are never misrouted while the reader is sure, and it is sure of most', () => {
    const { misrouted, confident } = score
    expect(misrouted).toEqual([])
    expect(confident / count).toBeGreaterThanOrEqual(0.6)
  })
})

test('a reader that calls everything a task would not pass', () => {
  const messages = readGroupMessages(new URL('../group-messages.jsonl', import.meta.url))
  const score = scoreGroups(messages, (message) => ({ ...read(message), kind: 'task', confident: true }))
  expect(share(score, 'kind')).toBeLessThan(LEAST.kind)
  expect(score.misrouted.length).toBeGreaterThan(100)
})
