/** The sample commune is invented from first to last; these tests read its files with a reader that did not write them. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { read, utils, type WorkBook, type WorkSheet } from '@e965/xlsx'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TROUBLES_TO_ASK } from '../../src/cli/demo/sample-list.ts'
import { writeSampleCommune } from '../../src/cli/demo/sample-commune.ts'
import type { SampleCommune, SampleFile } from '../../src/cli/demo/sample-commune.ts'
import { addDays, daysBetween, weekday } from '../../src/domain/calendar.ts'
import { holidayOn } from '../../src/domain/policy/holidays.ts'
import { PROVINCE_CODES } from '../../src/domain/policy/province-codes.ts'
import { decodeTcvn3 } from '../../src/domain/tcvn3.ts'

const TODAY = '2026-11-22'
const dirs: string[] = []

async function write(options: { today: string; seed?: number }): Promise<SampleCommune> {
  const dir = await mkdtemp(join(tmpdir(), 'loa-sample-'))
  dirs.push(dir)
  return writeSampleCommune(dir, options)
}

async function open(file: SampleFile): Promise<WorkBook> {
  return read(await readFile(file.path), { cellFormula: true, cellStyles: true })
}

let commune: SampleCommune
let files: Record<SampleFile['kind'], SampleFile>
let books: Record<SampleFile['kind'], WorkBook>

beforeAll(async () => {
  commune = await write({ today: TODAY })
  files = Object.fromEntries(commune.files.map((file) => [file.kind, file])) as typeof files
  books = Object.fromEntries(await Promise.all(commune.files.map(async (file) => [file.kind, await open(file)] as const))) as typeof books
})

afterAll(async () => {
  await Promise.all(dirs.map((dir) => rm(dir, { recursive: true, force: true })))
})

const sheetsOf = (book: WorkBook): WorkSheet[] => book.SheetNames.map((name) => book.Sheets[name] ?? {})
const at = (sheet: WorkSheet, address: string): unknown => (sheet[address] as { v?: unknown } | undefined)?.v
const allTruth = () => commune.files.flatMap((file) => file.expected.truth.map((row) => ({ kind: file.kind, ...row })))

describe('the files', () => {
  it('are the same byte for byte for the same day and seed', async () => {
    const again = await write({ today: TODAY })
    for (const [i, file] of commune.files.entries()) {
      expect(await readFile(again.files[i]?.path ?? '')).toEqual(await readFile(file.path))
    }
  })

  it('are other people for another seed', async () => {
    const other = await write({ today: TODAY, seed: 2 })
    const names = (sample: SampleCommune): (string | undefined)[] => sample.files[0]?.expected.truth.map(({ record }) => record.full_name) ?? []
    expect(names(other)).not.toEqual(names(commune))
  })

  it.each([
    ['assistance', 'tro_cap_xa_hoi.xlsx', 369, 369],
    ['cards', 'the_bhyt.xlsx', 1200, 1190],
    // 369 recipients without the two who died and the one who moved, and 44 carers with lines of their own.
    ['payments', 'chi_tra_thang_12.xlsx', 410, 410],
    ['households', 'ho_ngheo_can_ngheo.xlsx', 107, 107],
  ] as const)('hold as many rows and people as said: %s', (kind, name, dataRows, persons) => {
    const { path, expected } = files[kind]
    expect({ name: basename(path), dataRows: expected.dataRows, persons: expected.persons }).toEqual({ name, dataRows, persons })
    expect(expected.truth).toHaveLength(dataRows)
  })

  it('say in every sheet and in their properties that nobody in them is real', () => {
    for (const book of Object.values(books)) {
      expect(book.Props?.Comments).toBe('Dữ liệu mẫu, không có thật')
      for (const sheet of sheetsOf(book)) expect(utils.sheet_to_csv(sheet)).toContain('Dữ liệu mẫu, không có thật')
    }
  })

  it('have the name of each expected person in the expected row', () => {
    const nameColumn = { assistance: 'B', cards: 'B', payments: 'B', households: 'C' } as const
    for (const { kind, sheet, row, record, trouble } of allTruth()) {
      const shown = String(at(books[kind].Sheets[sheet] ?? {}, `${nameColumn[kind]}${row}`))
      expect(trouble === 'tcvn3' ? decodeTcvn3(shown) : shown).toBe(record.full_name)
    }
  })

  it('have totals that are the sums of what stands above them', () => {
    let formulas = 0
    for (const kind of ['assistance', 'payments'] as const) {
      for (const sheet of sheetsOf(books[kind])) {
        for (const [address, cell] of Object.entries(sheet) as [string, { f?: string; v?: number }][]) {
          if (cell.f === undefined) continue
          formulas += 1
          expect([address, cell.v]).toEqual([address, calculate(sheet, cell.f)])
        }
      }
    }
    expect(formulas).toBeGreaterThan(50)
  })
})

/** SUM(I12:I20), or I12+I20: all that the lists use. */
function calculate(sheet: WorkSheet, formula: string): number {
  const range = /^SUM\(([A-Z]+)(\d+):[A-Z]+(\d+)\)$/.exec(formula)
  const cells = range
    ? Array.from({ length: Number(range[3]) - Number(range[2]) + 1 }, (_, i) => `${range[1]}${Number(range[2]) + i}`)
    : formula.split('+')
  return cells.reduce((sum, address) => sum + Number(at(sheet, address) ?? 0), 0)
}

