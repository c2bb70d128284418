/** Nhập danh sách: a file is shown as it was read, what it changes is shown, and only then it is taken over; or taken back. */
import type { ImportReport } from '../../register/import-roster.ts'
import { ROSTER_KINDS } from '../../register/roster/roster.ts'
import { readChoice } from '../../register/roster/column-choice.ts'
import type { ColumnChoice } from '../../register/roster/column-choice.ts'
import type { CellAsked } from '../../register/roster/cells-shown.ts'
import type { RosterKind, RosterReading } from '../../register/roster/roster.ts'
import type { UndoneImport } from '../../register/undo-import.ts'
import type { Month } from '../../domain/calendar.ts'
import { HOME } from './cookies.ts'
import { batchPage, uploadPage } from './import-pages.ts'
import { lookPage } from './look-page.ts'
import type { Officer } from './officer.ts'
import type { SentForm } from './read-form.ts'
import type { Answer, Call, OfficerRoute } from './route.ts'

export interface BatchShown {
  id: string
  kind: string
  fileName: string
  at: Date
  undoneAt: Date | undefined
  by: string | undefined
  counts: Partial<Record<'dataRows' | 'accepted' | 'flagged' | 'duplicate' | 'rejected' | 'persons', number>>
  diff: Partial<Record<'persons' | 'households' | 'cards' | 'allowances' | 'payments', { new: number; changed: number; unchanged: number }>>
}

/** How the officer wants a file to be read, where the file does not say it well enough. */
export interface Wanted {
  kind: RosterKind | undefined
  month: Month | undefined
  /** Of the first import: the commune that is to be founded. */
  commune: string | undefined
  /** The file names another commune, and the officer says that it is this one's all the same. */
  isOurs: boolean
  /** Undefined where nothing was said: then it is as the last list of this source was read. */
  columns: ColumnChoice | undefined
}

export interface Look {
  reading: RosterReading
  report: ImportReport
  /** Whose register it goes into. */
  commune: string
  /** What was said about columns, now or with the last list of this source. */
  columns: ColumnChoice
  cell(cell: CellAsked): string | undefined
}

/** What keeps a file from being taken over until the officer has said something. */
export type Question = { kind: 'which-kind' } | { kind: 'which-month' } | { kind: 'which-commune'; proposed: string } | { kind: 'other-commune'; named: string }

export type Looked = { kind: 'look'; look: Look } | { kind: 'ask'; file: string; question: Question } | { kind: 'refused'; said: string } | { kind: 'gone' }

export interface ImportsPort {
  batches(officer: Officer): Promise<readonly BatchShown[]>
  batch(officer: Officer, id: string): Promise<{ batch: BatchShown; rows: readonly { sheet: string; row: number; outcome: string; issues: readonly { column: string; message: string }[] }[] } | undefined>
  /** Keeps a file for a look, or says why it cannot be read. */
  keep(officer: Officer, file: { name: string; bytes: Buffer }, signal: AbortSignal): Promise<{ kind: 'kept'; id: string } | { kind: 'refused'; said: string }>
  look(officer: Officer, draft: string, wanted: Wanted, signal: AbortSignal): Promise<Looked>
  commit(officer: Officer, draft: string, wanted: Wanted): Promise<Looked | { kind: 'committed'; batch: string | undefined }>
  drop(officer: Officer, draft: string): Promise<unknown>
  undo(officer: Officer, batch: string): Promise<{ kind: 'undone'; undone: UndoneImport } | { kind: 'refused'; said: string } | { kind: 'gone' }>
}

/** The rosters of a province have 200,000 rows and 20 MB; what is larger goes by the command line. */
const FILE_BYTES = 32 * 1024 * 1024
const PATH = `${HOME}/nhap`
const isId = (text: string | undefined): text is string => text !== undefined && /^\d{1,18}$/.test(text)

