import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import type { RosterKind } from '../../src/register/roster/roster.ts'
import { registerWorld } from '../support/register-world.ts'
import type { GivenRow } from '../support/roster-reading.ts'

// All names and numbers are invented.
const world = await registerWorld()
beforeEach(() => world.reset())

const lan: GivenRow = { full_name: 'Nguyễn Thị Lan', birth: '1950-03-12', citizen_id: '072150001234', village: 'Đông Lợi', village_kind: 'Ấp' }
const card = (row: GivenRow, validTo: string): GivenRow => ({ ...row, card_no: 'GD4720150012345', card_group: 'GD', valid_to: validTo })

/** A notice about a person (and a card), in some state. */
async function plan(state: string, about: { personId?: string; cardId?: string } = {}): Promise<void> {
  await world.rows("INSERT INTO worker_session (id, host, pid, roles) VALUES (1, 'h', 1, 'worker') ON CONFLICT DO NOTHING")
  await world.rows(
    `INSERT INTO notice (commune_id, recipient, person_id, kind, reason_key, card_id, template_key, due_on, not_before, not_after, state)
     VALUES ($1, 'person:' || $2, $2::bigint, 'reminder', 'card:' || $3 || ':' || $4, $3::bigint, 'card-expiry-ahead', '2026-12-01', now(), now(), $4)`,
    [world.communeId(), about.personId ?? '1', about.cardId ?? '1', state],
  )
}

describe('an undone import', () => {
  test('leaves the register as it was, also where it had corrected what was there', async () => {
    await world.import('cards', [card({ ...lan, birth: '1950', phones: ['+84912345678'] }, '2026-12-31')])
    const before = await world.register()
    const second = await world.import('cards', [
      card({ ...lan, sex: 'female', phones: ['+84988111222', '+84912345678'], social_insurance_no: '7215001234' }, '2027-12-31'),
      { full_name: 'Lê An', birth: '1961', village: 'Tân Tiến', village_kind: 'Ấp', valid_to: '2027-06-30', phones: ['+84933000111'] },
    ])
    expect(await world.register()).not.toEqual(before)
    const undone = await world.undo(second.batchId)
    expect(undone).toMatchObject({ removedPeople: 1, keptPeople: 0 })
    expect(await world.register()).toEqual(before)
  })

  test('comes back as it was when the list is imported again', async () => {
    const first = await world.import('assistance', [{ ...lan, category: 'ND335:6', category_group: 'disabled', amount: 1_080_000 }])
    await world.undo(first.batchId)
    expect((await world.register()).person).toEqual([])
    const again = await world.import('assistance', [{ ...lan, category: 'ND335:6', category_group: 'disabled', amount: 1_080_000 }])
    expect(again.diff.allowances).toEqual({ new: 1, changed: 0, unchanged: 0 })
  })

  test('leaves alone what somebody else has changed since', async () => {
    await world.import('cards', [card(lan, '2026-12-31')])
    const second = await world.import('cards', [card({ ...lan, sex: 'female' }, '2026-12-31')])
    await world.rows("UPDATE person SET opted_out_at = '2026-11-22 10:00+07', note = 'đã gọi'")
    await world.undo(second.batchId)
    expect(await world.rows('SELECT sex, note, opted_out_at IS NOT NULL AS refused FROM person')).toEqual([{ sex: null, note: 'đã gọi', refused: true }])
  })

  test('keeps a village or a phone that another list has come to use', async () => {
    const first = await world.import('cards', [{ ...card(lan, '2026-12-31'), phones: ['+84912345678'] }])
    await world.import('cards', [{ full_name: 'Lê An', birth: '1961', village: 'Đông Lợi', village_kind: 'Ấp', valid_to: '2027-06-30', phones: ['+84912345678'] }])
    await world.undo(first.batchId)
    expect(await world.rows('SELECT v.name, c.kind FROM person p JOIN village v ON v.id = p.village_id JOIN person_contact pc ON pc.person_id = p.id JOIN contact c ON c.id = pc.contact_id')).toEqual([
      { name: 'Đông Lợi', kind: 'phone' },
    ])
  })
})

describe('an import is not undone', () => {
  test('while a later one stands on the same rows, and the sentence names that one', async () => {
    const first = await world.import('cards', [card(lan, '2026-12-31')], { file: 'thang-10.xlsx' })
    const second = await world.import('cards', [card(lan, '2027-12-31')], { file: 'thang-11.xlsx' })
    const before = await world.register()
    await expect(world.undo(first.batchId)).rejects.toThrow(`lần nhập số ${second.batchId} (tệp "thang-11.xlsx", ngày 22/11/2026)`)
    expect(await world.register()).toEqual(before)
    await world.undo(second.batchId)
    await world.undo(first.batchId)
    expect((await world.register()).person).toEqual([])
  })

  test('twice', async () => {
    const { batchId } = await world.import('cards', [card(lan, '2026-12-31')])
    await world.undo(batchId)
    await expect(world.undo(batchId)).rejects.toThrow('đã được hoàn tác')
  })

  test('when there is none of that number', async () => {
    await expect(world.undo('999')).rejects.toThrow('Không có lần nhập số 999')
  })
})

