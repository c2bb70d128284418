/** Whatever anybody writes or forges, in whatever state: an answer of at most three sentences, and never a word about somebody of whom this chat may not hear. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Facts } from '../../src/bot/conversation.ts'
import { IDLE, parse, serialise } from '../../src/bot/conversation-state.ts'
import type { ConversationState } from '../../src/bot/conversation-state.ts'
import { step } from '../../src/bot/step.ts'
import { INTENTS } from '../../src/bot/understand/intents.ts'
import type { Understand } from '../../src/bot/understand/understand.ts'
import { whomAbout } from '../../src/bot/whom.ts'
import { writeReplies } from '../../src/bot/write-replies.ts'
import { countSentences } from '../../src/content/check-templates.ts'
import type { Content } from '../../src/content/content.ts'
import { createContent } from '../../src/content/create-content.ts'
import { communeProfile } from '../../src/domain/commune-profile.ts'
import type { PersonRecord, Relation } from '../../src/domain/person-record.ts'
import { theModel } from '../support/models.ts'

const NOW = new Date('2026-11-23T09:00:00+07:00')

function person(id: string, fullName: string, relation: Relation, more: Partial<PersonRecord> = {}): PersonRecord {
  return {
    id, fullName, relation, sex: 'female', birth: { value: '1950-03-02', precision: 'day' }, poorStatus: undefined, village: 'Ấp Bịa', optedOut: false,
    card: { validTo: '2026-12-31', group: 'GD', level: 4, fiveYearOn: '2027-01-01' },
    allowances: [{ category: undefined, group: 'elderly', coefficient: 1.5, amount: 810_000, method: 'cash', accountTail: undefined, status: 'active' }],
    payments: [
      { month: '2026-12', amount: 810_000, arrears: 300_000, deduction: 0, status: 'listed', accountTail: undefined },
      { month: '2026-11', amount: 750_000, arrears: 0, deduction: 0, status: 'uncollected', accountTail: undefined },
    ],
    schedules: [{ month: '2026-12', method: undefined, place: 'nhà văn hóa ấp', paysOn: '2026-12-04', fromTime: '07:30', confirmed: false }],
    householdPayers: 3, ...more,
  }
}
const SELF = person('1', 'Nguyễn Thị Bịa', 'self')
/** The neighbour's telephone takes messages for her; whoever holds it may not ask. Each of her facts is one of a kind. */
const CANARY = person('2', 'Chim Hoàng Yến', 'neighbour', {
  card: { validTo: '2027-08-19', group: 'GD', level: 4, fiveYearOn: '2019-04-13' },
  payments: [{ month: '2026-12', amount: 777_001, arrears: 0, deduction: 0, status: 'listed', accountTail: '9183' }],
  schedules: [{ month: '2026-12', method: undefined, place: 'sân đình Hoàng Yến', paysOn: '2026-12-09', fromTime: '08:11', confirmed: true }],
})
const CANARIES = ['Hoàng Yến', '19/08/2027', '13/04/2019', '777.001', '9183', '09/12/2026', '08:11']

let understand: Understand
let content: Content
beforeAll(async () => {
  understand = await theModel()
  content = await createContent({ templatesDir: 'templates', overrides: { load: async () => new Map() } })
})

const REAL = readFileSync(new URL('citizen-messages.jsonl', import.meta.url), 'utf8').trimEnd().split('\n').map((line) => (JSON.parse(line) as { text: string }).text)
const words = fc.oneof(
  fc.constantFrom(...REAL),
  fc.tuple(fc.constantFrom(...REAL), fc.constantFrom(...REAL)).map((two) => two.join('? ')),
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc.constantFrom('Thẻ của Chim Hoàng Yến hết hạn khi nào', 'chim hoang yen duoc bao nhieu tien', 'sai số rồi', 'hủy liên kết', 'có', 'không', 'con', '2', '123456', 'KRBC-234X'),
)
const question = fc.record({ intents: fc.array(fc.constantFrom(...INTENTS), { minLength: 1, maxLength: 2 }), month: fc.constantFrom(undefined, 'this', '2026-12', 'bogus') })
const state: fc.Arbitrary<ConversationState> = fc.oneof(
  fc.constantFrom<ConversationState>(IDLE, { step: 'ask-proof' }, { step: 'confirm-unlink' }, { step: 'ask-relation', personId: '1', rest: ['9'] }),
  question.map((asked): ConversationState => ({ step: 'ask-person', question: asked })),
)
const forged = fc.oneof(fc.constant(undefined), fc.constantFrom('person:1', 'person:2', 'relation:self', 'unlink:yes', 'unlink:no', 'topic:card_expiry', ...INTENTS.map((intent) => `topic:${intent}`)), fc.string({ maxLength: 70 }))

