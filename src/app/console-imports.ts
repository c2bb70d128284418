/** The officer's file on its way into the register. */
import type { App } from '../app.ts'
import { vietnamDay } from '../domain/calendar.ts'
import { officerActor } from '../domain/officer.ts'
import { UserError } from '../kernel/errors.ts'
import { importRoster } from '../register/import-roster.ts'
import type { ImportReport } from '../register/import-roster.ts'
import { cellsShown } from '../register/roster/cells-shown.ts'
import { readChoice, sourceOf } from '../register/roster/column-choice.ts'
import type { ColumnChoice } from '../register/roster/column-choice.ts'
import { findCommune } from '../register/roster/find-commune.ts'
import { interpretRoster } from '../register/roster/interpret-roster.ts'
import { openRosterBytes } from '../register/roster/open-roster-file.ts'
import type { RosterFile, RosterReading } from '../register/roster/roster.ts'
import { undoImport } from '../register/undo-import.ts'
import { writeAudit } from '../store/audit.ts'
import { communeBatch, communeBatches } from '../store/commune-batches.ts'
import { ensureCommune } from '../store/communes.ts'
import { keepColumnChoice, readColumnChoice } from '../store/column-choices.ts'
import { dropDraft, keepDraft, readDraft } from '../store/import-drafts.ts'
import type { DraftOwner } from '../store/import-drafts.ts'
import { importStore } from '../store/import-register.ts'
import { undoImport as undoStored } from '../store/undo-import.ts'
import type { ImportsPort, Looked, Wanted } from '../web/console/import-routes.ts'
import type { Officer } from '../web/console/officer.ts'

const BATCHES_SHOWN = 50
const ROWS_SHOWN = 500

interface Read {
  file: RosterFile
  reading: RosterReading
  /** To be founded where it is not there. */
  commune: string
  columns: ColumnChoice
}

