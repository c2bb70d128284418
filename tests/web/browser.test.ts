/**
 * The pages in a real browser. Chromium is taken from the machine (or LOA_CHROMIUM), never downloaded; without one the
 * suite says so and is skipped, which CI counts as a failure. Every person and text is invented.
 */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createWebServer } from '../../src/web/server.ts'
import { CHROMIUM, CHROMIUM_FLAGS } from '../support/chromium.ts'
import { PATIENCE_MS, PATIENTLY } from '../support/patience.ts'
import { ADDRESS, LETTERS, chatInMemory, demoInMemory, webOptions } from './web-ports.ts'

const WIDTHS = [360, 1280] as const

if (CHROMIUM === undefined) console.log('tests/web/browser: skipped, no Chromium on this machine (apt-get install chromium)')

test('a Chromium is on the machine where CI runs', () => {
  expect(process.env.CI === undefined || CHROMIUM !== undefined).toBe(true)
})

interface AxeViolation {
  id: string
  impact: string
  nodes: { html: string }[]
}

describe.skipIf(CHROMIUM === undefined)('in a browser', () => {
  let browser: Browser
  const stops: (() => Promise<void>)[] = []

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM as string, headless: true, args: CHROMIUM_FLAGS })
  })
  afterAll(async () => {
    await browser.close()
  })
  afterEach(async () => {
    for (const stop of stops.splice(0).toReversed()) await stop()
  })

  /** A fresh browser at a fresh server; what goes wrong inside the page fails the test. */
  async function visit(path: string, { width = 360, javaScript = true, letters = LETTERS, room = false } = {}) {
    const chat = chatInMemory(letters)
    chat.state.isRoom = room
    const demo = demoInMemory()
    const server = await createWebServer(webOptions({ webchat: chat.port, demo: demo.port }))
    const { url } = await server.start()
    stops.push(() => server.stop())
    const context = await browser.newContext({ viewport: { width, height: 740 }, javaScriptEnabled: javaScript })
    stops.push(() => context.close())
    context.setDefaultTimeout(PATIENCE_MS)
    const page = await context.newPage()
    const troubles: string[] = []
    page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()))
    page.on('pageerror', (problem) => troubles.push(String(problem)))
    page.on('request', (request) => !request.url().startsWith(url) && !request.url().startsWith('data:') && troubles.push(`left the server: ${request.url()}`))
    await page.goto(url + path)
    return { chat, demo, url, page, context, troubles }
  }

  async function faults(page: Page): Promise<string[]> {
    const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
    await page.evaluate(source)
    const found = (await page.evaluate('axe.run().then(({ violations }) => violations)')) as AxeViolation[]
    return found.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
  }

  const overflow = (page: Page): Promise<unknown> => page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
  /** What surrounds the element that has the focus: the ring's width and colour. */
  const ring = (page: Page): Promise<unknown> =>
    page.evaluate('(({ outlineStyle, outlineWidth, outlineColor }) => [outlineStyle, outlineWidth, outlineColor])(getComputedStyle(document.activeElement))')
  const RING = ['solid', '3px', 'rgb(245, 179, 1)']
  const newLetter = { id: '13', direction: 'out', text: 'UBND xã Tân Đông: Trợ cấp tháng 12 đã chuyển.', sentAt: new Date('2026-12-04T01:00:00Z') } as const

  describe.each(WIDTHS)('%i px wide', (width) => {
    test.each([
      ['the chat', `/c/${ADDRESS}`],
      ['the page for a first question', '/hoi'],
      ['the demo', '/demo'],
      ['a search that finds nobody', '/demo?q=zzz'],
    ])('%s fits, is set in its own font and has no serious fault for people who see, hear or move otherwise', async (_name, path) => {
      const { page, troubles } = await visit(path, { width })
      expect(await overflow(page)).toBe(0)
      expect(await page.evaluate('document.fonts.ready.then((fonts) => [...fonts].map(({ status }) => status))')).toEqual(Array(4).fill('loaded'))
      expect(await faults(page)).toEqual([])
      expect(troubles).toEqual([])
    })

    test('what the keyboard reaches has the ring around it', async () => {
      const { page } = await visit('/demo', { width })
      for (const wanted of ['q', 'Tìm', 'Mở trang nhắn tin của bà Lê Thị Mười']) {
        await page.keyboard.press('Tab')
        expect(await page.evaluate('document.activeElement.id || document.activeElement.textContent')).toBe(wanted)
        expect(await ring(page)).toEqual(RING)
      }
    })
  })

  test('the fault finder finds faults: it is not blind', async () => {
    const { page } = await visit('/demo')
    await page.evaluate('document.querySelector("label").remove()')
    expect((await faults(page)).join()).toContain('label')
  })

  test('at 320 px and at twice the size of letters nothing leaves the screen sideways', async () => {
    for (const path of [`/c/${ADDRESS}`, '/demo']) {
      const { page } = await visit(path, { width: 320 })
      expect(await overflow(page)).toBe(0)
      await page.evaluate('document.documentElement.style.setProperty("font-size", "36px")')
      expect(await overflow(page)).toBe(0)
    }
  })

  test('a message appears while the page is open, in the log that screen readers follow, and is reported as seen', async () => {
    const { page, chat, troubles } = await visit(`/c/${ADDRESS}`)
    chat.write(newLetter)
    await page.getByText('Trợ cấp tháng 12 đã chuyển.').waitFor()
    expect(await page.locator('[role=log] .letter').count()).toBe(3)
    await expect.poll(() => chat.seenUpTo, PATIENTLY).toContain('13')
    expect(troubles).toEqual([])
  })

  test('a message that came below the edge is offered, and seen only when the reader goes there', async () => {
    const long = Array.from({ length: 12 }, (_, i) => ({ ...newLetter, id: String(i + 1) }))
    const { page, chat } = await visit(`/c/${ADDRESS}`, { letters: long })
    await expect.poll(() => chat.seenUpTo, PATIENTLY).toEqual(['12'])
    await page.evaluate('window.scrollTo(0, 0)')
    chat.write(newLetter)
    await page.getByText('Có tin mới, xem').waitFor()
    expect(chat.seenUpTo).toEqual(['12'])
    await page.keyboard.press('Tab')
    expect(await ring(page)).toEqual(RING)
    await page.keyboard.press('Enter')
    await expect.poll(() => chat.seenUpTo, PATIENTLY).toEqual(['12', '13'])
    expect(await page.getByText('Có tin mới, xem').isVisible()).toBe(false)
  })

  test('with the keyboard alone: write, press Enter, press an offered button', async () => {
    const { page, chat, troubles } = await visit(`/c/${ADDRESS}`)
    await page.locator('#text').focus()
    expect(await ring(page)).toEqual(RING)
    await page.keyboard.type('the cua toi con han ko')
    await page.keyboard.press('Shift+Enter')
    await page.keyboard.type('toi ten Muoi')
    await page.keyboard.press('Enter')
    await page.locator('#log').getByText('the cua toi con han ko').waitFor()
    expect(chat.written[0]?.text).toBe('the cua toi con han ko\ntoi ten Muoi')
    await expect.poll(() => page.locator('#text').inputValue(), PATIENTLY).toBe('')

    chat.write({ ...newLetter, id: '200', text: 'Ông/bà hỏi về ai?', buttons: [{ title: 'Bà Lê Thị Mười', data: 'person:1' }] })
    const offered = page.getByRole('button', { name: 'Bà Lê Thị Mười' })
    await offered.waitFor()
    await offered.focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => chat.written.length, PATIENTLY).toBe(2)
    expect(chat.written[1]).toMatchObject({ text: 'Bà Lê Thị Mười', pressed: 'person:1' })
    expect(troubles).toEqual([])
  })

  test('a message that did not arrive stays in its place and says so', async () => {
    const { page, context, chat } = await visit(`/c/${ADDRESS}`)
    await page.locator('#text').fill('Bao giờ có tiền?')
    await context.setOffline(true)
    await page.getByRole('button', { name: 'Gửi', exact: true }).click()
    await page.getByText('Chưa gửi được.').waitFor()
    expect(await page.locator('#text').inputValue()).toBe('Bao giờ có tiền?')
    await context.setOffline(false)
    await page.getByRole('button', { name: 'Gửi', exact: true }).click()
    await page.locator('#log').getByText('Bao giờ có tiền?').waitFor()
    expect(chat.written).toHaveLength(1)
  })

  test('without script one writes and presses all the same', async () => {
    const { page, chat } = await visit(`/c/${ADDRESS}`, { javaScript: false })
    await page.locator('#text').fill('Bao giờ có tiền?')
    await page.getByRole('button', { name: 'Gửi', exact: true }).click()
    await page.getByRole('button', { name: 'Gặp cán bộ' }).click()
    await expect.poll(() => chat.written.map(({ text }) => text), PATIENTLY).toEqual(['Bao giờ có tiền?', 'Gặp cán bộ'])
    await expect.poll(() => page.locator('.letter.in').count(), PATIENTLY).toBe(2)
  })

  test('history is there after a reload, at the newest message, and the address is not in the bar', async () => {
    const { page } = await visit(`/c/${ADDRESS}`)
    await page.reload()
    expect(await page.locator('.letter').count()).toBe(LETTERS.length)
    expect(await page.locator('.letter').last().isVisible()).toBe(true)
    expect(page.url()).not.toContain(ADDRESS)
    expect(await page.evaluate('document.cookie')).toBe('')
  })

  test('says so when the network is gone, and goes on where it stopped', async () => {
    const { page, chat, context } = await visit(`/c/${ADDRESS}`)
    await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)')
    await context.setOffline(true)
    await page.getByText('Đang mất kết nối.').waitFor()
    await page.reload().catch(() => undefined)
    await page.getByText('Chưa có mạng').waitFor()
    chat.write(newLetter)
    await context.setOffline(false)
    await page.reload()
    await page.getByText('Trợ cấp tháng 12 đã chuyển.').waitFor()
  })

  test('without script everything is read, and seen is one button', async () => {
    const { page, chat } = await visit(`/c/${ADDRESS}`, { javaScript: false })
    expect(await page.locator('.letter').count()).toBe(LETTERS.length)
    await page.getByRole('button', { name: 'Báo lại: tôi đã đọc' }).click()
    await expect.poll(() => chat.seenUpTo, PATIENTLY).toEqual(['12'])
    await expect.poll(() => page.locator('.letter').count(), PATIENTLY).toBe(LETTERS.length)
  })

  test('a board that changes says so in the page that is open, where it lies', async () => {
    const { page, chat, troubles } = await visit(`/c/${ADDRESS}`, { room: true })
    await page.getByRole('button', { name: 'Các việc đang mở' }).waitFor()
    chat.change('11', 'UBND xã Tân Đông: Việc số 1\nẤp Đông Lợi: đã nhận 09:00')
    await page.getByText('Ấp Đông Lợi: đã nhận 09:00').waitFor()
    expect(await page.locator('.letter').evaluateAll((all) => all.map((one) => one.getAttribute('data-id')))).toEqual(LETTERS.map(({ id }) => id))
    expect(troubles).toEqual([])
  })

  test('the demo’s phones fill by themselves, and keep their places under a reader’s hand', async () => {
    const { page, demo, troubles } = await visit('/demo')
    const told = { ...demo.people[23]!, letters: [newLetter] }
    demo.people.splice(23, 1)
    demo.people.unshift(told)
    await expect.poll(() => page.locator('.phone').first().getAttribute('data-id'), PATIENTLY).toBe(told.id)

    await page.locator('.phone .open').first().focus()
    demo.people.unshift(demo.people.pop()!)
    await page.getByText('Có tin mới ở máy khác, xếp lại').waitFor()
    expect(await page.locator('.phone').first().getAttribute('data-id')).toBe(told.id)
    await page.getByText('Có tin mới ở máy khác, xếp lại').click()
    expect(await page.locator('.phone').first().getAttribute('data-id')).toBe('369')
    expect(troubles).toEqual([])
  })
})
