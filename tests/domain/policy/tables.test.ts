/**
 * Guards over all policy tables. The last one reads today's date on purpose: it is meant to fail one day, some
 * months before the program would have to answer from a table that has run out.
 */
import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { addDays, isDay, vietnamDay } from '../../../src/domain/calendar.ts'
import type { Dated } from '../../../src/domain/policy/dated.ts'
import { inForce, isInForce, joinSources, leastSure } from '../../../src/domain/policy/dated.ts'
import type { PolicyTable } from '../../../src/domain/policy/tables.ts'
import { POLICY_TABLES, REVIEW_WITHIN_DAYS, REVIEWED_ON, tableWarnings } from '../../../src/domain/policy/tables.ts'

const POLICY_FOLDER = new URL('../../../src/domain/policy/', import.meta.url)

/** What is wrong with rows that should follow each other: "2026-01-01: overlap", "2026-01-01: hole". */
function joints(rows: readonly Dated[]): string[] {
  const inOrder = rows.toSorted((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1))
  return inOrder.slice(1).flatMap((row, index) => {
    const before = inOrder[index]?.effectiveTo
    if (before === undefined || before >= row.effectiveFrom) return [`${row.effectiveFrom}: overlap`]
    return addDays(before, 1) === row.effectiveFrom ? [] : [`${row.effectiveFrom}: hole`]
  })
}

const row = (effectiveFrom: string, effectiveTo?: string, confidence: Dated['confidence'] = 'S'): Dated => ({
  effectiveFrom,
  ...(effectiveTo === undefined ? {} : { effectiveTo }),
  legalSource: 'an invented decree',
  confidence,
})

const invented = (rows: readonly Dated[]): PolicyTable => ({
  name: 'Bảng thử',
  rows,
  byKey: new Map([['', rows]]),
  retired: [],
  publishedIn: 'công báo thử',
})

describe('rows of law', () => {
  it('are in force from their first to their last day', () => {
    const rows = [row('2024-07-01', '2026-06-30'), row('2026-07-01')]
    expect(inForce(rows, '2024-06-30')).toBeUndefined()
    expect(inForce(rows, '2024-07-01')).toBe(rows[0])
    expect(inForce(rows, '2026-06-30')).toBe(rows[0])
    expect(inForce(rows, '2026-07-01')).toBe(rows[1])
    expect(isInForce(row('2026-07-01'), '2099-01-01')).toBe(true)
  })

  it('are together as sure as the least sure of them', () => {
    expect(leastSure('S', 'S')).toBe('S')
    expect(leastSure('S', 'L')).toBe('L')
    expect(leastSure('U', 'L')).toBe('U')
    expect(joinSources('a', 'b', 'a')).toBe('a; b')
  })
})

describe('the guard itself', () => {
  it.each([
    ['rows that follow each other', [row('2024-01-01', '2024-12-31'), row('2025-01-01')], []],
    ['a shared day', [row('2024-01-01', '2025-01-01'), row('2025-01-01')], ['2025-01-01: overlap']],
    ['an open row that is not the last', [row('2024-01-01'), row('2025-01-01')], ['2025-01-01: overlap']],
    ['a missing day', [row('2024-01-01', '2024-12-30'), row('2025-01-01')], ['2025-01-01: hole']],
  ])('sees %s', (_what, rows, expected) => {
    expect(joints(rows)).toEqual(expected)
  })

  it('warns before a table ends, and says where the next figure is published', () => {
    const ending = invented([row('2024-01-01', '2026-12-31')])
    expect(tableWarnings('2026-10-01', 90, [ending])).toEqual([])
    expect(tableWarnings('2026-11-22', 90, [ending])).toEqual([
      {
        kind: 'ends',
        table: 'Bảng thử',
        from: '2027-01-01',
        message: 'Bảng thử: hết số liệu từ ngày 01/01/2027. Xem công báo thử.',
      },
    ])
  })

  it('warns before a table becomes unsure, once', () => {
    const becoming = invented([row('2024-01-01', '2026-12-31'), row('2027-01-01', undefined, 'U')])
    expect(tableWarnings('2026-09-01', 90, [becoming])).toEqual([])
    expect(tableWarnings('2026-11-22', 90, [becoming])).toMatchObject([{ kind: 'unsure', from: '2027-01-01' }])
    expect(tableWarnings('2027-01-02', 90, [becoming])).toEqual([])
  })

  it('warns when nobody has looked for more than a year', () => {
    expect(tableWarnings(addDays(REVIEWED_ON, REVIEW_WITHIN_DAYS), 0, [])).toEqual([])
    expect(tableWarnings(addDays(REVIEWED_ON, REVIEW_WITHIN_DAYS + 1), 0, [])).toMatchObject([{ kind: 'review' }])
  })
})

