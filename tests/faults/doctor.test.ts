/** `loa doctor` as an officer meets it on a bad day: everything it prints is a sentence, nothing is a line of a log. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { testDatabase } from '../support/database.ts'
import { TEST_KEYS } from '../support/pipeline.ts'

const PROGRAM = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
const database = await testDatabase()

/** Nobody listens there. */
const NO_REDIS = 'redis://127.0.0.1:1'

function doctor(env: Readonly<Record<string, string>>): Promise<string> {
  return new Promise((done) => {
    execFile(process.execPath, [PROGRAM, 'doctor'], { env: { PATH: process.env['PATH'] ?? '', LOA_KEYS: TEST_KEYS, ...env } }, (_, out, err) => done(out + err))
  })
}

test.each([
  ['Redis', { DATABASE_URL: database.fullUrl, REDIS_URL: NO_REDIS }, /✗ Hàng đợi.*Redis/],
  ['PostgreSQL', { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }, /✗ Cơ sở dữ liệu: /],
] as const)('without %s it prints sentences only', async (_, env, said) => {
  const lines = (await doctor(env)).trim().split('\n')
  expect(lines.join('\n')).toMatch(said)
  expect(lines.filter((line) => !/^(?:[✓✗!] \p{Lu}|\(✓ tốt)/u.test(line))).toEqual([])
})
