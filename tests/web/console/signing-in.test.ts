/** The door of the console: the first link, signing in, and everything that must not open it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { firstLink } from '../../../src/app/console.ts'
import { testDatabase } from '../../support/database.ts'
import { PASSWORD, consoleWorld, printedLink } from './console-world.ts'
import type { ConsoleWorld, OfficerAtDesk } from './console-world.ts'

const database = await testDatabase()
let world: ConsoleWorld
beforeAll(async () => {
  world = await consoleWorld(database)
})
afterAll(() => world.stop())

const HALF_MINUTE = 30_000
const fresh = (who: OfficerAtDesk) => {
  world.clock.advance(2 * HALF_MINUTE)
  return { login: who.login, password: PASSWORD, code: world.code(who.secret) }
}
async function signIn(fields: Record<string, string>) {
  const desk = world.browser()
  await desk.get('/quan-ly/dang-nhap')
  return { desk, answer: await desk.post('/quan-ly/dang-nhap', fields) }
}

test('an installation without accounts prints a link, and none once there is one', async () => {
  const first = await firstLink(world.app.ground, world.clock, 'https://loa.test/')
  expect(first).toMatch(/^https:\/\/loa\.test\/quan-ly\/moi\/[\w-]{43}$/)
  await world.officer('admin', {})
  expect(await firstLink(world.app.ground, world.clock, 'https://loa.test')).toBeUndefined()
})

test('a link makes one account, shows the codes of paper once, and then opens nothing', async () => {
  const link = await printedLink(world)
  const desk = world.browser()
  const shown = await desk.get(link)
  const secret = (/<code>([A-Z2-7 ]{39})<\/code>/.exec(shown.text)?.[1] ?? '').replaceAll(' ', '')
  expect(secret).toMatch(/^[A-Z2-7]{32}$/)
  expect((await desk.get(link)).text).toContain(/<code>([A-Z2-7 ]{39})<\/code>/.exec(shown.text)?.[1])
  const fields = { name: 'cô Châu', login: 'Chau.TanDong', password: PASSWORD, again: PASSWORD }
  const refused = await desk.post(link, { ...fields, again: 'khác', login: 'ô', code: '000' })
  expect(refused.status).toBe(400)
  expect(refused.text.match(/class="problem"/g)).toHaveLength(3)
  expect(refused.text).not.toContain(PASSWORD)
  const made = await desk.post(link, { ...fields, code: world.code(secret) })
  expect(made.text.match(/[A-Z2-9]{5}-[A-Z2-9]{5}/g)).toHaveLength(10)
  expect((await desk.get('/quan-ly')).text).toContain('cô Châu')
  expect((await desk.get(link)).status).toBe(404)
  // the code that made the account signs nobody in
  expect((await signIn({ ...fields, code: world.code(secret) })).answer.status).toBe(403)
})

test('printing a link again takes back the one before', async () => {
  const [old, link] = [await printedLink(world), await printedLink(world)]
  expect((await world.browser().get(old)).status).toBe(404)
  expect((await world.browser().get(link)).status).toBe(200)
})

test('signing in gives a new cookie that no script and no other site can use', async () => {
  const who = await world.officer('officer')
  const desk = world.browser()
  const planted = 'A'.repeat(43)
  desk.cookies.set('loa_phien', planted)
  await desk.get('/quan-ly/dang-nhap')
  const answer = await desk.post('/quan-ly/dang-nhap', fresh(who))
  expect([answer.status, answer.to]).toEqual([303, '/quan-ly'])
  const cookie = String([answer.headers['set-cookie']].flat().at(-1))
  expect(cookie).toMatch(/^loa_phien=[\w-]{43}; Path=\/quan-ly; HttpOnly; SameSite=Strict$/)
  expect(cookie).not.toContain(planted)
  expect((await desk.get('/quan-ly')).status).toBe(200)
  const thief = world.browser()
  thief.cookies.set('loa_phien', planted)
  expect((await thief.get('/quan-ly')).to).toBe('/quan-ly/dang-nhap')
})

test('a code opens once, and an older one not after it', async () => {
  const who = await world.officer('officer')
  const fields = fresh(who)
  expect((await signIn(fields)).answer.status).toBe(303)
  expect((await signIn(fields)).answer.status).toBe(403)
  world.clock.advance(2 * HALF_MINUTE)
  const [older, newer] = [world.code(who.secret), (world.clock.advance(HALF_MINUTE), world.code(who.secret))]
  expect((await signIn({ ...fields, code: newer })).answer.status).toBe(303)
  expect((await signIn({ ...fields, code: older })).answer.status).toBe(403)
})

test('a code of paper stands in for the telephone, once', async () => {
  const who = await world.officer('officer')
  const [code = ''] = who.recoveryCodes
  const fields = { login: who.login, password: PASSWORD, code: code.toLowerCase() }
  expect((await signIn(fields)).answer.status).toBe(303)
  expect((await signIn(fields)).answer.status).toBe(403)
  await who.post('/quan-ly/tai-khoan/ma-du-phong')
  expect((await signIn({ ...fields, code: who.recoveryCodes[1] as string })).answer.status).toBe(403)
})

test('a wrong password, a wrong code and a name that nobody has are one and the same answer', async () => {
  const who = await world.officer('officer')
  const right = fresh(who)
  const answers = await Promise.all(
    [{ ...right, password: 'sai' }, { ...right, code: '123' }, { ...right, login: 'khong.ai' }].map(async (fields) => (await signIn(fields)).answer),
  )
  const said = answers.map(({ status, text }) => [status, /role="alert">([^<]*)/.exec(text)?.[1]])
  expect(new Set(said.map(String)).size).toBe(1)
})

test('who guesses must wait, ever longer, even with the right words; also for a name that nobody has, and many at once', async () => {
  const who = await world.officer('officer')
  for (const login of [who.login, 'khong.co.ai']) {
    const right = { ...fresh(who), login }
    const guesses = await Promise.all(Array.from({ length: 12 }, async () => (await signIn({ ...right, password: 'đoán' })).answer.status))
    expect(guesses.filter((status) => status === 403)).toHaveLength(5)
    expect((await signIn(right)).answer.status).toBe(429)
    world.clock.advance(31_000)
    expect((await signIn({ ...right, password: 'đoán' })).answer.status).toBe(403)
    world.clock.advance(31_000)
    expect((await signIn(right)).answer.status).toBe(429)
    world.clock.advance(30_000)
  }
  expect((await signIn(fresh(who))).answer.status).toBe(303)
})

test('sessions are listed, ended from elsewhere, and end by themselves', async () => {
  const who = await world.officer('officer')
  const { desk: other } = await signIn(fresh(who))
  const page = await who.get('/quan-ly/tai-khoan')
  const [session = ''] = [...page.text.matchAll(/name="session" value="(\d+)"/g)].map(([, id]) => id as string)
  const stranger = await world.officer('officer')
  expect((await stranger.post('/quan-ly/tai-khoan/phien', { session })).status).toBe(404)
  expect((await other.get('/quan-ly')).status).toBe(200)
  await who.post('/quan-ly/tai-khoan/phien', { session })
  expect((await other.get('/quan-ly')).to).toBe('/quan-ly/dang-nhap')
  const left = who.cookies.get('loa_phien') as string
  await who.post('/quan-ly/thoat')
  expect(who.cookies.has('loa_phien')).toBe(false)
  who.cookies.set('loa_phien', left)
  expect((await who.get('/quan-ly')).to).toBe('/quan-ly/dang-nhap')
  world.clock.advance(5 * 3_600_000)
  expect((await stranger.get('/quan-ly')).to).toBe('/quan-ly/dang-nhap')
})

test('an admin invites, closes, and cannot lock out the last admin; a closed account is out at once', async () => {
  const admin = await world.officer('admin')
  const page = await admin.post('/quan-ly/tai-khoan/moi', { name: 'chị Bịa', role: 'officer', village: '' })
  expect(page.text).toMatch(/http:\/\/127\.0\.0\.1:8080\/quan-ly\/moi\/[\w-]{43}/)
  expect((await admin.post('/quan-ly/tai-khoan/moi', { name: 'trưởng ấp', role: 'village-head', village: '' })).status).toBe(400)
  const colleague = await world.officer('officer')
  const { id } = (await world.sql<{ id: number }>('SELECT id FROM account WHERE login = $1', [colleague.login]))[0] as { id: number }
  expect((await admin.post('/quan-ly/tai-khoan/dong', { account: String(id) })).status).toBe(303)
  expect((await colleague.get('/quan-ly')).to).toBe('/quan-ly/dang-nhap')
  expect((await signIn(fresh(colleague))).answer.status).toBe(403)
  const { id: own } = (await world.sql<{ id: number }>('SELECT id FROM account WHERE login = $1', [admin.login]))[0] as { id: number }
  expect((await admin.post('/quan-ly/tai-khoan/dong', { account: String(own) })).status).toBe(404)
})

test('nothing that opens anything is kept as it is, or logged', async () => {
  const who = await world.officer('officer')
  const tables = await Promise.all(['account', 'account_session', 'recovery_code', 'invitation', 'sign_in_try', 'audit'].map((name) => world.sql<{ row: string }>(`SELECT t::text AS row FROM ${name} t`)))
  const kept = `${tables.flat().map(({ row }) => row).join('\n')}\n${world.lines.join('\n')}`
  const hex = (text: string): string => Buffer.from(text).toString('hex')
  for (const secret of [PASSWORD, who.secret, who.cookies.get('loa_phien') as string, ...who.recoveryCodes.map((code) => code.replace('-', ''))]) {
    expect(kept).not.toContain(secret)
    expect(kept).not.toContain(hex(secret))
  }
  expect(kept).toContain('$argon2id$')
})
