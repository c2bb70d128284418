import { beforeEach, describe, expect, test } from 'vitest'
import { registerWorld } from '../support/register-world.ts'
import type { GivenRow } from '../support/roster-reading.ts'

// All names and numbers are invented.
const world = await registerWorld()
beforeEach(() => world.reset())

const lan: GivenRow = { full_name: 'Nguyễn Thị Lan', birth: '1950-03-12', citizen_id: '072150001234', village: 'Đông Lợi', village_kind: 'Ấp' }
const ban: GivenRow = { full_name: 'Thạch Chanh Ba', birth: '1948', village: 'Đông Lợi', village_kind: 'Ấp' }
const lanCard: GivenRow = { ...lan, card_no: 'GD4720150012345', card_group: 'GD', valid_from: '2026-01-01', valid_to: '2026-12-31' }

const codes = (report: { problems: { issues: { code: string }[] }[] }): string[] => report.problems.flatMap((row) => row.issues.map((issue) => issue.code))
const names = async (): Promise<string[]> => (await world.rows<{ full_name: string }>('SELECT full_name FROM person ORDER BY id')).map((row) => row.full_name)
const cards = () =>
  world.rows<{ valid_from: string | null; valid_to: string }>('SELECT valid_from, valid_to FROM card WHERE withdrawn_at IS NULL ORDER BY valid_to')

describe('a first import', () => {
  test('writes people, villages, phones and cards and says so', async () => {
    const report = await world.import('cards', [{ ...lanCard, phones: ['+84912345678'] }, { ...ban, valid_to: '2027-06-30' }])
    expect(report.kind).toBe('committed')
    expect(report.diff.persons).toEqual({ new: 2, changed: 0, unchanged: 0 })
    expect(report.diff.cards.new).toBe(2)
    expect(report.diff.names.new).toEqual(['Nguyễn Thị Lan', 'Thạch Chanh Ba'])
    expect(await world.rows('SELECT kind, name FROM village')).toEqual([{ kind: 'Ấp', name: 'Đông Lợi' }])
    expect(await world.rows('SELECT birth, birth_precision FROM person ORDER BY id')).toEqual([
      { birth: '1950-03-12', birth_precision: 'day' },
      { birth: '1948-01-01', birth_precision: 'year' },
    ])
  })

  test('keeps one contact for a phone that three people share, in the order of each cell', async () => {
    await world.import('cards', [
      { ...lanCard, phones: ['+84912345678', '+84988111222'] },
      { ...ban, valid_to: '2027-06-30', phones: ['+84988111222', '+84912345678'] },
      { full_name: 'Lê An', birth: '1961-01-09', village: 'Đông Lợi', valid_to: '2027-06-30', phones: ['+84912345678'] },
    ])
    expect(await world.rows('SELECT count(*)::int AS n FROM contact')).toEqual([{ n: 2 }])
    expect(await world.rows('SELECT rank FROM person_contact ORDER BY person_id, rank')).toEqual([{ rank: 0 }, { rank: 1 }, { rank: 0 }, { rank: 1 }, { rank: 0 }])
  })

  test('gathers the rows of one person, also where only one of them has the number', async () => {
    const { citizen_id: _, ...unnumbered } = lan
    const report = await world.import('assistance', [
      { ...lan, category: 'ND335:6', category_group: 'disabled', amount: 1_080_000 },
      { ...unnumbered, category: 'ND335:CARER', category_group: 'carer', amount: 540_000 },
    ])
    expect(report.counts.persons).toBe(1)
    expect(await names()).toEqual(['Nguyễn Thị Lan'])
    expect(await world.rows('SELECT category FROM allowance ORDER BY category')).toEqual([{ category: 'ND335:6' }, { category: 'ND335:CARER' }])
  })

  test('gathers a household under its head', async () => {
    await world.import('households', [
      { full_name: 'Danh Út', birth: '1970', village: 'Đông Lợi', household_no: '1', household_head: true, poor_status: 'poor' },
      { full_name: 'Danh Thị Bé', birth: '2015-02-03', village: 'Đông Lợi', household_no: '1', household_head: false, poor_status: 'poor' },
    ])
    expect(await world.rows('SELECT is_household_head, household_id, poor_status FROM person ORDER BY id')).toEqual([
      { is_household_head: true, household_id: '1', poor_status: 'poor' },
      { is_household_head: false, household_id: '1', poor_status: 'poor' },
    ])
  })

  test('asks for the month of a payment list instead of guessing it', async () => {
    expect(() => world.import('payments', [{ ...lan, amount: 540_000 }])).toThrow('--month')
  })
})

