/**
 * Base of every error that Loa throws on purpose. `code` is `area.what` ("channel.throttled") and is what
 * callers branch on; `message` is for the log, in English; `detail` must be safe to log: ids, counts, names of
 * settings, never personal data. People never see `message`: the code picks a sentence for them.
 */
export class LoaError extends Error {
  readonly code: string
  readonly detail: Readonly<Record<string, unknown>>

  constructor(code: string, message: string, options: { detail?: Record<string, unknown>; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'LoaError'
    this.code = code
    this.detail = options.detail ?? {}
  }
}

/**
 * Something that the person at the terminal can mend: a missing file, a wrong setting. `said` is shown to them
 * as it is, in Vietnamese, and says what, where and what to do next; `exitCode` is what the process ends with.
 */
export class UserError extends LoaError {
  readonly said: string
  readonly exitCode: number

  constructor(
    code: string,
    said: string,
    options: { detail?: Record<string, unknown>; cause?: unknown; exitCode?: number } = {},
  ) {
    super(code, said, options)
    this.name = 'UserError'
    this.said = said
    this.exitCode = options.exitCode ?? EXIT.refused
  }
}

/** What the process's exit code means; printed by `loa --help` and the README. */
export const EXIT = {
  ok: 0,
  /** a fault in Loa itself */
  fault: 1,
  /** wrong words on the command line */
  usage: 2,
  /** the input was read and refused; nothing changed */
  refused: 3,
  /** a service that Loa needs did not answer */
  unavailable: 4,
  /** done, but something wants a person: flagged rows, doctor's findings */
  attention: 5,
  /** stopped by Ctrl-C */
  interrupted: 130,
} as const