describe('every policy table', () => {
  it('is on the list, so that these guards see it', async () => {
    const listed = new Set<unknown>(POLICY_TABLES.map((table) => table.rows))
    const unlisted: string[] = []
    for (const file of readdirSync(POLICY_FOLDER).filter((name) => name !== 'tables.ts')) {
      const module = (await import(new URL(file, POLICY_FOLDER).href)) as Record<string, unknown>
      for (const [name, value] of Object.entries(module)) {
        const isTable = Array.isArray(value) && typeof value[0] === 'object' && value[0] !== null && 'effectiveFrom' in value[0]
        if (isTable && !listed.has(value)) unlisted.push(`${file}: ${name}`)
      }
    }
    expect(unlisted).toEqual([])
  })

  it.each(POLICY_TABLES.map((table) => [table.name, table] as const))('%s: every row says since when, from where and how surely', (_name, table) => {
    expect(table.rows.length).toBeGreaterThan(0)
    for (const one of table.rows) {
      expect(isDay(one.effectiveFrom), one.effectiveFrom).toBe(true)
      if (one.effectiveTo !== undefined) expect(isDay(one.effectiveTo) && one.effectiveTo >= one.effectiveFrom, one.effectiveTo).toBe(true)
      expect(one.legalSource.length).toBeGreaterThan(10)
      expect(one.legalSource).toBe(one.legalSource.normalize('NFC'))
      expect(['S', 'L', 'U']).toContain(one.confidence)
    }
  })

  it.each(POLICY_TABLES.map((table) => [table.name, table] as const))('%s: rows follow each other', (_name, table) => {
    const troubles = [...table.byKey].flatMap(([key, rows]) => joints(rows).map((trouble) => `${key} ${trouble}`))
    expect(troubles).toEqual([])
  })

  it('ends for good only where the law ended it', () => {
    const retired = POLICY_TABLES.flatMap((table) => table.retired.map((key) => table.byKey.get(key)?.at(-1)?.effectiveTo))
    expect(retired).toEqual(['2025-06-30', '2025-06-30'])
  })
})

describe('running out', () => {
  const NOTICE_DAYS = 90

  it('is foreseen for the holidays after 2031', () => {
    const ending = tableWarnings('2031-11-01', NOTICE_DAYS).filter((warning) => warning.kind === 'ends')
    expect(ending.map((warning) => warning.from)).toContain('2032-01-01')
    expect(ending.find((warning) => warning.from === '2032-01-01')?.message).toContain('Bộ Nội vụ')
  })

  it('is told in November 2026 of the premium rate and the urban poverty line, which are unsure from 2027', () => {
    const unsure = tableWarnings('2026-11-22', NOTICE_DAYS).filter((warning) => warning.kind === 'unsure')
    expect(unsure.map((warning) => warning.table)).toEqual(['Tỷ lệ đóng bảo hiểm y tế', 'Chuẩn nghèo đa chiều (thành thị)'])
  })

  it('has not come for any table today', () => {
    const today = vietnamDay(new Date())
    const due = tableWarnings(today, NOTICE_DAYS).filter((warning) => warning.kind !== 'unsure')
    expect(due.map((warning) => warning.message), 'add the next rows, with their source, and move REVIEWED_ON').toEqual([])
  })
})
