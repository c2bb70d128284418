/** What a page of the console is: its address, who may open it, what it answers. The mounting (mount.ts) does the rest. */
import type { Html } from '../html.ts'
import type { Officer } from './officer.ts'
import type { Action } from './permissions.ts'
import type { SentForm } from './read-form.ts'

interface Asked {
  params: Readonly<Record<string, string>>
  query: URLSearchParams
  form: SentForm
  /** For the forms of the page that is answered. */
  formKey: string
  /** "Chrome, Windows" */
  browser: string
  /** Aborted when whoever asked has left. */
  signal: AbortSignal
}

export interface Call extends Asked {
  officer: Officer
}

/** Before anybody is signed in. */
export type OpenCall = Asked

export interface Shown {
  title: string
  body: Html
  status?: number
  cookies?: readonly string[]
  /** Seconds after which the browser asks again by itself: while numbers move. */
  refresh?: number
}

/** What is kept on the officer's own machine. */
export interface TakenFile {
  name: string
  type: string
  bytes: Uint8Array
}

/** A page; a file; another place to go to; or the same "not here" for what is not there and what is not theirs. */
export type Answer = Shown | { file: TakenFile } | { go: string; cookies?: readonly string[] } | 'missing'

interface Place {
  method: 'GET' | 'POST'
  path: string
  /** Only for files; everything else is a few fields. */
  bodyLimit?: number
}

export interface OfficerRoute extends Place {
  may: Action
  answer(call: Call): Promise<Answer>
}

/** Says itself that nobody need be signed in. */
export interface OpenRoute extends Place {
  may: 'anybody'
  answer(call: OpenCall): Promise<Answer>
}
