/** Runs one command of the command line in this process, as main.ts does, and gives back what a person would see. */
import { Command } from 'commander'
import type { CommandMaker } from '../../src/cli/cli.ts'
import { createCli } from '../../src/cli/create-cli.ts'
import { UserError } from '../../src/kernel/errors.ts'
import type { TestDatabase } from './database.ts'
import { TEST_KEYS } from './pipeline.ts'

export interface CliResult {
  out: string
  err: string
  exitCode: number
}

/** A command that stays until somebody presses Ctrl-C: what it has printed so far, and the key. */
export interface RunningCli {
  out(): string
  interrupt(): void
}

export async function runCli(
  make: CommandMaker, database: TestDatabase, args: readonly string[], env: Readonly<Record<string, string>> = {}, meanwhile?: (running: RunningCli) => Promise<void>,
): Promise<CliResult> {
  let out = ''
  const interrupts: (() => void)[] = []
  let err = ''
  const cli = createCli({
    env: { DATABASE_URL: database.fullUrl, LOA_KEYS: TEST_KEYS, LOA_LOG_LEVEL: 'silent', ...env },
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    once: (_signal, handle) => void interrupts.push(handle),
  })
  const command = make(cli).exitOverride()
  for (const part of command.commands) part.exitOverride()
  const program = new Command('loa').exitOverride().addCommand(command)
  try {
    const running = program.parseAsync([command.name(), ...args], { from: 'user' })
    await Promise.all([running, meanwhile?.({ out: () => out, interrupt: () => interrupts.forEach((interrupt) => interrupt()) })])
    return { out, err, exitCode: cli.exitCode() }
  } catch (problem) {
    if (!(problem instanceof UserError)) throw problem
    return { out, err: `${err}${problem.said}`, exitCode: problem.exitCode }
  }
}
