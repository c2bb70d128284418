/** What a watching machine reads, who may, and that it learns of nobody. Every person and number is invented. */
import { afterAll, expect, test } from 'vitest'
import { metricsOf } from '../../src/app/metrics.ts'
import { createWebServer } from '../../src/web/server.ts'
import { asText } from '../../src/web/metrics.ts'
import { testDatabase } from '../support/database.ts'
import { sightings } from '../support/canaries.ts'
import { addPerson, handHeld, startPipeline } from '../support/pipeline.ts'
import { webOptions } from './web-ports.ts'

const database = await testDatabase()
const TOKEN = 'mot-ma-dai-hon-muoi-sau'
const stops: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const stop of stops.toReversed()) await stop()
})

async function serve(token: string | undefined): Promise<string> {
  const server = await createWebServer(webOptions({ metrics: { token, read: async () => [{ name: 'loa_up', help: 'x', type: 'gauge', values: [{ value: 1 }] }] } }))
  stops.push(() => server.stop())
  return `${(await server.start()).url}/metrics`
}

test('without a token this machine reads them, and nobody through a proxy on it', async () => {
  const url = await serve(undefined)
  const answer = await fetch(url)
  expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8', '# HELP loa_up x\n# TYPE loa_up gauge\nloa_up 1\n'])
  expect((await fetch(url, { headers: { 'x-forwarded-for': '203.0.113.9' } })).status).toBe(403)
})

test('with a token only who brings it', async () => {
  const url = await serve(TOKEN)
  const status = async (headers: Record<string, string>): Promise<number> => (await fetch(url, { headers })).status
  expect([await status({}), await status({ authorization: `Bearer ${TOKEN}x` }), await status({ authorization: TOKEN })]).toEqual([401, 401, 401])
  expect(await status({ authorization: `Bearer ${TOKEN}` })).toBe(200)
})

test('a label is written so that no value breaks its line', () => {
  expect(asText([{ name: 'm', help: 'h', type: 'counter', values: [{ labels: { part: 'a"b\\c\nd' }, value: 2 }] }])).toBe('# HELP m h\n# TYPE m counter\nm{part="a\\"b\\\\c\\nd"} 2\n')
})

test('the figures tell how the work goes, and of nobody', async () => {
  const pipeline = await startPipeline(database, [handHeld('sms')], { at: '2026-11-22T02:00:00Z', roles: [] })
  stops.push(() => pipeline.stop())
  const secrets = { name: 'Chim Hoàng Yến', phone: '900004321', place: 'Đông Lợi', commune: 'Tân Đông' }
  await addPerson(pipeline, { name: secrets.name, phone: `+84${secrets.phone}`, village: secrets.place, cardEnds: '2026-12-22' })
  await pipeline.app.plan()
  await pipeline.app.promote()
  const text = asText(await metricsOf(pipeline.app).read())
  expect(text).toContain('loa_up{part="database"} 1')
  expect(text).toContain('loa_notices{state="queued"} 1')
  expect(text).toContain('loa_queue_depth{channel="sms",lane="bulk"} 1')
  expect(text).toContain('loa_tickets_open{urgent="true"} 0')
  expect(text).toMatch(/process_resident_memory_bytes \d{7,}/)
  expect(sightings(text, secrets)).toEqual([])
})
