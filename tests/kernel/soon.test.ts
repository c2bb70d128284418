import { expect, test } from 'vitest'
import { soon } from '../../src/kernel/soon.ts'

/** Runs end when the test says so. */
function heldWork() {
  const ends: (() => void)[] = []
  const work = (): Promise<void> => new Promise((end) => void ends.push(end))
  const problems: unknown[] = []
  return { ends, problems, work, reports: soon(work, (problem) => void problems.push(problem)) }
}

test('many who ask while it runs are served by one more run', async () => {
  const { ends, reports } = heldWork()
  reports.ask()
  for (let n = 0; n < 100; n += 1) reports.ask()
  expect(ends).toHaveLength(1)
  ends[0]?.()
  await new Promise(setImmediate)
  expect(ends).toHaveLength(2)
  ends[1]?.()
  await reports.idle()
  expect(ends).toHaveLength(2)
  reports.ask()
  expect(ends).toHaveLength(3)
  ends[2]?.()
  await reports.idle()
})

test('a run that fails is told, and does not stop the next', async () => {
  let runs = 0
  const problems: unknown[] = []
  const reports = soon(async () => {
    runs += 1
    if (runs === 1) throw new Error('away')
  }, (problem) => void problems.push(problem))
  reports.ask()
  await reports.idle()
  reports.ask()
  await reports.idle()
  expect(runs).toBe(2)
  expect(problems).toHaveLength(1)
})

test('is idle where nobody asked', async () => {
  await heldWork().reports.idle()
})
