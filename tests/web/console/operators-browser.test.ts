/** The pages of those who count, answer for data and look after the machine, in a real browser at the width of a telephone and of a desk. Everybody is invented. */
import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { consoleOf } from '../../../src/app/console.ts'
import { createWebServer } from '../../../src/web/server.ts'
import { CHROMIUM, CHROMIUM_FLAGS } from '../../support/chromium.ts'
import { testDatabase } from '../../support/database.ts'
import { inspect } from '../../support/inspect-page.ts'
import { PATIENCE_MS } from '../../support/patience.ts'
import { addCard, addPerson } from '../../support/pipeline.ts'
import { webOptions } from '../web-ports.ts'
import { consoleWorld } from './console-world.ts'
import type { ConsoleWorld } from './console-world.ts'

describe.skipIf(CHROMIUM === undefined)('in a browser', () => {
  const database = testDatabase()
  let browser: Browser
  let world: ConsoleWorld
  const stops: (() => Promise<void>)[] = []
  beforeAll(async () => {
    world = await consoleWorld(await database)
    stops.push(() => world.stop())
    browser = await chromium.launch({ executablePath: CHROMIUM as string, headless: true, args: CHROMIUM_FLAGS })
    stops.push(() => browser.close())
  })
  afterAll(async () => {
    for (const stop of stops.toReversed()) await stop()
  })

  test('reports, what somebody may ask about their data, and the machine fit every width and hinder nobody', async () => {
    const groups = [['elderly', 'bank'], ['disabled', 'cash'], ['social_pension', 'social_security_account'], ['orphan', 'home']] as const
    let id = ''
    for (let n = 0; n < 12; n += 1) {
      const [group, method] = groups[n % 4] as (typeof groups)[number]
      const person = await addPerson(world, { name: `Nguyễn Thị Bịa ${n}`, village: n % 3 === 0 ? 'Đông Lợi' : 'Kà Ốt', allowance: { group, method }, cardEnds: '2026-11-10', ...(n % 2 === 0 && { phone: `+8490000010${n}` }), ...(n % 5 === 0 && { poor: 'poor' as const }) })
      id = person.id
      if (n % 2 === 0) await addCard(world, id, '2027-11-10')
      await world.sql("INSERT INTO payment (commune_id, person_id, month, amount, payment_method, status) VALUES ($1, $2, '2026-11-01', 540000, $3, 'paid')", [world.communeId, id, method])
    }
    const admin = await world.officer('admin')
    const server = await createWebServer(webOptions({ console: consoleOf(world.app) }))
    stops.push(() => server.stop())
    const { url } = await server.start()
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    context.setDefaultTimeout(PATIENCE_MS)
    await context.addCookies([...admin.cookies].map(([name, value]) => ({ name, value, url })))
    const page = await context.newPage()
    const troubles: string[] = []
    page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()))
    await page.goto(`${url}/quan-ly/bao-cao`)
    await inspect(page, 'bao-cao')
    await page.goto(`${url}/quan-ly/nguoi-dan/${id}`)
    await page.getByRole('button', { name: 'Ghi: người này muốn xóa dữ liệu' }).click()
    await page.getByText('Đã yêu cầu xóa dữ liệu').waitFor()
    await page.getByText('Xóa dữ liệu của người này').click()
    await inspect(page, 'du-lieu-mot-nguoi')
    await page.goto(`${url}/quan-ly/may`)
    await inspect(page, 'may')
    expect(troubles).toEqual([])
  })
})
