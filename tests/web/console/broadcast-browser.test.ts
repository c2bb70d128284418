/**
 * A broadcast in a real browser, by keyboard: written by one officer, approved by another, on its way. Each page at both
 * widths and for people who hear instead of looking. Everybody is invented.
 */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { chromium } from 'playwright-core'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { consoleOf } from '../../../src/app/console.ts'
import { createWebServer } from '../../../src/web/server.ts'
import { testDatabase } from '../../support/database.ts'
import { addManyPeople } from '../../support/many-people.ts'
import { webOptions } from '../web-ports.ts'
import { consoleWorld } from './console-world.ts'
import type { ConsoleWorld, OfficerAtDesk } from './console-world.ts'

const CHROMIUM = [process.env.LOA_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => path !== undefined && existsSync(path))
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
const PICTURES = process.env.LOA_PICTURES

describe.skipIf(CHROMIUM === undefined)('in a browser', { timeout: 120_000 }, () => {
  const database = testDatabase()
  let browser: Browser
  let world: ConsoleWorld
  let url: string
  const stops: (() => Promise<void>)[] = []

  beforeAll(async () => {
    world = await consoleWorld(await database)
    const server = await createWebServer(webOptions({ console: consoleOf(world.app) }))
    url = (await server.start()).url
    browser = await chromium.launch({ executablePath: CHROMIUM as string, headless: true, args: FLAGS })
    stops.push(() => world.stop(), () => server.stop(), () => browser.close())
  }, 120_000)
  afterAll(async () => {
    for (const stop of stops.toReversed()) await stop()
  })

  /** The browser of somebody who has signed in. */
  async function signedIn(desk: OfficerAtDesk): Promise<{ context: BrowserContext; page: Page }> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    await context.addCookies([...desk.cookies].map(([name, value]) => ({ name, value, url: `${url}/quan-ly` })))
    return { context, page: await context.newPage() }
  }

  async function inspect(page: Page, name: string): Promise<void> {
    const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 })
      if (PICTURES !== undefined) await page.screenshot({ path: `${PICTURES}/${name}-${width}.png`, fullPage: true })
      expect([name, width, await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')]).toEqual([name, width, 0])
    }
    await page.evaluate(source)
    const found = (await page.evaluate('axe.run().then(({ violations }) => violations)')) as { id: string; impact: string; nodes: { html: string }[] }[]
    expect([name, found.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)]).toEqual([name, []])
    await page.setViewportSize({ width: 1280, height: 800 })
  }

  async function tabTo(page: Page, wanted: string): Promise<void> {
    for (let presses = 0; presses < 120; presses += 1) {
      await page.keyboard.press('Tab')
      const here = (await page.evaluate('document.activeElement.id || document.activeElement.textContent.trim()')) as string
      if (here === wanted || (here.startsWith(wanted) && wanted.length > 4)) return
    }
    throw new Error(`the keyboard does not reach ${wanted}`)
  }

  test('written, approved by a second person and on its way, with the keyboard alone', async () => {
    await addManyPeople(world.app.ground.database.pool, world.app.ground.cipher, { communeId: world.communeId, count: 201, kind: 'phone', cardEnds: '2026-12-20' })
    const author = await signedIn(await world.officer('officer'))
    const approver = await signedIn(await world.officer('approver'))

    const { page } = author
    await page.goto(`${url}/quan-ly/thong-bao`)
    await inspect(page, 'thong-bao-1-trong')
    await tabTo(page, 'Soạn thông báo mới')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Thông báo mới' }).waitFor()
    await inspect(page, 'thong-bao-2-soan')
    await tabTo(page, 'loi')
    await page.keyboard.type('Sáng thứ hai 30/11, xã khám bệnh miễn phí cho người cao tuổi tại trạm y tế.')
    await tabTo(page, 'tuoi_tu')
    await page.keyboard.type('60')
    await tabTo(page, 'Lưu và xem trước')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Xem trước' }).waitFor()
    await inspect(page, 'thong-bao-3-xem-truoc')
    await tabTo(page, 'Xin duyệt gửi 201 người')
    await page.keyboard.press('Enter')
    await page.getByText('Đã gửi cho người duyệt').waitFor()
    await inspect(page, 'thong-bao-4-cho-duyet')

    await approver.page.goto(page.url())
    await approver.page.getByRole('heading', { name: 'Ba tin thật để kiểm tra' }).waitFor()
    await inspect(approver.page, 'thong-bao-5-duyet')
    await tabTo(approver.page, 'Duyệt, gửi cho 201 người')
    await approver.page.keyboard.press('Enter')
    await approver.page.getByText('Đã nhận lệnh gửi').waitFor()
    expect(await world.sql("SELECT count(*)::int AS n FROM notice WHERE kind = 'broadcast'")).toEqual([{ n: 201 }])
    await world.app.promote()
    await world.app.broadcasts.keep()
    await page.reload()
    await page.getByRole('heading', { name: 'Kết quả' }).waitFor()
    await inspect(page, 'thong-bao-6-ket-qua')
    await tabTo(page, 'Tạm dừng')
    await page.keyboard.press('Enter')
    await page.getByText('Đã tạm dừng; 201 tin đang chờ').waitFor()
    await page.goto(`${url}/quan-ly/thong-bao`)
    await inspect(page, 'thong-bao-7-danh-sach')
    await author.context.close()
    await approver.context.close()
  })
})