describe('the same list again', () => {
  const lists: [string, () => Promise<{ kind: string }>][] = [
    ['cards', () => world.import('cards', [lanCard, { ...ban, valid_to: '2027-06-30', phones: ['+84912345678'] }])],
    ['assistance', () => world.import('assistance', [{ ...lan, category: 'ND335:6', category_group: 'disabled', coefficient: 2.5, account_no: '0123456789', bank: 'Agribank' }])],
    ['payments', () => world.import('payments', [{ ...lan, amount: 810_000 }, { ...ban, amount: 540_000 }], { month: '2026-12' })],
    ['households', () => world.import('households', [{ ...ban, household_code: 'TN-014', household_head: true, poor_status: 'near_poor' }])],
    ['two people whom only a number tells apart', () => world.import('cards', [lanCard, { ...lanCard, citizen_id: '072150009999', card_no: 'GD4720150099999' }])],
    ['one number under two names', () => world.import('cards', [lanCard, { ...lanCard, full_name: 'Trần Thị Hoa', birth: '1951', card_no: 'GD4720150077777' }])],
    ['a finer and a coarser birth of one name', () => world.import('cards', [{ ...ban, valid_to: '2027-06-30' }, { ...ban, birth: '1948-05-06', valid_to: '2027-03-31' }])],
    ['three cards of one person', () => world.import('cards', [lanCard, { ...lanCard, valid_from: '2027-01-01', valid_to: '2027-12-31' }, { ...lanCard, valid_from: '2025-01-01', valid_to: '2025-12-31' }])],
    ['two ends for one card', () => world.import('cards', [lanCard, { ...lanCard, valid_to: '2026-06-30' }])],
  ]
  test.each(lists)('changes nothing: %s', async (_, bring) => {
    expect((await bring()).kind).toBe('committed')
    const before = await world.register()
    expect((await bring()).kind).toBe('unchanged')
    expect(await world.register()).toEqual(before)
    expect(await world.rows('SELECT count(*)::int AS n FROM import_batch')).toEqual([{ n: 1 }])
  })
})

describe('who a row is', () => {
  beforeEach(() => world.import('cards', [lanCard, { ...ban, valid_to: '2027-06-30' }]))

  test('a better written name of the same number corrects the name', async () => {
    await world.import('cards', [{ ...lanCard, full_name: 'NGUYEN THI LAN' }])
    expect(await names()).toContain('Nguyễn Thị Lan')
  })

  test('the same number under another name makes another person, and asks', async () => {
    const report = await world.import('cards', [{ ...lanCard, full_name: 'Trần Văn Bình', birth: '1972' }])
    expect(await names()).toEqual(['Nguyễn Thị Lan', 'Thạch Chanh Ba', 'Trần Văn Bình'])
    expect(codes(report)).toContain('citizen-id.other-name')
    expect(report.counts).toMatchObject({ accepted: 0, flagged: 1 })
  })

  test('a name, birth and village that fit one person bring that person a number', async () => {
    const report = await world.import('cards', [{ ...ban, citizen_id: '072048004321', valid_to: '2027-06-30' }])
    expect(report.diff.persons).toEqual({ new: 0, changed: 1, unchanged: 0 })
    expect(codes(report)).toEqual([])
  })

  test('a name and birth with another number is another person, and asks', async () => {
    const report = await world.import('cards', [{ ...lanCard, citizen_id: '072150005555', card_no: 'GD4720150055555' }])
    expect(report.diff.persons.new).toBe(1)
    expect(codes(report)).toEqual(['person.maybe-same'])
  })

  test('a row that could be two people is not written', async () => {
    await world.import('cards', [{ ...lanCard, citizen_id: '072150005555', card_no: 'GD4720150055555' }])
    const { citizen_id: _, ...unnumbered } = lan
    const report = await world.import('assistance', [{ ...unnumbered, category_group: 'elderly' }])
    expect(report.kind).toBe('unchanged')
    expect(codes(report)).toEqual(['person.ambiguous'])
    expect(report.counts.rejected).toBe(1)
  })

  test('a name without birth is believed where it is alone in its village, and asks', async () => {
    const report = await world.import('payments', [{ full_name: 'Thạch Chanh Ba', village: 'Đông Lợi', amount: 540_000 }], { month: '2026-12' })
    expect(report.diff.persons.new).toBe(0)
    expect(codes(report)).toEqual(['person.matched-by-name'])
  })

  test('the village is found under another spelling and under an alias', async () => {
    await world.rows("UPDATE village SET aliases = ARRAY['Ấp 3 cũ']")
    const report = await world.import('cards', [
      { ...ban, village: 'DONG LOI', village_kind: 'ấp', valid_to: '2027-06-30' },
      { full_name: 'Lê An', birth: '1961', village: 'ấp 3 CŨ', valid_to: '2027-06-30' },
    ])
    expect(report.diff.persons.new).toBe(1)
    expect(await world.rows('SELECT count(*)::int AS n FROM village')).toEqual([{ n: 1 }])
  })

  test('Ấp 1 and Khu phố 1 are two places', async () => {
    await world.import('cards', [
      { full_name: 'Lê An', birth: '1961', village: '1', village_kind: 'Ấp', valid_to: '2027-06-30' },
      { full_name: 'Lê Anh', birth: '1961', village: '1', village_kind: 'Khu phố', valid_to: '2027-06-30' },
    ])
    expect(await world.rows("SELECT kind FROM village WHERE name = '1' ORDER BY id")).toEqual([{ kind: 'Ấp' }, { kind: 'Khu phố' }])
  })
})

