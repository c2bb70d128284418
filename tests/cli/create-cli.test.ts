import { EventEmitter } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createCli } from '../../src/cli/create-cli.ts'

/** A reader who takes one piece and then wants to be left alone for a while. */
function slowReader() {
  const written: string[] = []
  const stdout = Object.assign(new EventEmitter(), {
    write: (text: string) => {
      written.push(text)
      return false
    },
  })
  const listeners = new Map<string, () => void>()
  const cli = createCli({ env: {}, stdout, stderr: { write: () => true }, once: (signal, listener) => listeners.set(signal, listener) })
  return { cli, stdout, written, interrupt: () => listeners.get('SIGINT')?.() }
}

test('pieces wait until the reader has taken those before', async () => {
  const { cli, stdout, written } = slowReader()
  let made = 0
  const pieces = function* (): Generator<string> {
    for (; made < 3; made += 1) yield String(made)
  }
  const printed = cli.printPieces(pieces())
  for (const expected of [['0'], ['0', '1'], ['0', '1', '2']]) {
    await setImmediate()
    expect([written, made]).toEqual([expected, expected.length - 1])
    stdout.emit('drain')
  }
  await printed
  expect(written).toEqual(['0', '1', '2', '\n'])
})

test('Ctrl-C ends the waiting for a reader who never comes back', async () => {
  const { cli, written, interrupt } = slowReader()
  const printed = cli.printPieces(['a', 'b'])
  interrupt()
  await expect(printed).rejects.toThrow()
  expect(written).toEqual(['a'])
})
