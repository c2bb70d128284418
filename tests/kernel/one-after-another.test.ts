import { expect, test } from 'vitest'
import { oneAfterAnother } from '../../src/kernel/one-after-another.ts'

test('under one key each waits for the one before, even where that failed; another key does not wait', async () => {
  const inOrder = oneAfterAnother()
  const done: string[] = []
  let release = (): void => undefined
  const held = new Promise<void>((resolve) => (release = resolve))
  const first = inOrder('a', async () => {
    await held
    done.push('a1')
    throw new Error('broken')
  })
  const second = inOrder('a', async () => void done.push('a2'))
  await inOrder('b', async () => void done.push('b1'))
  expect(done).toEqual(['b1'])
  release()
  await expect(first).rejects.toThrow('broken')
  await second
  expect(done).toEqual(['b1', 'a1', 'a2'])
  await inOrder('a', async () => void done.push('a3'))
  expect(done.at(-1)).toBe('a3')
})