describe('what a row changes', () => {
  test('an empty field erases nothing', async () => {
    await world.import('cards', [{ ...lanCard, sex: 'female', note: 'ở với con', phones: ['+84912345678'] }])
    const report = await world.import('cards', [{ full_name: lan.full_name, citizen_id: '072150001234', card_no: 'GD4720150012345', valid_to: '2026-12-31' }])
    expect(report.kind).toBe('unchanged')
  })

  test('a coarser birth does not spoil a finer one, and a finer one replaces a coarser', async () => {
    await world.import('cards', [lanCard])
    await world.import('cards', [{ ...lanCard, birth: '1950' }])
    expect(await world.rows('SELECT birth, birth_precision FROM person')).toEqual([{ birth: '1950-03-12', birth_precision: 'day' }])
    await world.reset()
    await world.import('cards', [{ ...lanCard, birth: '1950' }])
    await world.import('cards', [lanCard])
    expect(await world.rows('SELECT birth, birth_precision FROM person')).toEqual([{ birth: '1950-03-12', birth_precision: 'day' }])
  })

  test('a renewal is a new card', async () => {
    await world.import('cards', [lanCard])
    const report = await world.import('cards', [{ ...lanCard, valid_from: '2027-01-01', valid_to: '2027-12-31' }])
    expect(report.diff.cards).toEqual({ new: 1, changed: 0, unchanged: 0 })
    expect(await cards()).toEqual([
      { valid_from: '2026-01-01', valid_to: '2026-12-31' },
      { valid_from: '2027-01-01', valid_to: '2027-12-31' },
    ])
  })

  test('another end of the same period is a correction, and an earlier one asks', async () => {
    await world.import('cards', [lanCard])
    const report = await world.import('cards', [{ ...lanCard, valid_to: '2026-09-30' }])
    expect(report.diff.cards).toEqual({ new: 0, changed: 1, unchanged: 0 })
    expect(codes(report)).toEqual(['card.ends-earlier'])
    expect(await cards()).toEqual([{ valid_from: '2026-01-01', valid_to: '2026-09-30' }])
  })

  test('an older list brings no card back to life and takes none away', async () => {
    const { valid_from: _, ...open } = lanCard
    await world.import('cards', [open])
    await world.import('cards', [{ ...open, valid_to: '2027-12-31' }])
    const report = await world.import('cards', [open])
    expect(report.kind).toBe('unchanged')
  })

  test('another category of the same group changes the allowance and asks; a carer share stays beside it', async () => {
    await world.import('assistance', [{ ...lan, category: 'ND20:6', category_group: 'disabled' }, { ...lan, category: 'ND20:CARER', category_group: 'carer' }])
    const report = await world.import('assistance', [{ ...lan, category: 'ND335:6', category_group: 'disabled', amount: 1_080_000 }])
    expect(report.diff.allowances).toEqual({ new: 0, changed: 1, unchanged: 0 })
    expect(codes(report)).toEqual(['allowance.category-changed'])
    expect(report.diff.missing).toMatchObject({ people: 1, benefits: 1 })
  })

  test('a second payment line with another amount is not written, and asks', async () => {
    const report = await world.import('payments', [{ ...lan, amount: 540_000 }, { ...lan, amount: 810_000 }], { month: '2026-12' })
    expect(codes(report)).toEqual(['payment.twice'])
    expect(await world.rows('SELECT amount FROM payment')).toEqual([{ amount: 540_000 }])
  })

  test('another phone comes first and the old one stays behind it', async () => {
    await world.import('cards', [{ ...lanCard, phones: ['+84912345678'] }])
    await world.import('cards', [{ ...lanCard, phones: ['+84988111222'] }])
    expect(await world.rows('SELECT rank FROM person_contact ORDER BY contact_id')).toEqual([{ rank: 1 }, { rank: 0 }])
  })

  test('a phone that somebody reported as wrong does not come back, and asks', async () => {
    await world.import('cards', [{ ...lanCard, phones: ['+84912345678'] }])
    await world.rows('UPDATE person_contact SET removed_at = now()')
    const report = await world.import('cards', [{ ...lanCard, phones: ['+84912345678'] }])
    expect(report.kind).toBe('unchanged')
    expect(report.problems[0]?.issues[0]?.message).toContain('…678')
  })

  test('a note that somebody died stops nothing and asks', async () => {
    const report = await world.import('cards', [{ ...lanCard, note: 'đã mất', noted_as: 'died' }])
    expect(codes(report)).toEqual(['note.died'])
    expect(await world.rows('SELECT died_on FROM person')).toEqual([{ died_on: null }])
  })
})

