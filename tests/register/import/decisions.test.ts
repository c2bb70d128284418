import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { birthsAgree, refineBirth } from '../../../src/register/import/birth-match.ts'
import { FirstRows } from '../../../src/register/import/first-rows.ts'
import { maskIdentifiers } from '../../../src/register/import/mask-identifiers.ts'
import { mergeAllowances } from '../../../src/register/import/merge-allowances.ts'
import { mergeCards } from '../../../src/register/import/merge-cards.ts'
import { mergePhones } from '../../../src/register/import/merge-phones.ts'
import { carriedByRows } from '../../../src/register/import/merge-person.ts'
import type { AllowanceFacts, CardFacts, PhoneLink } from '../../../src/domain/register-facts.ts'
import { findVillage, newVillage } from '../../../src/register/import/resolve-places.ts'

// All names and numbers are invented.

describe('masking', () => {
  test.each([
    ['CCCD 072150001234 đã có', 'CCCD …234 đã có'],
    ['gọi 0912 345 678 hoặc 0912.345.678', 'gọi …678 hoặc …678'],
    ['thẻ GD4720150012345, số +84912345678', 'thẻ …345, số …678'],
    ['sinh 12/03/1950, hạn 31/12/2026, 1.080.000 đồng, dòng 33169', 'sinh 12/03/1950, hạn 31/12/2026, 1.080.000 đồng, dòng 33169'],
  ])('%s', (text, masked) => {
    expect(maskIdentifiers(text)).toBe(masked)
  })

  test('leaves no nine digits of any number, however it is spaced', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{9,15}$/), fc.constantFrom('', ' ', '.', '-'), fc.integer({ min: 1, max: 4 }), (digits, gap, size) => {
        const written = digits.match(new RegExp(`\\d{1,${size}}`, 'g'))?.join(gap) ?? ''
        expect(maskIdentifiers(`số ${written}, hết`)).toBe(`số …${digits.slice(-3)}, hết`)
      }),
    )
  })
})

describe('births', () => {
  test.each([
    ['1950', '1950-03-12', true],
    ['1950-03', '1950-03-12', true],
    ['1950-04', '1950-03-12', false],
    ['1951', '1950', false],
    [undefined, '1950', true],
  ])('%s and %s', (one, other, agree) => {
    expect([birthsAgree(one, other), birthsAgree(other, one)]).toEqual([agree, agree])
  })

  test.each([
    ['1950-03-12', '1950', '1950-03-12'],
    ['1950', '1950-03-12', '1950-03-12'],
    ['1950', '1951', '1951'],
    ['1950', undefined, '1950'],
  ])('%s on the register and %s in the file is %s', (current, carried, result) => {
    expect(refineBirth(current, carried)).toBe(result)
  })
})

test('the first row of a value is found as a map finds it', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.constantFrom('a', 'b', '072150001234', '072150001235', 'GD1', ''), { nil: undefined })), (values) => {
      const firsts = new FirstRows(values.length, (row) => values[row])
      values.forEach((value, row) => expect(firsts.firstOf(row)).toBe(value === undefined ? undefined : values.indexOf(value)))
    }),
  )
})

test('one row and several rows of a person are read alike', () => {
  const row = { at: 0, record: { full_name: 'Nguyễn Thị Lan', birth: '1950', note: 'gọi 0912345678', phones: [], sex: 'female' as const }, villageId: 3, householdId: '7' }
  expect(carriedByRows([row])).toEqual(carriedByRows([row, row]))
})

describe('the phones of a person', () => {
  const link = (phone: string, rank: number, given: Partial<PhoneLink> = {}): PhoneLink => ({ personId: '1', phone, rank, source: 'import', removed: false, ...given })

  test.each<[string, PhoneLink[], string[], ReturnType<typeof mergePhones>]>([
    ['an empty cell changes nothing', [link('a', 0)], [], { inserted: [], updated: [], refused: [] }],
    ['the same cell changes nothing', [link('a', 0), link('b', 1)], ['a', 'b'], { inserted: [], updated: [], refused: [] }],
    ['a new first phone moves the old one behind it', [link('a', 0)], ['b'], { inserted: [link('b', 0)], updated: [link('a', 1)], refused: [] }],
    ['another order is taken over', [link('a', 0), link('b', 1)], ['b', 'a'], { inserted: [], updated: [link('b', 0), link('a', 1)], refused: [] }],
    ['an officer’s entry keeps its place', [link('a', 0, { source: 'officer' })], ['b'], { inserted: [link('b', 0)], updated: [], refused: [] }],
    ['a number reported as wrong stays away', [link('a', 0, { removed: true })], ['a'], { inserted: [], updated: [], refused: ['a'] }],
  ])('%s', (_, current, listed, plan) => {
    expect(mergePhones('1', current, listed)).toEqual(plan)
  })
})

