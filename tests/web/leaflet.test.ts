/**
 * The leaflet in a real Chromium, as it comes out of the printer: one page, nothing cut off, and a code that another
 * program reads. Everything on it is invented.
 */
import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { WayIn } from '../../src/bot/ways-in.ts'
import { planLeaflet } from '../../src/groups/leaflet.ts'
import type { Leaflet, LeafletRequest } from '../../src/groups/leaflet.ts'
import type { LeafletSize } from '../../src/groups/leaflet-size.ts'
import { leafletPage } from '../../src/web/leaflet/leaflet-page.ts'
import { CHROMIUM, CHROMIUM_FLAGS } from '../support/chromium.ts'
import { readCode } from '../support/read-code.ts'

const OFFICE = {
  sender: 'UBND xã Tân Đông',
  contact: 'cô Châu, cán bộ văn hóa – xã hội, 0276 000 1234',
  address: 'ấp Đông Lợi, xã Tân Đông',
  officeHours: 'từ 07:30 đến 11:30 và 13:30 đến 17:00, thứ hai đến thứ sáu',
}
const WAY: WayIn = { name: 'webchat', url: 'https://tin.tandong.example.gov.vn/hoi?xa=12' }
const REQUEST: LeafletRequest = {
  heading: 'Khám bệnh miễn phí', text: 'Người từ 60 tuổi được khám mắt. <b>Mang theo căn cước</b>.', when: 'Thứ hai 30/11/2026, từ 07:30', where: 'Trạm y tế xã', hasCode: true,
}
const A5 = { width: 559, height: 794 }

/** Adds letter by letter until the next size, and at last the end of the page, is reached. */
function longestOfEachSize(request: LeafletRequest): ReadonlyMap<LeafletSize, Leaflet> {
  const longest = new Map<LeafletSize, Leaflet>()
  const text = request.text.repeat(100)
  for (let chars = 10; ; chars += 1) {
    const answer = planLeaflet({ ...request, text: text.slice(0, chars) }, OFFICE)
    if (answer.kind !== 'leaflet') return longest
    longest.set(answer.leaflet.size, answer.leaflet)
  }
}

test('the letters grow smaller with the length of the text, and too much is refused', () => {
  expect([...longestOfEachSize({ text: 'Họp dân tại nhà văn hóa. ', hasCode: true }).keys()]).toEqual(['huge', 'large', 'medium', 'small'])
})

async function pageOf(request: LeafletRequest, way: WayIn | undefined): Promise<string> {
  const answer = planLeaflet(request, OFFICE)
  if (answer.kind !== 'leaflet') throw new Error(answer.kind)
  return leafletPage(answer.leaflet, way)
}

test('stands alone: it asks for nothing from outside, runs nothing, and writes what was written', async () => {
  const file = await pageOf(REQUEST, WAY)
  expect(file).not.toMatch(/<script|<link|@import|url\((?!"data:)|src="/)
  expect(file).toContain('&lt;b&gt;Mang theo căn cước&lt;/b&gt;')
  expect(file).toMatch(/Ủy ban nhân dân[\s\S]*xã Tân Đông[\s\S]*Khám bệnh miễn phí[\s\S]*Khi nào[\s\S]*Ở đâu[\s\S]*tin\.tandong\.example\.gov\.vn\/hoi/)
})

test('without a way to the assistant it has no code and no word of it', async () => {
  const file = await pageOf({ ...REQUEST, hasCode: false }, undefined)
  expect(file).not.toMatch(/<svg|Quét/)
})

describe.skipIf(CHROMIUM === undefined)('in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM as string, headless: true, args: CHROMIUM_FLAGS })
  })
  afterAll(() => browser.close())

  async function printed(html: string): Promise<Page> {
    const page = await browser.newPage({ viewport: A5, deviceScaleFactor: 2 })
    await page.setContent(html)
    await page.emulateMedia({ media: 'print' })
    await page.evaluate('document.fonts.ready')
    return page
  }

  test('its code leads where it says, read from the page as it is printed', async () => {
    const page = await printed(await pageOf(REQUEST, WAY))
    expect(await readCode(page, await page.screenshot())).toBe(WAY.url)
    expect(await page.evaluate('[...document.fonts].filter(({ status }) => status === "loaded").length')).toBe(4)
    await page.close()
  })

  test('holds the longest text of each size of letters on its one page', async () => {
    const words = ['Trợ cấp tháng mười hai được chi trả tại nhà văn hóa ấp, người nhận thay mang giấy ủy quyền. ', 'nghiêng mình xương phường ', 'Mang theo căn cước.\n']
    const event = { when: 'Thứ hai 30/11/2026, từ 07:30', where: 'Nhà văn hóa Ấp Đông Lợi, Nhà văn hóa Ấp Kà Ốt' }
    const page = await printed('')
    for (const request of words.flatMap((text) => [{ text }, { text, ...event }])) {
      for (const [size, leaflet] of longestOfEachSize({ heading: 'Chi trả trợ cấp xã hội tháng mười hai', ...request, hasCode: true })) {
        await page.setContent(await leafletPage(leaflet, WAY))
        await page.evaluate('document.fonts.ready')
        const overflow = await page.evaluate('(({ scrollHeight, clientHeight, scrollWidth, clientWidth }) => [scrollHeight - clientHeight, scrollWidth - clientWidth])(document.querySelector("main"))')
        expect(overflow, `${size}: ${leaflet.paragraphs.join(' ')}`).toEqual([0, 0])
      }
    }
    await page.close()
  })

  test('prints as one page', async () => {
    const page = await printed(await pageOf(REQUEST, WAY))
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true })
    expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(1)
    // 148 × 210 mm in points.
    expect(pdf.toString('latin1')).toMatch(/\/MediaBox\s*\[0 0 4(?:19|20)[.\d]* 59[45][.\d]*\]/)
    await page.close()
  })
})
