import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createCli } from '../../src/cli/create-cli.ts'
import { logFile } from '../../src/cli/log-file.ts'

let dataDir: string
beforeEach(() => (dataDir = mkdtempSync(join(tmpdir(), 'loa-log-'))))
afterEach(() => rmSync(dataDir, { recursive: true }))

test('a log line does not reach the terminal that somebody sits at', () => {
  let err = ''
  const cli = createCli({ env: { LOA_DATA: dataDir }, stdout: { write: () => true }, stderr: { isTTY: true, write: (text) => (err += text) }, once: () => undefined })
  cli.config()
  cli.log().warn({ tries: 3 }, 'the server is slow')
  expect(err).toBe('')
  expect(cli.logFile()).toBe(join(dataDir, 'loa.log'))
  expect(readFileSync(join(dataDir, 'loa.log'), 'utf8')).toContain('"msg":"the server is slow"')
})

test('a log that has grown large is put aside', () => {
  writeFileSync(join(dataDir, 'loa.log'), 'x'.repeat(10_000_001))
  logFile(dataDir).write('mới\n')
  expect(readFileSync(join(dataDir, 'loa.log'), 'utf8')).toBe('mới\n')
  expect(existsSync(join(dataDir, 'loa.log.1'))).toBe(true)
})

test('a folder that cannot be written to stops nothing', () => {
  writeFileSync(join(dataDir, 'tep'), '')
  logFile(join(dataDir, 'tep')).write('mới\n')
  expect(readFileSync(join(dataDir, 'tep'), 'utf8')).toBe('')
})