describe('the recipients', () => {
  const recipients = () => files.assistance.expected.truth.map(({ record }) => record)

  it('are 2 orphans, 132 elderly and 235 disabled people in ten villages', () => {
    const groups = new Map<string | undefined, number>()
    for (const { category_group: group } of recipients()) groups.set(group, (groups.get(group) ?? 0) + 1)
    expect(Object.fromEntries(groups)).toEqual({ orphan: 2, elderly: 14, social_pension: 118, disabled: 235 })
    expect(new Set(recipients().map(({ village }) => village)).size).toBe(10)
    expect(commune.villages.map(({ name }) => name)).toEqual(expect.arrayContaining([...new Set(recipients().map(({ village }) => village))]))
  })

  it('get 540.000 đồng times their coefficient, and together what the last line says', () => {
    for (const { amount, coefficient } of recipients()) expect(amount).toBe(540_000 * (coefficient ?? 0))
    const sheet = books.assistance.Sheets['Danh sách'] ?? {}
    const total = (utils.sheet_to_json(sheet, { header: 1 }) as unknown[][]).find((row) => String(row[1]).startsWith('Tổng cộng'))
    expect(total?.[8]).toBe(recipients().reduce((sum, { amount }) => sum + (amount ?? 0), 0))
  })

  it('are without a phone in 44 of 369 cases, and some have two numbers in one cell', () => {
    expect(recipients().filter(({ phones }) => phones === undefined)).toHaveLength(44)
    expect(recipients().filter(({ phones }) => phones?.length === 2)).toHaveLength(26)
  })

  it('hold 148 of the cards, with the same personal number', () => {
    const cards = new Set(files.cards.expected.truth.map(({ record }) => record.citizen_id))
    expect(recipients().filter(({ citizen_id: id }) => cards.has(id))).toHaveLength(148)
  })

  it('have the birthdays ahead that reminders are about', () => {
    const turning = (age: number): number =>
      recipients().filter(({ birth, birth_precision: precision }) => {
        if (precision !== 'day' || birth === undefined) return false
        const days = daysBetween(TODAY, `${Number(birth.slice(0, 4)) + age}${birth.slice(4)}`)
        return days > 0 && days <= 60
      }).length
    expect({ 4: turning(4), 16: turning(16), 60: turning(60) }).toEqual({ 4: 1, 16: 2, 60: 2 })
  })

  it('lie uncollected for two months in three cases, with the arrears in the list', () => {
    expect(commune.uncollected.filter(({ months }) => months.length === 2)).toHaveLength(3)
    for (const { citizenId, months } of commune.uncollected) {
      const line = files.payments.expected.truth.find(({ record }) => record.citizen_id === citizenId)?.record
      expect(line?.arrears).toBe((line?.amount ?? 0) * months.length)
    }
  })

  it('who died or moved away are not paid next month', () => {
    const gone = files.assistance.expected.truth.filter(({ trouble }) => trouble === 'noted-died' || trouble === 'noted-moved')
    const paid = new Set(files.payments.expected.truth.map(({ record }) => record.citizen_id))
    expect(gone).toHaveLength(3)
    expect(gone.filter(({ record }) => paid.has(record.citizen_id))).toEqual([])
  })
})

