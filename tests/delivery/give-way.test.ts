/** Who goes first where one process sends a broadcast and answers people. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { giveWay } from '../../src/delivery/give-way.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Tells whether it has resolved by now. */
function watched(promise: Promise<unknown>): () => Promise<boolean> {
  let done = false
  void promise.then(() => (done = true))
  return async () => {
    await vi.advanceTimersByTimeAsync(0)
    return done
  }
}

test('bulk goes at once where nobody waits', async () => {
  expect(await watched(giveWay().pass())()).toBe(true)
})

test('bulk goes on when the last answer is over, and a moment after, for an answer travels in steps', async () => {
  const way = giveWay()
  let end = (): void => undefined
  void way.before(() => new Promise<void>((resolve) => (end = resolve)))
  const passed = watched(way.pass())
  expect(await passed()).toBe(false)
  end()
  await vi.advanceTimersByTimeAsync(24)
  expect(await passed()).toBe(false)
  await vi.advanceTimersByTimeAsync(1)
  expect(await passed()).toBe(true)
})

test('a broken answer holds nobody up either', async () => {
  const way = giveWay()
  await expect(way.before(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  const passed = watched(way.pass())
  await vi.advanceTimersByTimeAsync(25)
  expect(await passed()).toBe(true)
})

test('a day of questions does not stop a broadcast', async () => {
  const way = giveWay()
  void way.before(() => new Promise<never>(() => undefined))
  const passed = watched(way.pass())
  await vi.advanceTimersByTimeAsync(249)
  expect(await passed()).toBe(false)
  await vi.advanceTimersByTimeAsync(1)
  expect(await passed()).toBe(true)
})
