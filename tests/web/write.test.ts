/** Writing to the commune, over real connections. The person, the address and the texts are invented. */
import { afterEach, describe, expect, test } from 'vitest'
import { proofOffered } from '../../src/bot/proof-offered.ts'
import { createWebServer } from '../../src/web/server.ts'
import type { Letter } from '../../src/web/letter.ts'
import { ADDRESS, chatInMemory, webOptions } from './web-ports.ts'

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

const KEY = 'khoa-cua-mot-tin-0001'
const ASKED: Letter = {
  id: '20', direction: 'out', text: 'Ông/bà hỏi về ai?', sentAt: new Date('2026-12-04T00:30:00Z'),
  buttons: [{ title: 'Bà Lê Thị Mười', data: 'person:1' }, { title: 'Người khác', data: 'person:other' }],
}

async function running(letters?: readonly Letter[]) {
  const chat = chatInMemory(letters)
  const server = await createWebServer(webOptions({ webchat: chat.port }))
  const { url } = await server.start()
  stops.push(() => server.stop())
  const entered = await fetch(`${url}/c/${ADDRESS}`, { redirect: 'manual' })
  const cookie = (entered.headers.get('set-cookie') as string).split(';')[0] as string
  const path = new URL(entered.headers.get('location') as string, url).pathname
  const say = (form: Record<string, string>, headers: Record<string, string> = {}) =>
    fetch(`${url}${path}/say`, { method: 'POST', body: new URLSearchParams(form), headers: { cookie, accept: 'text/html', ...headers }, redirect: 'manual' })
  return { ...chat, url, path, cookie, say, page: async () => (await fetch(url + path, { headers: { cookie } })).text() }
}

describe('a message', () => {
  test('is taken, and the page comes back with it', async () => {
    const { say, written, page, path } = await running()
    const answer = await say({ key: KEY, text: '  Thẻ của tôi còn hạn không? ' })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${path}#newest`])
    expect(written).toEqual([{ key: KEY, text: 'Thẻ của tôi còn hạn không?' }])
    expect(await page()).toContain('Thẻ của tôi còn hạn không?')
  })

  test('is one message, however often the same form arrives', async () => {
    const { say, written } = await running()
    await Promise.all([1, 2, 3].map(() => say({ key: KEY, text: 'Bao giờ có tiền?' })))
    expect(written).toHaveLength(1)
  })

  test('is composed of whole letters, whichever way the phone sent its marks', async () => {
    const { say, written } = await running()
    await say({ key: KEY, text: 'thẻ'.normalize('NFD') })
    expect(written[0]?.text).toBe('thẻ')
  })

  test('a script gets what is new since its last letter, and a key for the next one', async () => {
    const { say } = await running()
    const answer = await say({ key: KEY, text: 'Bao giờ có tiền?' }, { accept: 'application/json' })
    const { key, letters } = (await answer.json()) as { key: string; letters: { html: string }[] }
    expect(key).toMatch(/^[\w-]{22}$/)
    expect(letters.at(-1)?.html).toContain('Bao giờ có tiền?')
  })

  test.each([
    ['nothing but spaces', { key: KEY, text: '   ' }, 400, 'Chưa có chữ nào'],
    ['more than a page can hold', { key: KEY, text: 'a'.repeat(1_001) }, 413, 'Tin dài quá'],
    ['a form without its key', { text: 'Chào xã' }, 400, 'Không nhận được tin'],
    ['a button that nobody offered', { key: KEY, press: 'person:999' }, 400, 'Chưa có chữ nào'],
  ])('%s is refused in words', async (_name, form, status, words) => {
    const { say, written } = await running([ASKED])
    const answer = await say(form)
    expect([answer.status, written]).toEqual([status, []])
    expect(await answer.text()).toContain(words)
  })

  test('too many at once are refused, and say when to go on', async () => {
    const { say, state } = await running()
    state.tooMany = true
    const answer = await say({ key: KEY, text: 'Chào xã' })
    expect([answer.status, await answer.text()]).toEqual([429, expect.stringContaining('Mời chờ vài phút')])
  })

  test.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another site, in an old browser', { origin: 'https://gia-mao.example' }],
  ])('%s cannot write in the person’s name', async (_name, headers) => {
    const { say, written } = await running()
    expect((await say({ key: KEY, text: 'Xóa tên tôi' }, headers)).status).toBe(400)
    expect(written).toEqual([])
  })
})

