import { expect, test } from 'vitest'
import { batched } from '../../src/kernel/batch.ts'

const OPTIONS = { maxItems: 10, lingerMs: 1, maxRunning: 2 }
const refusing = (bad: string, runs: string[][]) => async (items: readonly string[]) => {
  runs.push([...items])
  if (items.includes(bad)) throw new Error(`cannot take ${bad}`)
  return items.map((item) => item.toUpperCase())
}

test('calls that are made together share one run, each with its own answer', async () => {
  const runs: string[][] = []
  const call = batched(refusing('nothing', runs), OPTIONS)
  expect(await Promise.all([call('a'), call('b'), call('c')])).toEqual(['A', 'B', 'C'])
  expect(runs).toEqual([['a', 'b', 'c']])
})

test('a failure is everybody\'s where it cannot be isolated', async () => {
  const call = batched(refusing('b', []), OPTIONS)
  const results = await Promise.allSettled([call('a'), call('b')])
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
})

test('one bad item fails alone where failures are isolated, and is run alone only once', async () => {
  const runs: string[][] = []
  const call = batched(refusing('b', runs), { ...OPTIONS, isolate: () => true })
  const results = await Promise.allSettled([call('a'), call('b'), call('c')])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(runs).toEqual([['a', 'b', 'c'], ['a'], ['b'], ['c']])
})

test('while enough runs are under way the next one gathers whoever comes, at most as many as it may hold', async () => {
  const runs: string[][] = []
  const ends: (() => void)[] = []
  const slow = async (items: readonly string[]) => {
    runs.push([...items])
    await new Promise<void>((done) => ends.push(done))
    return items
  }
  const call = batched(slow, { maxItems: 3, lingerMs: 0, maxRunning: 1 })
  const answers = [call('a'), call('b'), call('c')]
  for (const item of ['d', 'e', 'f', 'g']) answers.push(call(item))
  expect(runs).toEqual([['a', 'b', 'c']])
  for (let run = 0; run < 3; run += 1) {
    ends[run]?.()
    await new Promise(setImmediate)
  }
  expect(runs).toEqual([['a', 'b', 'c'], ['d', 'e', 'f'], ['g']])
  expect(await Promise.all(answers)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g'])
})
