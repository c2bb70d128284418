/**
 * A new officer in a real browser, from the printed link to the first list and what it will remind of; by keyboard, at
 * the width of a telephone and of a desk. Without a Chromium the suite says so and is skipped, which CI counts as a
 * failure (tests/web/browser.test.ts). Everybody is invented. LOA_PICTURES=folder keeps a picture of every page (tests/support/inspect-page.ts).
 */
import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { consoleOf } from '../../../src/app/console.ts'
import { createWebServer } from '../../../src/web/server.ts'
import { CHROMIUM, CHROMIUM_FLAGS } from '../../support/chromium.ts'
import { testDatabase } from '../../support/database.ts'
import { inspect } from '../../support/inspect-page.ts'
import { PATIENCE_MS, PATIENTLY } from '../../support/patience.ts'
import { webOptions } from '../web-ports.ts'
import { PASSWORD, consoleWorld, printedLink } from './console-world.ts'
import type { ConsoleWorld } from './console-world.ts'

const CARDS = `UBND XÃ TÂN ĐÔNG
DANH SÁCH THẺ BẢO HIỂM Y TẾ
STT,Họ và tên,Ngày sinh,Địa chỉ,Điện thoại,Mã số thẻ,Giá trị đến
1,Lê Thị Bịa,02/03/1950,Ấp Đông Lợi,0900000101,GD4723100000101,22/12/2026
2,Võ Văn Bịa,05/06/1949,Ấp Đông Lợi,0900000102,GD4723100000102,30/11/2026
3,Trần Thị Bịa,05/06/1961,Ấp Kà Ốt,,GD4723100000103,31/11/2026
4,Phan Thị Không Có Thật,1958,Ấp Kà Ốt,0900000104,GD4723100000104,08/12/2026
`

describe.skipIf(CHROMIUM === undefined)('in a browser', () => {
  const database = testDatabase()
  let browser: Browser
  let world: ConsoleWorld
  let url: string
  const stops: (() => Promise<void>)[] = []

  beforeAll(async () => {
    world = await consoleWorld(await database)
    await world.sql('DELETE FROM commune')
    const server = await createWebServer(webOptions({ console: consoleOf(world.app) }))
    url = (await server.start()).url
    browser = await chromium.launch({ executablePath: CHROMIUM as string, headless: true, args: CHROMIUM_FLAGS })
    stops.push(() => world.stop(), () => server.stop(), () => browser.close())
  })
  afterAll(async () => {
    for (const stop of stops.toReversed()) await stop()
  })

  test('from the first link to the first list and its reminders, with the keyboard alone', async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    context.setDefaultTimeout(PATIENCE_MS)
    const page = await context.newPage()
    const troubles: string[] = []
    page.on('console', (message) => message.type() === 'error' && !message.text().includes('status of 4') && troubles.push(message.text()))
    page.on('pageerror', (problem) => troubles.push(String(problem)))
    page.on('request', (request) => !request.url().startsWith(url) && !request.url().startsWith('data:') && troubles.push(`left the server: ${request.url()}`))
    /** As somebody does who has no mouse: on to the field with Tab. */
    const tabTo = async (wanted: string): Promise<void> => {
      for (let presses = 0; presses < 80; presses += 1) {
        await page.keyboard.press('Tab')
        const here = (await page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()")) as string
        if (here === wanted || (here.startsWith(wanted) && wanted.length > 4)) return
      }
      throw new Error(`the keyboard does not reach ${wanted}`)
    }
    const type = async (field: string, text: string): Promise<void> => {
      await tabTo(field)
      await page.keyboard.type(text)
    }

    await page.goto(url + (await printedLink(world)))
    await inspect(page, '1-lap-tai-khoan')
    const secret = (await page.locator('code').first().textContent() ?? '').replaceAll(' ', '')
    await page.locator('h1').click()
    await type('name', 'cô Châu')
    await type('login', 'chau')
    await type('password', PASSWORD)
    await type('again', 'gõ nhầm')
    await type('code', world.code(secret))
    await page.keyboard.press('Enter')
    await page.getByRole('alert').waitFor()
    await inspect(page, '2-lap-tai-khoan-sai')
    await page.locator('h1').click()
    await type('password', PASSWORD)
    await type('again', PASSWORD)
    await type('code', world.code(secret))
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Hãy cất các mã dự phòng' }).waitFor()
    await inspect(page, '3-ma-du-phong')
    await tabTo('Tôi đã cất')
    await page.keyboard.press('Enter')

    await page.getByRole('heading', { name: 'Hôm nay' }).waitFor()
    await inspect(page, '4-hom-nay-trong')
    await tabTo('Nhập danh sách đầu tiên')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Nhập danh sách' }).waitFor()
    await inspect(page, '5-nhap')
    await page.locator('#file').setInputFiles({ name: 'the_bhyt_het_han.csv', mimeType: 'text/csv', buffer: Buffer.from(CARDS) })
    await tabTo('Đọc tệp')
    await page.keyboard.press('Enter')
    await page.getByText('Loa đọc được').waitFor()
    await inspect(page, '6-xem-lai')
    await tabTo('Ghi 4 dòng vào sổ')
    await page.keyboard.press('Enter')
    await page.getByText('Đã ghi vào sổ').waitFor()
    await inspect(page, '7-lan-nhap')
    await page.goto(`${url}/quan-ly`)
    // The first time the page may say that it counts.
    await expect.poll(async () => ((await page.reload()), await page.getByText('Sắp gửi').count() > 0 && await page.locator('#sap-gui ~ table tbody tr').count()), PATIENTLY).toBeGreaterThan(0)
    expect(await page.locator('main').textContent()).toContain('Thẻ bảo hiểm y tế sắp hết hạn')
    expect(await world.sql("SELECT FROM notice WHERE state = 'planned'")).not.toEqual([])
    await inspect(page, '8-hom-nay')
    await page.goto(`${url}/quan-ly/nguoi-dan?ten=le`)
    await inspect(page, '12-nguoi-dan')
    await tabTo('Lê Thị Bịa')
    await page.keyboard.press('Enter')
    await page.getByText('dùng đến').waitFor()
    await inspect(page, '13-mot-nguoi')
    await page.goto(`${url}/quan-ly/tai-khoan`)
    await inspect(page, '9-tai-khoan')
    await page.getByRole('button', { name: 'Thoát' }).click()
    await page.getByRole('heading', { name: 'Đăng nhập' }).waitFor()
    await inspect(page, '10-dang-nhap')
    await type('login', 'chau')
    await type('password', 'sai')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').waitFor()
    await inspect(page, '11-dang-nhap-sai')
    expect(troubles).toEqual([])
    await context.close()
  })
})