describe('the cards of a person', () => {
  interface CardCells {
    card_no: string | undefined
    card_group: string | undefined
    valid_from: string | undefined
    valid_to: string | undefined
  }
  const cells = (card_no: string | undefined, valid_from?: string, valid_to?: string): CardCells => ({ card_no, card_group: undefined, valid_from, valid_to })
  /** What makes a row speak of a card at all: a number or an end. Often it has one of them only. */
  const anyRow: fc.Arbitrary<CardCells> = fc
    .record({
      card_no: fc.option(fc.constantFrom('GD1', 'HN2', 'GD3'), { nil: undefined }),
      card_group: fc.option(fc.constantFrom('GD', 'HN'), { nil: undefined }),
      valid_from: fc.option(fc.constantFrom('2025-01-01', '2026-01-01', '2027-01-01'), { nil: undefined }),
      valid_to: fc.option(fc.constantFrom('2025-12-31', '2026-06-30', '2026-12-31', '2027-12-31'), { nil: undefined }),
    })
    .filter(({ card_no, valid_to }) => card_no !== undefined || valid_to !== undefined)
  const rowsOf = (cards: { valid_to: string | undefined }[]) => cards.map((card, at) => ({ at, record: { full_name: 'Lê An', ...card } as never }))

  /** The cards as they are on the register after the plan. */
  function after(current: readonly CardFacts[], rows: ReturnType<typeof rowsOf>): { cards: CardFacts[]; changed: number } {
    const plan = mergeCards('1', current, rows)
    const kept = current.map((card) => plan.updated.find((updated) => updated.id === card.id) ?? card)
    const added = plan.inserted.map((card, place) => ({ ...card, id: String(current.length + place + 1) }))
    return { cards: [...kept, ...added], changed: plan.inserted.length + plan.updated.length }
  }

  test('are the same after the same rows again, for any rows over any cards', () => {
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 6 }), fc.array(anyRow, { maxLength: 6 }), (earlier, later) => {
        const known = after([], rowsOf(earlier)).cards
        const once = after(known, rowsOf(later))
        expect(after(once.cards, rowsOf(later)).changed).toBe(0)
      }),
      {
        numRuns: 3_000,
        // Found by many seeds: one row has the number, another the end.
        examples: [
          [[cells(undefined, '2025-01-01', '2026-06-30')], [cells(undefined, '2025-01-01', '2026-12-31'), cells('GD1', '2025-01-01')]],
          [[cells('GD1', '2025-01-01', '2025-12-31')], [cells('GD1', '2027-01-01'), cells(undefined, '2025-01-01', '2026-06-30'), cells(undefined, '2027-01-01', '2026-06-30')]],
          [
            [cells('GD1', '2025-01-01', '2025-12-31')],
            [cells(undefined, '2027-01-01', '2026-06-30'), cells('GD3', '2025-01-01'), cells(undefined, '2025-01-01', '2026-06-30'), cells('GD1', '2027-01-01'), cells('GD3', undefined, '2025-12-31')],
          ],
        ],
      },
    )
  })

  test('are never fewer and never lose their number', () => {
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 3 }), fc.array(anyRow, { maxLength: 3 }), (earlier, later) => {
        const known = after([], rowsOf(earlier)).cards
        const { cards } = after(known, rowsOf(later))
        known.forEach((card, place) => expect(cards[place]?.cardNo ?? '').toBe(card.cardNo ?? cards[place]?.cardNo ?? ''))
      }),
    )
  })
})

describe('villages', () => {
  const known = [
    { id: 1, kind: 'Ấp', name: 'Đông Lợi', searchKey: 'dong loi', aliases: ['Ấp 3'] },
    { id: 2, kind: 'Ấp', name: '1', searchKey: '1', aliases: [] },
    { id: 3, kind: 'Ấp', name: 'Cũ', searchKey: 'cu', aliases: [], successorId: 1 },
  ]
  test.each([
    ['Đông Lợi', '', 1],
    ['ĐÔNG LỢI', 'Khu phố', 1],
    ['3', 'ấp', 1],
    ['1', 'Ấp', 2],
    ['1', '', 2],
    ['1', 'Khu phố', undefined],
    ['Cũ', 'Ấp', 1],
    ['Tân Tiến', 'Ấp', undefined],
  ])('%s (%s)', (name, kind, id) => {
    expect(findVillage(known, name, kind)?.id).toBe(id)
  })

  test('a second place with the same bare name is kept apart by its kind', () => {
    expect(newVillage(known, '1', 'Khu phố').searchKey).toBe('khu pho 1')
  })
})

describe('the allowances of a person', () => {
  const anyRow = fc.record({
    category: fc.option(fc.constantFrom('ND335:6', 'ND20:6', 'ND335:5a', 'ND335:CARER'), { nil: undefined }),
    category_group: fc.option(fc.constantFrom('disabled' as const, 'elderly' as const, 'carer' as const), { nil: undefined }),
    amount: fc.option(fc.constantFrom(540_000, 810_000), { nil: undefined }),
    coefficient: fc.option(fc.constantFrom(1, 1.333), { nil: undefined }),
  })
  type Row = typeof anyRow extends fc.Arbitrary<infer Value> ? Value : never
  const rowsOf = (rows: readonly Row[]) => rows.map((row, at) => ({ at, record: { full_name: 'Lê An', ...row } as never }))

  function after(current: readonly AllowanceFacts[], rows: ReturnType<typeof rowsOf>): { allowances: AllowanceFacts[]; changed: number } {
    const plan = mergeAllowances('1', current, rows)
    const kept = current.map((known) => plan.updated.find((updated) => updated.id === known.id) ?? known)
    const added = plan.inserted.map((allowance, place) => ({ ...allowance, id: String(current.length + place + 1) }))
    return { allowances: [...kept, ...added], changed: plan.inserted.length + plan.updated.length }
  }

  test('are the same after the same rows again, for any rows over any allowances', () => {
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 3 }), fc.array(anyRow, { maxLength: 4 }), (earlier, later) => {
        const known = after([], rowsOf(earlier)).allowances
        const once = after(known, rowsOf(later))
        expect(after(once.allowances, rowsOf(later)).changed).toBe(0)
      }),
      { numRuns: 3_000 },
    )
  })
})