export function importsPortOf({ ground, clock, plan }: Pick<App, 'ground' | 'clock' | 'plan'>): ImportsPort {
  const { database, cipher } = ground
  const { pool } = database
  const importer = importRoster({ clock, store: importStore(database, cipher) })
  const undo = undoImport({ clock, undo: (batchId, now) => undoStored(database, batchId, now) })
  const ownerOf = ({ accountId, scope }: Officer): DraftOwner => ({ accountId, communeId: scope.communeId })

  async function read(officer: Officer, draft: string, wanted: Wanted, signal?: AbortSignal): Promise<{ kind: 'read'; read: Read } | Exclude<Looked, { kind: 'look' }>> {
    const kept = await readDraft(pool, cipher, ownerOf(officer), draft)
    if (kept === undefined) return { kind: 'gone' }
    try {
      const file = await openRosterBytes(kept.bytes, kept.name, signal === undefined ? {} : { signal })
      const { reading, columns } = await interpret(file, officer.scope.communeId, wanted)
      const ask = (question: Extract<Looked, { kind: 'ask' }>['question']) => ({ kind: 'ask' as const, file: kept.name, question })
      if (reading.kind === 'payments' && reading.rows.some((row) => (reading.sheets.find(({ name }) => name === row.sheet)?.month ?? reading.month) === undefined)) return ask({ kind: 'which-month' })
      const named = findCommune(file)
      if (officer.commune === undefined) {
        const commune = wanted.commune ?? named
        return commune === undefined || !/^(xã|phường|đặc khu|thị trấn) \p{L}/iu.test(commune) ? ask({ kind: 'which-commune', proposed: commune ?? '' }) : { kind: 'read', read: { file, reading, commune, columns } }
      }
      if (named !== undefined && named.toLowerCase() !== officer.commune.toLowerCase() && !wanted.isOurs) return ask({ kind: 'other-commune', named })
      return { kind: 'read', read: { file, reading, commune: officer.commune, columns } }
    } catch (problem) {
      if (!(problem instanceof UserError)) throw problem
      if (problem.code === 'roster.unknown-kind') return { kind: 'ask', file: kept.name, question: { kind: 'which-kind' } }
      return { kind: 'refused', said: problem.said }
    }
  }

  /** As the officer says, else as they said of the last list with the same headings. */
  async function interpret(file: RosterFile, communeId: number, { kind, month, columns }: Wanted): Promise<{ reading: RosterReading; columns: ColumnChoice }> {
    const options = { today: vietnamDay(clock.now()), ...(kind !== undefined && { kind }), ...(month !== undefined && { month }) }
    const reading = interpretRoster(file, { ...options, columns: columns ?? {} })
    const kept = columns === undefined ? await readColumnChoice(pool, communeId, sourceOf(reading.sheets)) : undefined
    if (kept === undefined) return { reading, columns: columns ?? {} }
    const remembered = readChoice(Object.entries(kept))
    return { reading: interpretRoster(file, { ...options, columns: remembered }), columns: remembered }
  }

  const run = ({ file, reading }: Read, communeId: number, officer: Officer, preview: boolean, signal?: AbortSignal): Promise<ImportReport> =>
    importer({ reading, sha256: file.sha256, communeId, actor: officerActor(officer.accountId), preview, ...(signal !== undefined && { signal }) })

  return {
    batches: ({ scope }) => communeBatches(pool, scope, BATCHES_SHOWN),
    batch: ({ scope }, id) => communeBatch(pool, scope, id, ROWS_SHOWN),
    keep: async (officer, file, signal) => {
      try {
        // Opened once, so that what is no list at all is said while the officer still looks at the file.
        await openRosterBytes(file.bytes, file.name, { signal })
      } catch (problem) {
        if (problem instanceof UserError) return { kind: 'refused', said: problem.said }
        throw problem
      }
      return { kind: 'kept', id: await keepDraft(pool, cipher, ownerOf(officer), file, clock.now()) }
    },
    look: async (officer, draft, wanted, signal) => {
      const found = await read(officer, draft, wanted, signal)
      if (found.kind !== 'read') return found
      const report = await run(found.read, officer.scope.communeId, officer, true, signal)
      const { file, reading, commune, columns } = found.read
      const asked = report.problems.flatMap(({ sheet, row, issues }) => issues.map(({ column }) => ({ sheet, row, column })))
      return { kind: 'look', look: { reading, report, commune, columns, cell: cellsShown(file, asked) } }
    },
    commit: async (officer, draft, wanted) => {
      const found = await read(officer, draft, wanted)
      if (found.kind !== 'read') return found
      const { id: communeId } = officer.commune === undefined ? await ensureCommune(database, found.read.commune) : { id: officer.scope.communeId }
      // Once it writes it writes to the end, whether or not the browser waits.
      const report = await run(found.read, communeId, officer, false)
      await dropDraft(pool, ownerOf(officer), draft)
      if (wanted.columns !== undefined) await keepColumnChoice(pool, communeId, sourceOf(found.read.reading.sheets), wanted.columns, clock.now())
      if (report.batchId !== undefined) {
        await writeAudit(pool, [{ communeId, actor: officerActor(officer.accountId), action: 'import.made', subject: `import:${report.batchId}` }], clock.now())
        await plan({ onlyIfChanged: true })
      }
      return { kind: 'committed', batch: report.batchId }
    },
    drop: (officer, draft) => dropDraft(pool, ownerOf(officer), draft),
    undo: async (officer, batchId) => {
      const { scope } = officer
      if ((await communeBatch(pool, scope, batchId, 0)) === undefined) return { kind: 'gone' }
      try {
        const undone = await undo(batchId)
        await writeAudit(pool, [{ communeId: scope.communeId, actor: officerActor(officer.accountId), action: 'import.undone', subject: `import:${batchId}` }], clock.now())
        return { kind: 'undone', undone }
      } catch (problem) {
        if (problem instanceof UserError) return { kind: 'refused', said: problem.said }
        throw problem
      }
    },
  }
}
