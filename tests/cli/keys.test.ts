/** A new key writes, the old one reads, numbers are found as before. All people are invented. */
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { keysCommand } from '../../src/cli/keys.ts'
import { createCipher, parseKeys } from '../../src/store/cipher.ts'
import { ensureContact } from '../../src/store/contacts.ts'
import { silentLog, testCipher } from '../support/database.ts'
import { TEST_KEYS } from '../support/pipeline.ts'
import { registerWorld } from '../support/register-world.ts'
import { runCli } from '../support/run-cli.ts'
import { openWorkerSession } from '../../src/store/worker-session.ts'

const world = await registerWorld()
const folder = await mkdtemp(join(tmpdir(), 'loa-keys-'))
afterAll(() => rm(folder, { recursive: true }))
beforeEach(() => world.reset())

const TWO = `${TEST_KEYS},2:${Buffer.alloc(32, 9).toString('base64')}`
const keys = (args: readonly string[], env: Readonly<Record<string, string>>) => runCli(keysCommand, world.database, args, env)
const lan = { full_name: 'Nguyễn Thị Lan', birth: '1950-03-12', citizen_id: '072150001234', village: 'Đông Lợi', village_kind: 'Ấp', phones: ['0901000001'] }
const versions = async () => (await world.rows<{ v: number }>('SELECT DISTINCT get_byte(secrets_enc, 0) AS v FROM person UNION SELECT DISTINCT get_byte(address_enc, 0) FROM contact')).map(({ v }) => v)

test('a key is added to the file and none is lost', async () => {
  await writeFile(join(folder, 'keys'), `${TEST_KEYS}\n`)
  const { out } = await keys(['rotate'], { LOA_KEYS: '', LOA_DATA: folder })
  expect(out).toContain('Đã thêm khóa số 2')
  expect(out).not.toContain('=')
  const text = await readFile(join(folder, 'keys'), 'utf8')
  expect(text.startsWith(`${TEST_KEYS},2:`)).toBe(true)
  expect([...parseKeys(text).keys()]).toEqual([1, 2])
  expect((await stat(join(folder, 'keys'))).mode & 0o777).toBe(0o600)
})

test('the newest key writes, the old one still reads, and sealing anew leaves nothing to it', async () => {
  const { database } = world
  const first = await world.import('cards', [{ ...lan, valid_to: '2026-12-31' }])
  const second = await world.import('cards', [{ ...lan, social_insurance_no: '7912345678', valid_to: '2026-12-31' }])
  const cipher = createCipher(parseKeys(TWO))
  const known = await world.rows<{ address_enc: Buffer }>('SELECT address_enc FROM contact')
  for (const { address_enc: sealed } of known) expect(cipher.decrypt(sealed)).toBe(testCipher().decrypt(sealed))
  const id = await ensureContact(database.pool, cipher, { communeId: world.communeId(), kind: 'phone', address: '+84902000002' })
  expect(await ensureContact(database.pool, testCipher(), { communeId: world.communeId(), kind: 'phone', address: '+84902000002' })).toBe(id)
  expect((await versions()).sort()).toEqual([1, 2])

  expect((await keys(['reseal'], { LOA_KEYS: TWO })).out).toMatch(/Xong: \d+ mục/)
  expect(await versions()).toEqual([2])
  expect((await keys(['reseal'], { LOA_KEYS: TWO })).out).toContain('Xong: 0 mục')
  expect((await keys([], { LOA_KEYS: TWO })).out).toMatch(/2 +[0-9a-f]{16} +\d+ +đang dùng để ghi/)
  const [person] = await world.rows<{ secrets_enc: Buffer }>('SELECT secrets_enc FROM person')
  expect(cipher.decrypt(person?.secrets_enc as Buffer)).toContain('072150001234')
  // An import is still taken back: what it remembers of a value and the value are the same bytes.
  await world.undo(second.batchId)
  const [before] = await world.rows<{ secrets_enc: Buffer }>('SELECT secrets_enc FROM person')
  expect(cipher.decrypt(before?.secrets_enc as Buffer)).not.toContain('7912345678')
  await world.undo(first.batchId)
  expect(await world.rows('SELECT FROM person')).toEqual([])
})

test('nothing is sealed anew while a worker runs that does not know the key', async () => {
  const session = openWorkerSession(world.database, { host: 'here', roles: 'worker', log: silentLog })
  await session.id()
  expect((await keys(['rotate'], {})).out).toMatch(/Đặt LOA_KEYS[^]*1:[^]*,2:/)
  expect(await keys(['reseal'], { LOA_KEYS: TWO })).toMatchObject({ exitCode: 3, err: expect.stringContaining('Khởi động lại Loa') as string })
  await session.close()
  expect((await keys(['reseal'], { LOA_KEYS: TWO })).exitCode).toBe(0)
})