describe('what people were told', () => {
  test('reminders that nobody has seen are cancelled, and the person goes', async () => {
    const { batchId } = await world.import('cards', [card(lan, '2026-12-31')])
    await plan('planned')
    await plan('queued')
    expect(await world.undo(batchId)).toMatchObject({ removedPeople: 1, cancelledNotices: 2 })
    expect(await world.rows('SELECT DISTINCT state, person_id, end_reason FROM notice')).toEqual([{ state: 'cancelled', person_id: null, end_reason: 'import-undone' }])
  })

  test.each(['sent', 'delivered', 'unconfirmed', 'visit'])('a person with a notice that is %s stays, with the card withdrawn', async (state) => {
    const { batchId } = await world.import('cards', [card(lan, '2026-12-31')])
    await plan(state)
    expect(await world.undo(batchId)).toMatchObject({ removedPeople: 0, keptPeople: 1 })
    expect(await world.rows('SELECT p.full_name, c.withdrawn_at IS NOT NULL AS withdrawn FROM person p JOIN card c ON c.person_id = p.id')).toEqual([
      { full_name: 'Nguyễn Thị Lan', withdrawn: true },
    ])
  })

  test('the same card imported again is the same card, so its reminders are not said twice', async () => {
    const { batchId } = await world.import('cards', [card(lan, '2026-12-31')])
    await plan('sent')
    await world.undo(batchId)
    const again = await world.import('cards', [card(lan, '2026-12-31')])
    expect(again.diff).toMatchObject({ persons: { new: 0 }, cards: { new: 0, changed: 1 } })
    expect(await world.rows('SELECT id, withdrawn_at FROM card')).toEqual([{ id: '1', withdrawn_at: null }])
  })

  test('a person who linked a chat stays', async () => {
    const { batchId } = await world.import('cards', [card(lan, '2026-12-31')])
    await world.rows("INSERT INTO contact (commune_id, kind, address_enc, address_idx) VALUES ($1, 'telegram', 'x', 'x')", [world.communeId()])
    await world.rows("INSERT INTO person_contact (person_id, contact_id, source) VALUES (1, 1, 'linked')")
    expect(await world.undo(batchId)).toMatchObject({ keptPeople: 1 })
  })
})

// ── any two lists ──────────────────────────────────────────────────────────────────────────────────────

const NAMES = ['Nguyễn Thị Lan', 'NGUYEN THI LAN', 'Trần Văn Ân', 'Trần Văn An', 'Thạch Chanh Ba']
const maybe = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> => fc.option(value, { nil: undefined })

const anyRow: fc.Arbitrary<GivenRow> = fc
  .record({
    full_name: fc.constantFrom(...NAMES),
    birth: maybe(fc.constantFrom('1950', '1950-03', '1950-03-12', '1961')),
    citizen_id: maybe(fc.constantFrom('072150000001', '072150000002')),
    social_insurance_no: maybe(fc.constantFrom('7215000001', '7215000002')),
    old_id: maybe(fc.constantFrom('280000001', '280000002')),
    card_no: maybe(fc.constantFrom('GD4727215000001', 'HN2727215000002')),
    card_group: maybe(fc.constantFrom('GD', 'HN')),
    valid_from: maybe(fc.constantFrom('2026-01-01', '2027-01-01')),
    valid_to: fc.constantFrom('2026-06-30', '2026-12-31', '2027-12-31'),
    phones: maybe(fc.uniqueArray(fc.constantFrom('+84912345678', '+84988111222', '+84933000111'), { maxLength: 2 })),
    village: maybe(fc.constantFrom('Đông Lợi', 'Tân Tiến')),
    category: maybe(fc.constantFrom('ND335:6', 'ND20:6', 'ND335:CARER')),
    category_group: maybe(fc.constantFrom('disabled' as const, 'carer' as const)),
    amount: maybe(fc.constantFrom(540_000, 810_000)),
    household_no: maybe(fc.constantFrom('1', '2')),
    household_head: maybe(fc.boolean()),
    poor_status: maybe(fc.constantFrom('poor' as const, 'near_poor' as const)),
  })
  .map((row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as unknown as GivenRow)

const anyList = fc.record({ kind: fc.constantFrom<RosterKind>('cards', 'assistance', 'payments', 'households'), rows: fc.array(anyRow, { minLength: 1, maxLength: 6 }) })

test('for any two lists: repeating the second changes nothing, and undoing it gives the first', async () => {
  await fc.assert(
    fc.asyncProperty(anyList, anyList, async (first, second) => {
      await world.reset()
      await world.import(first.kind, first.rows, { month: '2026-11' })
      const before = await world.register()
      const report = await world.import(second.kind, second.rows, { month: '2026-11' })
      const after = await world.register()
      expect((await world.import(second.kind, second.rows, { month: '2026-11' })).kind).toBe('unchanged')
      expect(await world.register()).toEqual(after)
      if (report.batchId === undefined) return
      await world.undo(report.batchId)
      expect(await world.register()).toEqual(before)
    }),
    { numRuns: 60 },
  )
})
