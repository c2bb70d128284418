import { createInterface } from 'node:readline/promises'
import type { Readable, Writable } from 'node:stream'
import { EXIT, UserError } from '../kernel/errors.ts'

export interface Question {
  text: string
  signal: AbortSignal
  /** What is true when somebody presses Ctrl-C instead of answering. */
  stopped: string
}

/** Asks the person at the terminal; anything but a yes is a no, and so is the end of the input. */
export async function confirm({ text, signal, stopped }: Question, terminal: { input: Readable; output: Writable } = { input: process.stdin, output: process.stderr }): Promise<boolean> {
  const lines = createInterface(terminal)
  const stop = (cause?: unknown): UserError => new UserError('cli.stopped', stopped, { exitCode: EXIT.interrupted, cause })
  // A terminal gives Ctrl-C to the line as a key, and no signal comes.
  const ended = new Promise<string>((done, fail) => {
    lines.once('SIGINT', () => fail(stop()))
    lines.once('close', () => done(''))
  })
  try {
    const answer = await Promise.race([lines.question(`${text} (c = có, k = không) `, { signal }), ended])
    return /^\s*(c|có|co|y|yes)\s*$/iu.test(answer.normalize('NFC'))
  } catch (problem) {
    throw signal.aborted ? stop(problem) : problem
  } finally {
    lines.close()
  }
}

/** Somebody is there to answer. */
export const canAsk = (): boolean => process.stdin.isTTY === true && process.stderr.isTTY === true