describe('the identifiers', () => {
  it('fit province, sex and year of birth, but where a mistake was planted', () => {
    const fits = allTruth().filter(({ record, trouble }) => record.citizen_id !== undefined && trouble !== 'birth-differs' && trouble !== 'same-number-two-names')
    expect(fits.length).toBeGreaterThan(2000)
    for (const { record } of fits) {
      const { citizen_id: id = '', birth = '', sex } = record
      expect(id).toMatch(/^\d{12}$/)
      expect(PROVINCE_CODES).toHaveProperty(id.slice(0, 3))
      expect([id, id.slice(3, 6)]).toEqual([id, `${(birth >= '2000' ? 2 : 0) + (sex === 'female' ? 1 : 0)}${birth.slice(2, 4)}`])
    }
  })

  it('belong to one person each, but for the one that was copied a row too far', () => {
    const owners = new Map<string, Set<string>>()
    for (const { record } of allTruth()) {
      if (record.citizen_id === undefined) continue
      owners.set(record.citizen_id, (owners.get(record.citizen_id) ?? new Set()).add(record.full_name.toUpperCase()))
    }
    expect([...owners.values()].filter((names) => names.size > 1)).toHaveLength(1)
  })

  it('are phone numbers from blocks that no carrier opened', () => {
    const phones = new Set(allTruth().flatMap(({ record }) => record.phones ?? []))
    expect(phones.size).toBeGreaterThan(500)
    for (const phone of phones) expect(phone).toMatch(/^\+84(?:89[0-5]|992|55[0-8]|52[4-7]|590)\d{6}$/)
  })

  it('show a phone in each of the shapes that an import must read', () => {
    const column = files.assistance.expected.truth.map(({ row }) => at(books.assistance.Sheets['Danh sách'] ?? {}, `O${row}`))
    const shapes: [name: string, has: (cell: unknown) => boolean][] = [
      ['lost its zero', (cell) => typeof cell === 'number'],
      ['eleven digits', (cell) => /^0199\d{7}$/.test(String(cell))],
      ['two in a cell', (cell) => /\d{10}\D+\d{10}/.test(String(cell))],
      ['dots', (cell) => /^\d{4}\.\d{3}\.\d{3}$/.test(String(cell))],
      ['country code', (cell) => String(cell).startsWith('+84 ')],
      ['a word behind', (cell) => /\(con/.test(String(cell))],
    ]
    expect(shapes.filter(([, has]) => !column.some(has)).map(([name]) => name)).toEqual([])
  })
})

describe('the cards', () => {
  const cards = () => files.cards.expected.truth

  it('begin below a header in row 7', () => {
    expect(at(books.cards.Sheets['DS the BHYT'] ?? {}, 'B7')).toBe('Họ và tên')
    expect(cards()[0]?.row).toBe(8)
  })

  it.each([60, 30, 15, 7, 1, 0, -7, -30, -60, -80])('of households end %i days from today for somebody', (days) => {
    const due = cards().filter(({ record }) => record.card_group === 'GD' && record.valid_to === addDays(TODAY, days))
    expect(due.length).toBeGreaterThanOrEqual(4)
  })

  it('name people without an allowance who turn 70 or 75 within two months and should apply now', () => {
    const recipients = new Set(files.assistance.expected.truth.map(({ record }) => record.citizen_id))
    const turning = (age: number): number =>
      cards().filter(({ record: { birth = '', birth_precision: precision, citizen_id: id } }) => {
        const days = precision === 'day' ? daysBetween(TODAY, `${Number(birth.slice(0, 4)) + age}${birth.slice(4)}`) : 0
        return days > 0 && days <= 60 && !recipients.has(id)
      }).length
    expect(turning(75)).toBeGreaterThanOrEqual(4)
    expect(turning(70)).toBeGreaterThanOrEqual(2)
  })

  it('end partly as dates and partly as text', () => {
    const kinds = cards().map(({ row }) => typeof at(books.cards.Sheets['DS the BHYT'] ?? {}, `I${row}`))
    expect(kinds.filter((kind) => kind === 'number').length).toBeGreaterThan(600)
    expect(kinds.filter((kind) => kind === 'string').length).toBeGreaterThan(400)
  })

  it('hold the planted troubles, each as often as meant', () => {
    const counts: Record<string, number> = {}
    for (const { trouble } of cards()) if (trouble !== undefined) counts[trouble] = (counts[trouble] ?? 0) + 1
    expect(counts).toEqual({
      'lost-leading-zero': 8, 'impossible-date': 3, 'birth-differs': 3, 'old-number': 4, tcvn3: 8, 'hidden-row': 2,
      // An earlier and a later card each.
      renewed: 8,
      'month-first-date': 1, 'no-expiry': 2, 'repeated-row': 6, 'same-number-two-names': 2,
    })
    const sheet = books.cards.Sheets['DS the BHYT'] ?? {}
    const hidden = (sheet['!rows'] ?? []).flatMap((row, i) => (row?.hidden === true ? [i + 1] : []))
    expect(hidden).toEqual(cards().flatMap(({ trouble, row }) => (trouble === 'hidden-row' ? [row] : [])))
    const impossible = cards().find(({ trouble }) => trouble === 'impossible-date')
    expect(at(sheet, `I${impossible?.row}`)).toBe('31/11/2026')
  })
})

it('leaves the officer few questions: under five rows of a hundred in every file', () => {
  for (const { path, expected } of commune.files) {
    const troubled = expected.truth.filter(({ trouble }) => trouble !== undefined).length
    expect([basename(path), troubled / expected.dataRows < 0.05]).toEqual([basename(path), true])
    expect(expected.rowsToAsk).toBe(expected.truth.filter(({ trouble }) => trouble !== undefined && TROUBLES_TO_ASK.includes(trouble)).length)
  }
})

it('lists 43 poor and near-poor households, each opened by its head', () => {
  const households = new Map(files.households.expected.truth.map(({ record }) => [record.household_code, record.poor_status]))
  expect([...households.values()].filter((status) => status === 'poor')).toHaveLength(20)
  expect([...households.values()].filter((status) => status === 'near_poor')).toHaveLength(23)
  const sheet = sheetsOf(books.households)[0] ?? {}
  const coded = files.households.expected.truth.filter(({ row }) => at(sheet, `B${row}`) !== undefined)
  expect(coded.map(({ row }) => at(sheet, `D${row}`))).toEqual(Array.from({ length: 43 }, () => 'Chủ hộ'))
})

describe('the payment days', () => {
  it('cover every village for three months, and none is a weekend or a holiday', () => {
    for (const month of ['2026-12', '2027-01', '2027-02']) {
      const cash = commune.schedules.filter((schedule) => schedule.month === month && schedule.method === 'cash')
      expect(cash.map(({ village }) => village)).toEqual(commune.villages.map(({ name }) => name))
    }
    for (const { paysOn } of commune.schedules) expect([paysOn, weekday(paysOn) <= 5 && holidayOn(paysOn) === undefined]).toEqual([paysOn, true])
  })

  it('bring February together with January, before Tết on 06/02/2027', () => {
    const days = (month: string): string[] => commune.schedules.filter((schedule) => schedule.month === month).map(({ paysOn }) => paysOn)
    expect(days('2027-02')).toEqual(days('2027-01'))
    expect(days('2027-02').every((day) => day < '2027-01-30')).toBe(true)
  })

  it('are confirmed for the coming month in most villages and for no later month', () => {
    const confirmed = commune.schedules.filter((schedule) => schedule.confirmed)
    expect(new Set(confirmed.map(({ month }) => month))).toEqual(new Set(['2026-12']))
    expect(confirmed.filter(({ method }) => method === 'cash')).toHaveLength(7)
  })
})

it.each([['2026-10-05'], ['2026-12-31'], ['2027-02-28'], ['2028-02-29'], ['2029-09-03']])('can be made for %s as well', async (today) => {
  const sample = await write({ today, seed: 11 })
  expect(sample.files.map(({ expected }) => expected.dataRows > 40)).toEqual([true, true, true, true])
  expect(sample.files[0]?.expected.persons).toBe(369)
  expect(sample.files[1]?.expected.dataRows).toBe(1200)
})
