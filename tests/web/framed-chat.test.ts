/** The web chat inside another site's page. The sites are two names of this machine, so that to a browser they are strangers; all is invented. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium } from 'playwright-core'
import type { Browser, FrameLocator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createWebServer } from '../../src/web/server.ts'
import { CHROMIUM, CHROMIUM_FLAGS } from '../support/chromium.ts'
import { PATIENCE_MS, PATIENTLY } from '../support/patience.ts'
import { ADDRESS, chatInMemory, demoInMemory, webOptions } from './web-ports.ts'

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop()
})

async function chatFramedBy(framedBy: readonly string[]) {
  const chat = chatInMemory([])
  const server = await createWebServer(webOptions({ webchat: { ...chat.port, framedBy }, demo: demoInMemory().port }))
  const { url } = await server.start()
  stops.push(() => server.stop())
  return { ...chat, url }
}

describe('who may show it in a frame', () => {
  const SITE = 'https://tandong.example'
  const policyOf = async (url: string): Promise<[string | undefined, string | null]> => {
    const { headers } = await fetch(url, { redirect: 'manual' })
    return [/frame-ancestors ([^;]*)/.exec(headers.get('content-security-policy') ?? '')?.[1], headers.get('x-frame-options')]
  }

  test('is nobody else, where no site is named', async () => {
    const { url } = await chatFramedBy([])
    for (const path of ['/hoi', `/c/${ADDRESS}`, '/demo']) expect(await policyOf(url + path)).toEqual(["'self'", 'SAMEORIGIN'])
  })

  test('is the named site, on the chat’s pages and on no other', async () => {
    const { url } = await chatFramedBy([SITE, 'https://khac.example'])
    for (const path of ['/hoi', `/c/${ADDRESS}`, '/chat/AAAAAAAAAAAAAAAAAAAAAA']) expect(await policyOf(url + path)).toEqual([`'self' ${SITE} https://khac.example`, null])
    for (const path of ['/demo', '/', '/khong-co', '/healthz']) expect(await policyOf(url + path)).toEqual(["'self'", 'SAMEORIGIN'])
  })

  test('only inside a frame is a cookie kept that strangers’ frames send', async () => {
    const cookie = async (url: string, dest: string) => (await fetch(`${url}/c/${ADDRESS}`, { redirect: 'manual', headers: { 'sec-fetch-dest': dest } })).headers.get('set-cookie')
    const named = await chatFramedBy([SITE])
    expect(await cookie(named.url, 'document')).toMatch(/HttpOnly; SameSite=Lax$/)
    expect(await cookie(named.url, 'iframe')).toMatch(/HttpOnly; SameSite=None; Secure; Partitioned$/)
    expect(await cookie((await chatFramedBy([])).url, 'iframe')).toMatch(/SameSite=Lax$/)
  })

  test('what another site’s page sends by itself is not taken for the reader’s', async () => {
    const { url, seenUpTo } = await chatFramedBy([SITE])
    const entered = await fetch(`${url}/c/${ADDRESS}`, { redirect: 'manual' })
    const cookie = (entered.headers.get('set-cookie') as string).split(';')[0] as string
    const path = new URL(entered.headers.get('location') as string, url).pathname
    const post = (what: string, body: Record<string, string>) => fetch(`${url}${path}/${what}`, { method: 'POST', body: new URLSearchParams(body), headers: { cookie, 'sec-fetch-site': 'cross-site' } })
    expect((await post('seen', { upTo: '12' })).status).toBe(400)
    expect((await post('say', { key: 'khoa-cua-mot-tin-0001', text: 'Xin chào' })).status).toBe(400)
    expect(seenUpTo).toEqual([])
  })
})

describe.skipIf(CHROMIUM === undefined)('in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM as string, headless: true, args: CHROMIUM_FLAGS })
  })
  afterAll(() => browser.close())

  /** The commune's own site: a page with nothing but the frame, under a name that is not the chat's. */
  async function siteAround(frame: () => string): Promise<string> {
    const site = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html; charset=utf-8').end(`<!doctype html><title>Trang của xã</title><h1>Trang của xã</h1><iframe src="${frame()}" title="Hỏi xã" width="400" height="700"></iframe>`)
    })
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
    stops.push(() => new Promise((resolve) => {
      site.close(() => resolve())
      site.closeAllConnections()
    }))
    return `http://localhost:${(site.address() as AddressInfo).port}`
  }

  async function visit(isNamed: boolean): Promise<{ page: Page; frame: FrameLocator; chat: Awaited<ReturnType<typeof chatFramedBy>>; refusals: string[] }> {
    let chatUrl = ''
    const site = await siteAround(() => `${chatUrl}/hoi`)
    const chat = await chatFramedBy([isNamed ? site : 'https://khac.example'])
    chatUrl = chat.url
    const context = await browser.newContext()
    stops.push(() => context.close())
    context.setDefaultTimeout(PATIENCE_MS)
    const page = await context.newPage()
    const refusals: string[] = []
    page.on('console', (message) => message.type() === 'error' && refusals.push(message.text()))
    await page.goto(site)
    return { page, frame: page.frameLocator('iframe'), chat, refusals }
  }

  test('a named site shows it; one writes, is answered, and finds the chat again after a reload', async () => {
    const { page, frame, chat } = await visit(true)
    await frame.locator('#text').fill('Thẻ của tôi còn hạn không?')
    await frame.getByRole('button', { name: 'Gửi', exact: true }).click()
    await frame.locator('#log').getByText('Thẻ của tôi còn hạn không?').waitFor()
    chat.write({ id: '103', direction: 'out', text: 'Thẻ còn dùng được đến 31/12/2026.', sentAt: new Date('2026-12-04T01:00:00Z') })
    await frame.getByText('Thẻ còn dùng được đến 31/12/2026.').waitFor()
    await frame.locator('#text').fill('Cảm ơn xã')
    await frame.getByRole('button', { name: 'Gửi', exact: true }).click()
    await frame.locator('#log').getByText('Cảm ơn xã').waitFor()
    await page.reload()
    await frame.locator('#log').getByText('Cảm ơn xã').waitFor()
    expect(chat.written.map(({ text }) => text)).toEqual(['Thẻ của tôi còn hạn không?', 'Cảm ơn xã'])
  })

  test('a site that is not named shows nothing of it', async () => {
    const { page, refusals } = await visit(false)
    await expect.poll(() => refusals.join('\n'), PATIENTLY).toContain('frame-ancestors')
    expect(await page.frameLocator('iframe').locator('#text').count()).toBe(0)
  })
})
