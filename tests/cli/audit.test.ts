/** What was written down of who saw whom can be proved, and taken along. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { auditCommand } from '../../src/cli/audit.ts'
import { writeAudit } from '../../src/store/audit.ts'
import { emptyTables, testDatabase } from '../support/database.ts'
import { runCli } from '../support/run-cli.ts'

const database = await testDatabase()
const folder = await mkdtemp(join(tmpdir(), 'loa-audit-'))
afterAll(() => rm(folder, { recursive: true }))
const audit = (...args: string[]) => runCli(auditCommand, database, args)
beforeEach(async () => {
  await emptyTables(database)
  await writeAudit(database.pool, [
    { communeId: 1, actor: 'officer:3', action: 'person.viewed', personId: '12' },
    { communeId: 1, actor: '=cmd', action: 'import.made', subject: 'batch:1, "hai"' },
  ], new Date('2026-11-22T02:00:00Z'))
})

test('a whole record is proved, and one that was changed or cut out is named', async () => {
  const { out, exitCode } = await audit('verify')
  expect(out).toMatch(/Đã kiểm tra 2 dòng: không dòng nào bị sửa[^]*Dấu của dòng cuối: [0-9a-f]{16}/)
  expect(exitCode).toBe(0)
  await database.pool.query("ALTER TABLE audit DISABLE TRIGGER audit_is_kept")
  await database.pool.query('DELETE FROM audit WHERE seq = 1')
  await database.pool.query("ALTER TABLE audit ENABLE TRIGGER audit_is_kept")
  expect(await audit('verify')).toMatchObject({ exitCode: 5, out: expect.stringContaining('Dòng thứ 1 đã bị sửa hoặc bị mất') as string })
})

test('the file holds every record, opens in Excel with its marks, and runs nothing', async () => {
  const path = join(folder, 'luu-vet.csv')
  expect((await audit('export', path)).out).toContain('Đã xuất 2 dòng')
  const lines = (await readFile(path, 'utf8')).split('\r\n')
  expect(lines[0]).toBe('\uFEFF"thu_tu","luc","xa","ai","viec","nguoi_so","ve","dau"')
  expect(lines[1]).toMatch(/^"1","2026-11-22T02:00:00.000Z","1","officer:3","person.viewed","12","","[0-9a-f]{64}"$/)
  expect(lines[2]).toMatch(/^"2","[^"]+","1","'=cmd","import.made","","batch:1, ""hai""","[0-9a-f]{64}"$/)
  expect((await audit('export', path)).err).toContain('Không tạo được tệp')
})
