import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { confirm } from '../../src/cli/confirm.ts'
import { EXIT } from '../../src/kernel/errors.ts'

/** Somebody at a terminal. */
function asking() {
  const input = new PassThrough()
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 80 })
  const stopping = new AbortController()
  const answer = confirm({ text: 'Ghi vào sổ?', signal: stopping.signal, stopped: 'Chưa ghi gì vào sổ.' }, { input, output })
  return { input, stopping, answer }
}

test.each([['c', true], ['có', true], ['CÓ', true], ['co\u0301', true], ['y', true], ['k', false], ['không', false], ['', false], ['được', false]])('"%s" counts as %s', async (typed, yes) => {
  const { input, answer } = asking()
  input.write(`${typed}\r`)
  expect(await answer).toBe(yes)
})

test('the end of the input is a no', async () => {
  const { input, answer } = asking()
  input.end()
  expect(await answer).toBe(false)
})

const STOPPED = { said: 'Chưa ghi gì vào sổ.', exitCode: EXIT.interrupted }

test('Ctrl-C as a key says what has not been done', async () => {
  const { input, answer } = asking()
  input.write('\u0003')
  await expect(answer).rejects.toMatchObject(STOPPED)
})

test('Ctrl-C as a signal says what has not been done', async () => {
  const { stopping, answer } = asking()
  stopping.abort()
  await expect(answer).rejects.toMatchObject(STOPPED)
})