const factsFor = (text: string, people: readonly PersonRecord[], more: Partial<Facts> = {}): Facts => ({
  channel: 'webchat', isGroup: false, commune: { name: 'xã Tân Đông', profile: communeProfile('xã Tân Đông', { contact: 'cô Châu 0276 3000 000' }) }, people, misses: 0, stateLost: false, paused: false,
  openTicket: undefined, understood: text.trim() === '' ? undefined : understand(text, { sentOn: '2026-11-23', villages: [] }), proof: undefined, canTextPhones: true, villageSchedule: undefined, ...more,
})

interface Said {
  text: string
  buttons: string
  templates: string
}

async function said(text: string, pressed: string | undefined, from: ConversationState, facts: Facts): Promise<Said[]> {
  const turn = step(from, { text, pressed }, facts, NOW)
  const written = await writeReplies(content)(1, turn.replies, facts, NOW)
  return written.map((reply) => ({ text: reply.text, buttons: JSON.stringify(reply.buttons), templates: reply.templates }))
}

describe('whatever comes', () => {
  test('there is one answer at most, it opens with its sender and has at most three sentences', async () => {
    await fc.assert(
      fc.asyncProperty(words, forged, state, fc.constantFrom([], [SELF], [SELF, person('3', 'Trần Văn Bịa', 'child', { sex: 'male' })]), fc.boolean(), async (text, pressed, from, people, stateLost) => {
        const replies = await said(text, pressed, from, factsFor(text, people, { stateLost, misses: stateLost ? 1 : 0 }))
        expect(replies.length).toBeLessThanOrEqual(1)
        for (const reply of replies) {
          expect(reply.text.startsWith('UBND xã Tân Đông: ')).toBe(true)
          expect(reply.text.split('UBND xã Tân Đông: ')).toHaveLength(2)
          expect(countSentences(reply.text), reply.text).toBeLessThanOrEqual(3)
        }
      }),
      { numRuns: 1_500 },
    )
  })

  test('nothing is told of somebody for whom this chat only takes messages, but that the link can be ended', async () => {
    await fc.assert(
      fc.asyncProperty(words, forged, state, fc.constantFrom([CANARY], [SELF, CANARY]), async (text, pressed, from, people) => {
        for (const reply of await said(text, pressed, from, factsFor(text, people))) {
          const aboutLink = /^answer-(?:unlink-confirm|relation-kept|link-relation)$/.test(reply.templates)
          const seen = CANARIES.filter((canary) => reply.text.includes(canary) || reply.buttons.includes(canary))
          expect(aboutLink ? seen.filter((one) => one !== 'Hoàng Yến') : seen, reply.text).toEqual([])
        }
      }),
      { numRuns: 1_500 },
    )
  })

  test('the search itself would find her: asked by herself she hears of her card', async () => {
    const [reply] = await said('Thẻ của tôi còn hạn tới ngày nào', undefined, IDLE, factsFor('Thẻ của tôi còn hạn tới ngày nào', [{ ...CANARY, relation: 'self' }]))
    expect(CANARIES.filter((canary) => reply?.text.includes(canary))).toEqual(['Hoàng Yến', '19/08/2027'])
  })

  test('while a person speaks the bot says nothing, unless somebody is in danger', async () => {
    await fc.assert(
      fc.asyncProperty(words, forged, state, async (text, pressed, from) => {
        const facts = factsFor(text, [SELF], { paused: true })
        const replies = await said(text, pressed, from, facts)
        expect(replies.length).toBe(facts.understood?.intents.includes('emergency') === true ? 1 : 0)
      }),
      { numRuns: 300 },
    )
  })

  test('a state survives being stored, and what no Loa wrote is a lost one', () => {
    fc.assert(fc.property(state, fc.array(fc.string({ maxLength: 20 }), { maxLength: 4 }), (stored, offered) => {
      const { unreadable, ...back } = parse(serialise({ state: stored, offered }))
      expect(unreadable).toBe(false)
      expect(back).toEqual({ state: stored, offered })
    }))
    fc.assert(fc.property(fc.string(), (text) => {
      expect(parse(text)).toEqual({ state: IDLE, offered: [], unreadable: true })
    }))
  })
})

