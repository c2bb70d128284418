/**
 * What a command of the command line is given. A command prints; the use cases it calls do not. It never ends the
 * process: it sets `exitCode`, and main.ts ends it, so that what was opened is closed.
 */
import type { Command } from 'commander'
import type { Config } from '../kernel/config.ts'
import type { Log } from '../kernel/log.ts'

export interface Cli {
  /** Read on first use, so that `--help` works with a broken configuration. */
  config(): Config
  log(): Log
  /** Where log lines go while somebody sits at the terminal. */
  logFile(): string | undefined
  /** One line (or several) for the person, on standard output. */
  print(text: string): void
  /** One line that is too long for one string; waits where the reader is slower than we are. */
  printPieces(pieces: Iterable<string>): Promise<void>
  /** Remarks and progress, on standard error, so that `--json` output stays clean. */
  note(text: string): void
  /** True when somebody is watching: progress may redraw its line. */
  readonly isTerminal: boolean
  progress(label: string): Progress
  setExitCode(code: number): void
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal
}

/** Redraws one line on a terminal; prints a plain line every few seconds otherwise. */
export interface Progress {
  update(done: number, total?: number): void
  finish(text?: string): void
}

export type CommandMaker = (cli: Cli) => Command
