import fc from 'fast-check'
import { expect, test } from 'vitest'
import { binaryArray } from '../../src/store/binary-array.ts'
import { unnested } from '../../src/store/bulk-rows.ts'
import { testDatabase } from '../support/database.ts'

const database = await testDatabase()

/** What the server understood, as it prints it. */
async function understood(type: string, values: readonly unknown[]): Promise<(string | null)[]> {
  const { rows } = await database.pool.query<{ value: string | null }>(`SELECT value::text FROM unnest($1::${type}[]) WITH ORDINALITY AS u(value, place) ORDER BY place`, [
    binaryArray(type, values.length, (place) => values[place]),
  ])
  return rows.map((row) => row.value)
}

const day = fc.date({ min: new Date('0101-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10))
const bytes = fc.uint8Array({ maxLength: 80 }).map((given) => Buffer.from(given))
const perhaps = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<(Value | undefined)[]> => fc.array(fc.option(value, { nil: undefined }), { maxLength: 30 })

test.each([
  ['bigint', fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String), (value: unknown) => value],
  ['int', fc.integer(), String],
  ['date', day, (value: unknown) => value],
  ['boolean', fc.boolean(), String],
  ['bytea', bytes, (value: unknown) => `\\x${(value as Buffer).toString('hex')}`],
  ['text', fc.string({ unit: 'binary', maxLength: 200 }), (value: unknown) => (value as string).replaceAll('\0', '')],
] as const)('the server reads a column of %s as it was written, empty places too', async (type, value, printed) => {
  await fc.assert(
    fc.asyncProperty(perhaps<unknown>(value), async (values) => {
      expect(await understood(type, values)).toEqual(values.map((given) => (given === undefined ? null : printed(given))))
    }),
    { numRuns: 60 },
  )
})

test('a text longer than all before it is not cut', async () => {
  const texts = ['ngắn', 'ế'.repeat(400_000), '']
  expect(await understood('text', texts)).toEqual(texts)
})

test('columns of every type travel together, those without a binary form as text', async () => {
  const rows = [{ id: '7', share: 1.25 }, { id: '8', share: undefined }]
  const { from, names, values } = unnested<(typeof rows)[number]>(
    [
      { name: 'id', type: 'bigint', value: (row) => row.id },
      { name: 'share', type: 'numeric', value: (row) => row.share },
      { name: 'withdrawn_at', type: 'timestamptz', value: () => undefined },
    ],
    rows,
    1,
  )
  const found = await database.pool.query(`SELECT ${names.join(', ')} FROM ${from}`, values)
  expect(found.rows).toEqual([{ id: '7', share: 1.25, withdrawn_at: null }, { id: '8', share: null, withdrawn_at: null }])
})