test('only a messenger that vouches for a number offers to share it', () => {
  const shares = (channel: Facts['channel']) =>
    step(IDLE, { text: '', pressed: 'topic:link_account' }, factsFor('', [], { channel }), NOW).replies[0]?.buttons?.some(({ sharesPhone }) => sharesPhone === true)
  expect((['telegram', 'zalo', 'webchat', 'sms'] as const).filter(shares)).toEqual(['telegram'])
})

test.each([
  ['a child', '2019-05-01', ['relation:parent', 'relation:carer']],
  ['somebody grown up', '1950-03-02', ['relation:self', 'relation:child', 'relation:spouse', 'relation:grandchild', 'relation:carer']],
])('whoever linked a chat to %s is asked what could be', (_who, value, offered) => {
  const people = [person('3', 'Lê Văn Bịa', 'unknown', { birth: { value, precision: 'day' } })]
  const { replies } = step({ step: 'ask-proof' }, { text: '123456', pressed: undefined }, factsFor('123456', [], { proof: { kind: 'accepted', people, by: 'code' } }), NOW)
  expect(replies[0]?.buttons?.map(({ data }) => data)).toEqual(offered)
})

describe('what was not understood', () => {
  const unsure: Facts['understood'] = { intent: 'card_expiry', intents: ['card_expiry'], confidence: 0.3, slots: {}, answer: false }
  const turn = (more: Partial<Facts>) => step(IDLE, { text: 'ờ thì', pressed: undefined }, factsFor('ờ thì', [SELF], { understood: unsure, ...more }), NOW)

  test('brings the menu once, then a person', () => {
    expect(turn({})).toMatchObject({ missed: true, replies: [{ parts: [{ template: 'answer-not-understood' }] }], actions: [] })
    expect(turn({ misses: 1 })).toMatchObject({ replies: [{ parts: [{ template: 'answer-handover' }] }], actions: [{ kind: 'ticket', topic: 'not-understood', personId: '1' }] })
  })

  test('is our fault where we have lost the thread, and counts for nothing', () => {
    expect(turn({ stateLost: true, misses: 1 })).toMatchObject({ replies: [{ parts: [{ template: 'answer-help' }] }], actions: [] })
  })

  test.each(['abuse', 'out_of_scope', 'complaint_feedback'] as const)('is not taken for %s on a guess', (intent) => {
    expect(turn({ understood: { ...unsure, intent, intents: [intent], confidence: 0.6 } })).toMatchObject({ missed: true })
  })
})

describe('whom a question is about', () => {
  const mother = person('5', 'Nguyễn Thị Bịa', 'child')
  const father = person('6', 'Trần Văn Bịa', 'child', { sex: 'male' })
  const unknown = person('7', 'Lê Thị Bịa', 'unknown')
  test.each<[string, PersonRecord[], Parameters<typeof whomAbout>[1], string, string]>([
    ['the only one, where nobody is named', [SELF], undefined, 'thẻ hết hạn chưa', 'one 1'],
    ['mother of two parents', [mother, father], 'mother', 'thẻ của mẹ', 'one 5'],
    ['father of two parents', [mother, father], 'father', 'thẻ của ba', 'one 6'],
    ['asked back, where two could be meant', [mother, father], undefined, 'thẻ hết hạn chưa', 'several'],
    ['named in full, without marks', [mother, father], 'other', 'the cua tran van bia', 'one 6'],
    ['the speaker is none of those for whom the chat stands', [mother], 'self', 'thẻ của tôi', 'nobody'],
    ['a roster that does not know whose telephone it is', [unknown], 'mother', 'thẻ của mẹ', 'one 7'],
    ['a full name that is not theirs', [SELF], undefined, 'thẻ của Phạm Văn Lạ', 'somebody-else'],
    ['a full name, asked by nobody', [], undefined, 'thẻ của Phạm Văn Lạ', 'somebody-else'],
    ['a spouse whom nobody linked', [SELF], 'spouse', 'thẻ của chồng tôi', 'somebody-else'],
    ['a relative, asked by a chat of nobody', [], 'mother', 'thẻ của mẹ', 'nobody'],
    ['a neighbour', [CANARY], undefined, 'thẻ hết hạn chưa', 'nobody'],
  ])('%s', (_name, people, named, text, expected) => {
    const whom = whomAbout(people, named, text, NOW)
    expect(whom.kind === 'one' ? `one ${whom.person.id}` : whom.kind).toBe(expected)
  })
})