describe('who is missing from a list', () => {
  test('is counted and named, and loses nothing', async () => {
    await world.import('cards', [lanCard, { ...ban, valid_to: '2027-06-30' }])
    const report = await world.import('cards', [{ ...lanCard, phones: ['+84912345678'] }])
    expect(report.diff.missing.people).toBe(1)
    expect(report.diff.names.missing).toEqual(['Thạch Chanh Ba'])
    expect(await cards()).toHaveLength(2)
  })

  test('is looked for only in the villages that the list names', async () => {
    await world.import('cards', [lanCard, { full_name: 'Lê An', birth: '1961', village: 'Tân Tiến', valid_to: '2027-06-30' }])
    const report = await world.import('cards', [{ ...lanCard, phones: ['+84912345678'] }])
    expect(report.diff.missing.people).toBe(0)
  })
})

test('a preview tells the same and writes nothing', async () => {
  const rows = [lanCard, { ...ban, valid_to: '2027-06-30', phones: ['+84912345678'] }]
  const before = await world.register()
  const preview = await world.preview('cards', rows)
  expect(await world.register()).toEqual(before)
  const real = await world.import('cards', rows)
  expect(preview).toEqual({ ...real, kind: 'previewed', batchId: undefined })
})

test('two imports of the same list at once become one', async () => {
  const reports = await Promise.all([world.import('cards', [lanCard]), world.import('cards', [lanCard]), world.import('cards', [lanCard])])
  expect(reports.map((report) => report.kind).sort()).toEqual(['committed', 'unchanged', 'unchanged'])
  expect(await names()).toEqual(['Nguyễn Thị Lan'])
})

test('rows that were not plainly accepted are kept for the officer with masked numbers', async () => {
  const report = await world.import('cards', [lanCard, { ...ban, valid_to: '2027-06-30', outcome: 'flagged' }, { ...lanCard, outcome: 'duplicate' }])
  expect(report.counts).toMatchObject({ accepted: 1, flagged: 1, duplicate: 1 })
  expect(await world.rows('SELECT sheet, row, outcome FROM import_row ORDER BY row')).toEqual([
    { sheet: 'Trang 1', row: 6, outcome: 'flagged' },
    { sheet: 'Trang 1', row: 7, outcome: 'duplicate' },
  ])
})
