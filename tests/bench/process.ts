/** The bench's own processes: each says when it is ready, may answer questions, and ends with the bench. */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface BenchProcess<First> {
  readonly pid: number
  /** What it said when it was ready. */
  readonly said: First
  ask<Answer>(question: string): Promise<Answer>
  /** SIGTERM, or SIGKILL for what must not be able to say goodbye. Resolves when it is gone. */
  end(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>
}

export async function startProcess<First>(name: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<BenchProcess<First>> {
  const file = fileURLToPath(new URL(`processes/${name}.js`, import.meta.url))
  const child = fork(file, [...args], { env: { PATH: process.env['PATH'] ?? '', ...env }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  const next = <Message>(): Promise<Message> =>
    Promise.race([
      new Promise<Message>((done) => child.once('message', (message) => done(message as Message))),
      ended.then(() => Promise.reject(new Error(`${name} ended before it answered`))),
    ])
  const said = await next<First>()
  return {
    pid: child.pid as number,
    said,
    ask: (question) => {
      const answer = next<never>()
      child.send(question)
      return answer
    },
    end: async (signal = 'SIGTERM') => {
      child.kill(signal)
      await ended
    },
  }
}
