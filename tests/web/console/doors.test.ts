/** Every address of the console, asked for by everybody who should not have it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { consoleOf } from '../../../src/app/console.ts'
import { OFFICER_ROLES } from '../../../src/domain/officer.ts'
import { ensureCommune } from '../../../src/store/communes.ts'
import { consoleRoutes, mountConsole } from '../../../src/web/console/console.ts'
import { may } from '../../../src/web/console/permissions.ts'
import { buildWebApp } from '../../../src/web/server.ts'
import { testDatabase } from '../../support/database.ts'
import { addVillage } from '../../support/pipeline.ts'
import { webOptions } from '../web-ports.ts'
import { consoleWorld } from './console-world.ts'
import type { ConsoleWorld } from './console-world.ts'

const database = await testDatabase()
let world: ConsoleWorld
beforeAll(async () => {
  world = await consoleWorld(database)
})
afterAll(() => world.stop())

const routes = () => consoleRoutes(consoleOf(world.app), false)
/** An address of the pattern that names nothing. */
const filled = (path: string): string => path.replace(/:\w+/g, '999999999')

test('what is walked here is all that is mounted', () => {
  const mounted: string[] = []
  const app = { addHook: () => undefined, route: ({ method, url }: { method: string; url: string }) => void mounted.push(`${method} ${url}`) }
  mountConsole(app as never, { port: consoleOf(world.app), render: () => '', https: false })
  expect(mounted.length).toBeGreaterThan(8)
  expect(mounted).toEqual(routes().map(({ method, path }) => `${method} ${path}`))
  expect(new Set(mounted).size).toBe(mounted.length)
})

test('without signing in only the door answers, also to a large file', async () => {
  for (const { method, path, may: wanted } of routes()) {
    if (wanted === 'anybody') continue
    const answer = await world.web.inject({ method, url: filled(path), headers: { accept: 'text/html' }, ...(method === 'POST' && { payload: 'x'.repeat(200_000) }) })
    expect([method, path, answer.statusCode]).toEqual([method, path, method === 'GET' ? 303 : 401])
  }
})

test.each(OFFICER_ROLES)('as %s every address opens or is refused as the table says', async (role) => {
  const villageId = await addVillage(world, 'Đông Lợi')
  const desk = await world.officer(role, { communeId: world.communeId, ...(role === 'village-head' && { villageId }) })
  for (const { method, path, may: wanted } of routes()) {
    if (wanted === 'anybody' || path.endsWith('/thoat')) continue
    const answer = method === 'GET' ? await desk.get(filled(path)) : await desk.post(filled(path))
    expect([path, answer.status === 403]).toEqual([path, !may(role, wanted)])
    expect(answer.status).toBeLessThan(500)
  }
})

test('a form without our key, with the key of another session, or from another site changes nothing', async () => {
  const desk = await world.officer('admin')
  const other = await world.officer('admin')
  for (const { method, path, may: wanted } of routes()) {
    if (method !== 'POST') continue
    if (wanted === 'anybody') {
      expect((await world.browser().post(filled(path), { key: 'x' })).status).toBe(403)
      continue
    }
    expect([path, (await desk.post(filled(path), { key: '' })).status]).toEqual([path, 403])
    expect((await desk.post(filled(path), { key: other.key })).status).toBe(403)
    const sites: Record<string, string>[] = [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }, { origin: 'https://xau.example' }]
    for (const headers of sites) expect((await desk.post(filled(path), {}, headers)).status).toBe(403)
  }
  expect((await desk.get('/quan-ly')).status).toBe(200)
})

test('every page forbids scripts written into it, other sites around it, and being kept; behind https cookies stay there', async () => {
  const desk = await world.officer('officer')
  const { headers } = await desk.get('/quan-ly')
  expect(headers['content-security-policy']).toContain("script-src 'self'")
  expect(headers['content-security-policy']).not.toContain('unsafe')
  expect(headers['cache-control']).toBe('no-store')
  expect(headers['x-frame-options']).toBe('SAMEORIGIN')
  const secure = await buildWebApp(webOptions({ console: consoleOf(world.app), publicUrl: 'https://loa.test' }), new AbortController().signal)
  const answer = await secure.inject({ url: '/quan-ly/dang-nhap' })
  expect(answer.headers['set-cookie']).toMatch(/; Secure$/)
  expect(answer.headers['strict-transport-security']).toBeDefined()
  await secure.close()
})

test('a commune is chosen only among one’s own', async () => {
  const other = await ensureCommune(world.app.ground.database, 'xã Phú Mỹ')
  const bound = await world.officer('admin')
  expect((await bound.post('/quan-ly/xa', { commune: String(other.id) })).status).toBe(404)
  expect((await bound.get('/quan-ly')).text).toContain('xã Tân Đông')
  const everywhere = await world.officer('admin', {})
  expect((await everywhere.get('/quan-ly')).text).toContain('xã Tân Đông')
  await everywhere.post('/quan-ly/xa', { commune: String(other.id) })
  expect((await everywhere.get('/quan-ly')).text).toContain('xã Phú Mỹ')
  expect((await everywhere.post('/quan-ly/xa', { commune: '999' })).status).toBe(404)
})

test('a path that climbs, or is too long, finds nothing', async () => {
  const desk = await world.officer('admin')
  for (const path of ['/quan-ly/../../etc/passwd', '/quan-ly/moi/..%2f..%2fkeys', '/quan-ly/%2e%2e/%2e%2e/keys', `/quan-ly/moi/${'a'.repeat(5_000)}`]) {
    expect((await desk.get(path)).status).toBeGreaterThanOrEqual(400)
  }
})

test('a body larger than any form is refused', async () => {
  const desk = await world.officer('admin')
  expect((await desk.post('/quan-ly/tai-khoan/moi', { name: 'x'.repeat(100_000) })).status).toBe(413)
})
