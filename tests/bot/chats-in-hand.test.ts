/** One turn of a chat at a time, and no bell forgotten. */
import { expect, test } from 'vitest'
import { chatsInHand } from '../../src/bot/chats-in-hand.ts'

/** Turns that end when the test says so. */
function turnsHeld() {
  const begun: { chat: string; end(): void; breakDown(): void }[] = []
  const turn = (chat: string): Promise<void> => new Promise((resolve, reject) => begun.push({ chat, end: resolve, breakDown: () => reject(new Error('broken')) }))
  return { begun, turn }
}
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('every bell of a chat in hand is one more turn, one after the other', async () => {
  const { begun, turn } = turnsHeld()
  const chats = chatsInHand(turn)
  const taken = chats.take('1')
  await Promise.all([chats.take('1'), chats.take('1')])
  for (const expected of [1, 2, 3]) {
    expect(begun).toHaveLength(expected)
    begun.at(-1)?.end()
    await settled()
  }
  await taken
  expect(begun).toHaveLength(3)
  expect(chats.count).toBe(0)
})

test('chats do not wait for each other', () => {
  const { begun, turn } = turnsHeld()
  const chats = chatsInHand(turn)
  void chats.take('1')
  void chats.take('2')
  expect(begun.map(({ chat }) => chat)).toEqual(['1', '2'])
  expect(chats.count).toBe(2)
})

test('a turn that breaks gives the chat free, and the next bell finds it so', async () => {
  const { begun, turn } = turnsHeld()
  const chats = chatsInHand(turn)
  const taken = chats.take('1')
  await chats.take('1')
  begun[0]?.breakDown()
  await expect(taken).rejects.toThrow('broken')
  expect(chats.count).toBe(0)
  void chats.take('1')
  expect(begun).toHaveLength(2)
})
