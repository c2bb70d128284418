/** The daily pages in a real browser, filled as on a busy morning: they fit, and hinder nobody. Everybody is invented. LOA_PICTURES=folder keeps a picture of every page. */
import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { consoleOf } from '../../../src/app/console.ts'
import { roomsOf } from '../../../src/app/rooms.ts'
import { ensureContact } from '../../../src/store/contacts.ts'
import { storeInbound } from '../../../src/store/inbound-messages.ts'
import { openTicket } from '../../../src/store/tickets.ts'
import { createWebServer } from '../../../src/web/server.ts'
import { CHROMIUM, CHROMIUM_FLAGS } from '../../support/chromium.ts'
import { inspect } from '../../support/inspect-page.ts'
import { PATIENCE_MS } from '../../support/patience.ts'
import { addPerson, addVillage } from '../../support/pipeline.ts'
import { testDatabase } from '../../support/database.ts'
import { webOptions } from '../web-ports.ts'
import { consoleWorld } from './console-world.ts'
import type { ConsoleWorld } from './console-world.ts'

describe.skipIf(CHROMIUM === undefined)('in a browser', () => {
  const database = testDatabase()
  let browser: Browser
  let world: ConsoleWorld
  let page: Page
  let url: string
  const stops: (() => Promise<void>)[] = []

  beforeAll(async () => {
    world = await consoleWorld(await database)
    stops.push(() => world.stop())
    const server = await createWebServer(webOptions({ console: consoleOf(world.app) }))
    url = (await server.start()).url
    stops.push(() => server.stop())
    browser = await chromium.launch({ executablePath: CHROMIUM as string, headless: true, args: CHROMIUM_FLAGS })
    stops.push(() => browser.close())
    const { cookies } = await world.officer('officer')
    const context = await browser.newContext()
    await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url })))
    context.setDefaultTimeout(PATIENCE_MS)
    page = await context.newPage()
  })
  afterAll(async () => {
    for (const stop of stops.toReversed()) await stop()
  })

  let chats = 0
  async function asked(name: string, words: readonly string[], topic: string, urgent = false): Promise<string> {
    chats += 1
    const { cipher, database: { pool } } = world.app.ground
    const now = world.clock.now()
    const phone = `+849000006${String(chats).padStart(2, '0')}`
    const person = await addPerson(world, { name, phone, cardEnds: '2026-11-20', village: 'Đông Lợi', allowance: { amount: 810_000 } })
    const contactId = await ensureContact(pool, cipher, { communeId: world.communeId, kind: 'phone', address: phone })
    for (const [at, text] of words.entries()) {
      await storeInbound(pool, cipher, { channel: 'sms', dedupeKey: `said-${chats}-${at}`, chat: phone, isGroup: false, body: { text }, occurredAt: now }, now)
    }
    const facts = JSON.stringify({ understood: { intents: ['payment_missing'], slots: { month: 'previous' } } })
    return openTicket(pool, cipher, { communeId: world.communeId, contactId, personId: person.id, topic, urgent, facts }, now)
  }

  test('questions handed to a person, and one of them, answered with the keyboard', async () => {
    const id = await asked('Lê Thị Mười', ['tháng trước tôi chưa có tiền', 'bưu điện nói không có tên tôi trong danh sách, tôi đi hai lần rồi mà vẫn vậy'], 'money-missing')
    await asked('Nguyễn Văn Sáu', ['hồ sơ của tôi tới đâu rồi'], 'dossier')
    await asked('Trần Thị Bịa', ['nhà tôi bị ngập, cần người giúp'], 'emergency', true)
    await page.goto(`${url}/quan-ly/trao-doi`)
    await inspect(page, '20-trao-doi')
    await page.getByRole('link', { name: 'Lê Thị Mười' }).focus()
    await page.keyboard.press('Enter')
    await page.getByLabel('Câu trả lời').fill('Bưu điện phát bù sáng thứ hai, bà mang căn cước.')
    await inspect(page, '21-mot-cau-hoi')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByRole('status').waitFor()
    expect(page.url()).toContain(`/trao-doi/${id}`)
    expect(await page.locator('.ledger').textContent()).toContain('Bưu điện phát bù sáng thứ hai')
    await inspect(page, '22-da-tra-loi')
  })

  test('the rules and the words of reminders', async () => {
    await addPerson(world, { name: 'Phan Thị Không Số', cardEnds: '2026-12-10', village: 'Kà Ốt' })
    await addPerson(world, { name: 'Lý Văn Bịa', phone: '+84900000799', cardEnds: '2026-12-22', village: 'Kà Ốt' })
    await world.app.plan()
    await page.goto(`${url}/quan-ly/nhac-viec`)
    await expect.poll(async () => ((await page.reload()), page.locator('#khong-toi ~ div tbody tr').count()), { timeout: PATIENCE_MS }).toBeGreaterThan(0)
    await page.locator('#card-expiry summary').focus()
    await page.keyboard.press('Enter')
    await page.locator('#card-expiry-before').waitFor()
    await inspect(page, '30-nhac-viec')
    await page.goto(`${url}/quan-ly/nhac-viec/mau/card-expiry-ahead/sms`)
    await inspect(page, '31-loi-nhan')
    await page.getByLabel('Lời của mẫu tin').fill('{{ sender }}: Tiến hành gia hạn thẻ của {{ name }} ngay!')
    await page.getByRole('button', { name: 'Xem thử' }).click()
    await page.getByRole('alert').waitFor()
    await inspect(page, '32-loi-nhan-sai')
  })

  test('villages, the committee’s board, and whom to go and see', async () => {
    const { cipher } = world.app.ground
    const rooms = roomsOf(world.app.ground, world.clock)
    const [loi, kaOt] = [await addVillage(world, 'Đông Lợi'), await addVillage(world, 'Kà Ốt')]
    const put = { communeId: world.communeId, personId: undefined, termFrom: '2026-01-01', termTo: undefined, by: 'thử' }
    await rooms.addHolder({ ...put, office: 'head', villageId: loi, name: 'Thạch Văn Bịa', phone: '+84900000801' })
    await rooms.addHolder({ ...put, office: 'officer', villageId: undefined, name: 'cô Châu', phone: '+84900000802' })
    const [task] = await world.sql<{ id: string }>(
      `INSERT INTO task (commune_id, number, kind, state, room_id, body_enc, text_idx, due_on, due_time, needs_ack, given_at) VALUES ($1, 1, 'task', 'open', 1, $2, '\\x00', '2026-11-20', '17:00', true, '2026-11-18T02:00:00Z') RETURNING id`,
      [world.communeId, cipher.encrypt(JSON.stringify({ text: 'Các ấp báo số hộ nghèo, cận nghèo sau rà soát trước 17 giờ thứ sáu 20/11.', askedBy: '', attachments: [] }))],
    )
    for (const [village, answered] of [[loi, '2026-11-19T03:00:00Z'], [kaOt, null]] as const) {
      await world.sql("INSERT INTO task_target (task_id, village_id, notice_id, told_at, answered_at) VALUES ($1, $2, 1, '2026-11-18T02:05:00Z', $3)", [task?.id, village, answered])
    }
    for (const [inbound, numbers, replaced] of [[1, '{"ho_ngheo": 14}', '2026-11-19T02:00:00Z'], [2, '{"ho_ngheo": 4, "ho_can_ngheo": 7}', null]] as const) {
      await world.sql("INSERT INTO task_report (commune_id, task_id, village_id, inbound_id, text_enc, numbers, given_at, replaced_at) VALUES ($1, $2, $3, $4, $5, $6, '2026-11-19T03:00:00Z', $7)", [world.communeId, task?.id, loi, inbound, cipher.encrypt('x'), numbers, replaced])
    }
    for (const [name, village] of [['Phan Thị Xa', 'Kà Ốt'], ['Đỗ Văn Vắng', 'Đông Lợi'], ['Lý Thị Bịa', 'Kà Ốt']] as const) {
      const { id, cardId } = await addPerson(world, { name, village, cardEnds: '2026-11-20' })
      await world.sql(
        `WITH n AS (
           INSERT INTO notice (commune_id, recipient, person_id, card_id, kind, reason_key, template_key, due_on, not_before, not_after, state)
           VALUES ($1, 'person:' || $2::text, $2::text::bigint, $3, 'reminder', 'card:x', 'card-lapsed', '2026-11-21', now(), now(), 'visit') RETURNING id)
         INSERT INTO visit (notice_id, commune_id, person_id, reason) SELECT id, $1, $2::text::bigint, 'no-contact' FROM n`, [world.communeId, id, cardId])
    }
    await page.goto(`${url}/quan-ly/thon`)
    await inspect(page, '40-thon')
    await page.getByRole('link', { name: /Danh sách đến nhà/ }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Danh sách đến nhà' }).waitFor()
    await page.getByRole('button', { name: /^Vắng\s*: Đỗ Văn Vắng/ }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('status').waitFor()
    await inspect(page, '41-den-nha')
    await page.goto(`${url}/quan-ly/thon/den-nha/in`)
    await inspect(page, '42-ban-in')
    await page.setViewportSize({ width: 680, height: 960 })
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByRole('navigation').isVisible()).toBe(false)
    if (process.env.LOA_PICTURES !== undefined) await page.screenshot({ path: `${process.env.LOA_PICTURES}/42-ban-in-giay.png`, fullPage: true })
    await page.emulateMedia({ media: 'screen' })
  })
})