describe('what may be pressed', () => {
  test('is what the commune’s last message offers, under its own words', async () => {
    const { page, say, written } = await running([ASKED])
    expect(await page()).toMatch(/<button class="plain" name="press" value="person:1">Bà Lê Thị Mười<\/button>/)
    await say({ key: KEY, press: 'person:1' })
    expect(written).toEqual([{ key: KEY, text: 'Bà Lê Thị Mười', pressed: 'person:1' }])
  })

  test('is the four usual questions where nothing is asked', async () => {
    const { page, say, written } = await running()
    expect((await page()).match(/name="ask"/g)).toHaveLength(4 + 2 * 4) // the form's, and those that each of the two letters carries
    await say({ key: KEY, ask: 'Gặp cán bộ', text: 'chữ gõ dở' })
    expect(written).toEqual([{ key: KEY, text: 'Gặp cán bộ' }])
  })
})

describe('somebody whom nobody gave an address', () => {
  test('writes at /hoi, gets a chat with the first message, and comes back to it', async () => {
    const { url, written, path } = await running([])
    const asked = await (await fetch(`${url}/hoi`)).text()
    expect(asked).toContain('UBND xã Tân Đông')
    const form = new URLSearchParams({ key: KEY, commune: '7', text: 'Làm thẻ ở đâu?' })
    const answer = await fetch(`${url}/hoi`, { method: 'POST', body: form, redirect: 'manual' })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${path}#newest`])
    expect(written).toEqual([{ key: KEY, text: 'Làm thẻ ở đâu?' }])
    const cookies = answer.headers.getSetCookie()
    expect(cookies.every((cookie) => /HttpOnly; SameSite=Lax/.test(cookie))).toBe(true)
    const again = await fetch(`${url}/hoi`, { headers: { cookie: cookies.map((cookie) => cookie.split(';')[0]).join('; ') }, redirect: 'manual' })
    expect(again.headers.get('location')).toBe(`${path}#newest`)
  })

  test('leaves nothing behind by looking, nor by a form for a commune that is not here', async () => {
    const { url, written } = await running([])
    expect((await fetch(`${url}/`)).url).toBe(`${url}/hoi`)
    const answer = await fetch(`${url}/hoi`, { method: 'POST', body: new URLSearchParams({ key: KEY, commune: '8', text: 'Chào xã' }), redirect: 'manual' })
    expect([answer.status, answer.headers.get('set-cookie'), written]).toEqual([400, null, []])
  })
})

describe('a link that an officer gave', () => {
  test('brings its code into the field, ready to be sent, and the bot takes what is sent for that code', async () => {
    const { url } = await running()
    const page = await (await fetch(`${url}/hoi?ma=hkq7-3m2p`)).text()
    const [, filled] = /<textarea[^>]*>([^<]*)<\/textarea>/.exec(page) ?? []
    expect(filled).toBe('Mã HKQ7-3M2P')
    expect(proofOffered({ text: filled ?? '' }, false)).toEqual({ kind: 'code', code: 'HKQ73M2P' })
    expect(page).toContain('Mã của cán bộ đã được điền sẵn')
  })

  test('finds the chat that was begun before, and brings the code there', async () => {
    const { url } = await running()
    const begun = await fetch(`${url}/hoi`, { method: 'POST', body: new URLSearchParams({ key: 'khoa-cua-tin-dau-tien-1', commune: '7', text: 'Xin chào' }), redirect: 'manual' })
    const cookie = begun.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ')
    const back = await fetch(`${url}/hoi?ma=HKQ7-3M2P`, { headers: { cookie }, redirect: 'manual' })
    expect(back.headers.get('location')).toMatch(/^\/chat\/[\w-]{22}\?ma=HKQ7-3M2P#write$/)
    const page = await (await fetch(new URL(back.headers.get('location') as string, url), { headers: { cookie } })).text()
    expect(page).toMatch(/<textarea[^>]*>Mã HKQ7-3M2P<\/textarea>/)
  })

  test.each(['<script>', 'HKQ73M2P9', 'chuyen tien cho toi', ''])('puts no other words into anybody’s mouth: %j', async (ma) => {
    const { url } = await running()
    expect(await (await fetch(`${url}/hoi?${new URLSearchParams({ ma }).toString()}`)).text()).toMatch(/<textarea[^>]*><\/textarea>/)
  })

  test('chooses the commune where there are several', async () => {
    const { url, port } = await running()
    port.communes = async () => [{ id: 7, sender: 'UBND xã Tân Đông', contact: '' }, { id: 8, sender: 'UBND xã Bến Cầu', contact: '' }]
    expect(await (await fetch(`${url}/hoi?xa=8`)).text()).toMatch(/<option value="7">[^<]*<\/option><option value="8" selected>/)
    expect(await (await fetch(`${url}/hoi?xa=9`)).text()).not.toContain('selected')
  })
})
