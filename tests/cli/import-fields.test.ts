/** What an officer reads before saying yes to changes. All names and numbers are invented. */
import { beforeEach, expect, test } from 'vitest'
import { fieldLines } from '../../src/cli/import-fields.ts'
import { registerWorld } from '../support/register-world.ts'

const world = await registerWorld()
beforeEach(() => world.reset())

const lan = { full_name: 'Nguyễn Thị Lan', birth: '1950-03', citizen_id: '072150001234', village: 'Đông Lợi', village_kind: 'Ấp', card_no: 'GD4720150012345', card_group: 'GD', valid_from: '2026-01-01', valid_to: '2026-12-31' }

test('each fact is counted and shown from old to new, identifiers but for their end', async () => {
  await world.import('cards', [lan])
  const { diff } = await world.preview('cards', [{ ...lan, birth: '1950-03-12', sex: 'female', social_insurance_no: '7215001234', valid_to: '2026-12-30' }])
  const said = fieldLines(diff.fields).join('\n')
  expect(said).toContain('ngày sinh: 1 (Nguyễn Thị Lan: 1950-03 → 12/03/1950)')
  expect(said).toContain('giới tính: 1 (Nguyễn Thị Lan: chưa có → nữ)')
  expect(said).toContain('mã số bảo hiểm xã hội: 1 (Nguyễn Thị Lan: chưa có → …234)')
  expect(said).toContain('hạn thẻ: 1 (Nguyễn Thị Lan: 31/12/2026 → 30/12/2026)')
  expect(said).not.toContain('7215001234')
})

test('money is written as money, and only three of many are shown', async () => {
  const people = Array.from({ length: 5 }, (_, at) => ({ full_name: `Trần Văn Bịa ${'ABCDE'[at]}`, birth: `196${at}-01-02`, village: 'Đông Lợi', village_kind: 'Ấp', category: 'ND335:6', category_group: 'disabled' as const }))
  await world.import('assistance', people.map((one) => ({ ...one, amount: 1_080_000 })))
  const { diff } = await world.preview('assistance', people.map((one) => ({ ...one, amount: 1_350_000 })))
  const [, line] = fieldLines(diff.fields)
  expect(line).toMatch(/^ {4}số tiền: 5 \(Trần Văn Bịa .: 1\.080\.000 đồng → 1\.350\.000 đồng;.*; …\)$/)
  expect(line?.match(/→/g)).toHaveLength(3)
})

test('what is kept of an import names none of it', async () => {
  await world.import('cards', [lan])
  await world.import('cards', [{ ...lan, birth: '1950-03-12' }])
  const stored = JSON.stringify(await world.rows('SELECT diff FROM import_batch'))
  expect(stored).not.toContain('1950')
  expect(stored).not.toContain('Lan')
})

test('a look at a list takes no number', async () => {
  await world.import('cards', [lan])
  await world.preview('cards', [{ ...lan, valid_to: '2026-12-30' }])
  expect((await world.import('cards', [{ ...lan, valid_to: '2026-12-30' }])).batchId).toBe('2')
})