export function importRoutes(port: ImportsPort): OfficerRoute[] {
  return [
    { method: 'GET', path: PATH, may: 'imports.see', answer: async (call) => uploadPage(await port.batches(call.officer), call) },
    {
      method: 'POST', path: PATH, may: 'imports.make', bodyLimit: FILE_BYTES,
      answer: async (call): Promise<Answer> => {
        const { officer, form, signal } = call
        const refused = async (said: string): Promise<Answer> => ({ ...uploadPage(await port.batches(officer), call, said), status: 400 })
        const file = await form.file('file')
        if (file === undefined) return refused('Chọn một tệp trước, rồi bấm Đọc tệp.')
        const kept = await port.keep(officer, file, signal)
        return kept.kind === 'kept' ? { go: `${PATH}/xem/${kept.id}` } : refused(kept.said)
      },
    },
    {
      method: 'GET', path: `${PATH}/xem/:draft`, may: 'imports.make',
      answer: async (call) => {
        const { officer, params, query, signal } = call
        if (!isId(params.draft)) return 'missing'
        const wanted = wantedFrom({ get: (name) => query.get(name) ?? '', all: (name) => query.getAll(name) })
        return shown(port, call, params.draft, wanted, await port.look(officer, params.draft, wanted, signal))
      },
    },
    {
      method: 'POST', path: `${PATH}/xem/:draft`, may: 'imports.make',
      answer: async (call) => {
        const { officer, params, form } = call
        if (!isId(params.draft)) return 'missing'
        if (form.get('do') === 'drop') {
          await port.drop(officer, params.draft)
          return { go: PATH }
        }
        const wanted = wantedFrom(form)
        const outcome = await port.commit(officer, params.draft, wanted)
        if (outcome.kind !== 'committed') return shown(port, call, params.draft, wanted, outcome)
        return { go: outcome.batch === undefined ? `${PATH}?nhu-cu=1` : `${PATH}/lan/${outcome.batch}?moi=1` }
      },
    },
    {
      method: 'GET', path: `${PATH}/lan/:batch`, may: 'imports.see',
      answer: async (call) => {
        const found = isId(call.params.batch) ? await port.batch(call.officer, call.params.batch) : undefined
        return found === undefined ? 'missing' : batchPage(found.batch, found.rows, call)
      },
    },
    {
      method: 'POST', path: `${PATH}/lan/:batch/hoan-tac`, may: 'imports.make',
      answer: async (call) => {
        const { params, officer } = call
        const outcome = isId(params.batch) ? await port.undo(officer, params.batch) : ({ kind: 'gone' } as const)
        const found = outcome.kind !== 'gone' && isId(params.batch) ? await port.batch(officer, params.batch) : undefined
        if (outcome.kind === 'gone') return 'missing'
        // An import that founded its commune takes the commune with it.
        if (found === undefined) return { go: HOME }
        return { ...batchPage(found.batch, found.rows, call, outcome), ...(outcome.kind === 'refused' && { status: 409 }) }
      },
    },
  ]
}

async function shown(port: ImportsPort, call: Call, draft: string, wanted: Wanted, looked: Looked): Promise<Answer> {
  if (looked.kind === 'gone') return 'missing'
  if (looked.kind === 'refused') return { ...uploadPage(await port.batches(call.officer), call, looked.said), status: 400 }
  return lookPage(looked, draft, wanted, call)
}

function wantedFrom({ get, all }: Pick<SentForm, 'get' | 'all'>): Wanted {
  const [, month, year] = /^(0?[1-9]|1[0-2])\/(20\d\d)$/.exec(get('thang').trim()) ?? []
  const commune = get('xa').normalize('NFC').replace(/\s+/g, ' ').trim().slice(0, 60)
  return {
    kind: ROSTER_KINDS.find((known) => known === get('loai')),
    month: month === undefined || year === undefined ? undefined : `${year}-${month.padStart(2, '0')}`,
    commune: commune === '' ? undefined : commune,
    isOurs: get('dung-xa') === '1',
    columns: columnsFrom(all('cot')),
  }
}

/** "hieu luc den=valid_to", one for each heading; empty where a column is to be read as Loa reads it. */
function columnsFrom(sent: readonly string[]): ColumnChoice | undefined {
  if (sent.length === 0) return undefined
  return readChoice(sent.map((one) => [one.slice(0, one.lastIndexOf('=')), one.slice(one.lastIndexOf('=') + 1)] as const))
}
