import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withEnvFile } from '../../src/kernel/config/env-file.ts'
import { EXIT } from '../../src/kernel/errors.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'loa-env-'))))
afterEach(() => rmSync(folder, { recursive: true }))

test("a folder's .env is read, and the real environment wins", () => {
  writeFileSync(join(folder, '.env'), '# ghi chú\nLOA_PORT=9000\nSMS_PROVIDER="esms"\n')
  expect(withEnvFile(folder, { LOA_PORT: '8081', HOME: '/home/a' })).toEqual({ LOA_PORT: '8081', SMS_PROVIDER: 'esms', HOME: '/home/a' })
})

test('where there is none the environment is as it was', () => {
  expect(withEnvFile(folder, { HOME: '/home/a' })).toEqual({ HOME: '/home/a' })
})

test('one that cannot be read is named', () => {
  mkdirSync(join(folder, '.env'))
  expect(() => withEnvFile(folder, {})).toThrow(expect.objectContaining({ exitCode: EXIT.usage, said: expect.stringContaining(join(folder, '.env')) }))
})
