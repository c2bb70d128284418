/** The record of who saw and changed what, for an inspector. */
import { chainAudit, chainEnd, firstBrokenLink } from '../store/audit.ts'
import { auditPages } from '../store/audit-list.ts'
import type { Ground } from '../store/ground.ts'

const HEAD = ['thu_tu', 'luc', 'xa', 'ai', 'viec', 'nguoi_so', 've', 'dau']
/** Without it Excel takes the file for an old encoding. */
const BYTE_ORDER_MARK = '\uFEFF'

export const auditOf = ({ database }: Pick<Ground, 'database'>) => ({
  /** `seal`: the last record's mark, which stands for all before it. */
  verify: async (): Promise<{ lines: number; broken: number | undefined; seal: string | undefined }> => {
    await chainAll(database)
    const broken = await firstBrokenLink(database.pool)
    const end = await chainEnd(database.pool)
    return { lines: end?.seq ?? 0, broken, seal: end?.hash.toString('hex').slice(0, 16) }
  },
  /** Returns how many records were written. */
  writeTo: async (write: (text: string) => Promise<unknown>): Promise<number> => {
    await chainAll(database)
    await write(`${BYTE_ORDER_MARK}${line(HEAD)}`)
    let written = 0
    for await (const rows of auditPages(database.pool)) {
      await write(rows.map((row) => line([row.seq, row.at.toISOString(), String(row.communeId), row.actor, row.action, row.personId ?? '', row.subject, row.hash.toString('hex')])).join(''))
      written += rows.length
    }
    return written
  },
})

async function chainAll(database: Ground['database']): Promise<void> {
  while ((await chainAudit(database)) > 0);
}

const line = (cells: readonly string[]): string => `${cells.map(quoted).join(',')}\r\n`

/** What a spreadsheet would take for a formula is text to it with an apostrophe before. */
const quoted = (cell: string): string => `"${(/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell).replaceAll('"', '""')}"`
