/** A person's chat over real connections. The person, the address and the texts are invented. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createWebServer } from '../../src/web/server.ts'
import { PATIENTLY } from '../support/patience.ts'
import { ADDRESS, LETTERS, chatInMemory, webOptions } from './web-ports.ts'

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

async function running(chat = chatInMemory(), publicUrl?: string) {
  const server = await createWebServer(webOptions({ webchat: chat.port, publicUrl }))
  const { url } = await server.start()
  stops.push(() => server.stop())
  return { ...chat, url, server }
}

/** What a browser does on the first visit: follows the link it was given, and keeps the cookie. */
async function enter(url: string) {
  const answer = await fetch(`${url}/c/${ADDRESS}`, { redirect: 'manual' })
  const setCookie = answer.headers.get('set-cookie') as string
  return { setCookie, path: new URL(answer.headers.get('location') as string, url).pathname, cookie: setCookie.split(';')[0] as string }
}

/** Reads events until `enough` says so. */
async function eventsUntil(response: Response, enough: (text: string) => boolean): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(piece, { stream: true })
    if (enough(text)) return text
  }
  return text
}

describe('the way in', () => {
  test('exchanges the address for a cookie that no script reads, and goes on at a name that gives it not away', async () => {
    const { url } = await running()
    const { setCookie, path } = await enter(url)
    expect(setCookie).toMatch(new RegExp(`=${ADDRESS}; Path=${path}; .*HttpOnly; SameSite=Lax$`))
    expect(path).toMatch(/^\/chat\/[\w-]{22}$/)
    expect(path).not.toContain(ADDRESS)
  })

  test('marks the cookie Secure where the public address is https', async () => {
    const { url } = await running(chatInMemory(), 'https://tin.example')
    expect((await enter(url)).setCookie).toMatch(/; Secure$/)
  })

  test('shows an unknown address, a wrong one, a chat without its cookie and one that was closed the very same 404', async () => {
    const chat = await running()
    const { path, cookie } = await enter(chat.url)
    const strangers = await Promise.all([
      fetch(`${chat.url}/c/khong-ai-co-dia-chi-nay-0000`),
      fetch(`${chat.url}/c/x`),
      fetch(`${chat.url}/c/${'%3Cscript%3E'.repeat(3)}`),
      fetch(chat.url + path),
      fetch(chat.url + path, { headers: { cookie: 'loa_chat=khong-ai-co-dia-chi-nay-0000' } }),
      fetch(`${chat.url}/chat/AAAAAAAAAAAAAAAAAAAAAA`, { headers: { cookie } }),
      fetch(`${chat.url}${path}/events`),
      fetch(`${chat.url}${path}/seen`, { method: 'POST', body: 'upTo=12' }),
    ])
    chat.state.open = false
    strangers.push(await fetch(chat.url + path, { headers: { cookie } }), await fetch(`${chat.url}/c/${ADDRESS}`))
    const answers = await Promise.all(strangers.map(async (answer) => `${answer.status} ${answer.headers.get('set-cookie')} ${await answer.text()}`))
    expect(new Set(answers).size).toBe(1)
    expect(answers[0]).toMatch(/^404 null .*Không mở được trang nhắn tin.*Mời hỏi cán bộ để được mở lại/s)
    expect(chat.seenUpTo).toEqual([])
  })
})

describe('the page', () => {
  test('shows the commune by name, every message, and whom to ask, without any script', async () => {
    const { url } = await running()
    const { path, cookie } = await enter(url)
    const page = await (await fetch(url + path, { headers: { cookie } })).text()
    expect(page).toContain('Trợ lý tự động của UBND xã Tân Đông; cán bộ trả lời trong giờ hành chính.')
    expect(page).toContain('cô Châu, cán bộ văn hóa – xã hội, 0276 000 1234')
    for (const { text } of LETTERS) expect(page).toContain(text)
    expect(page).toContain('chủ nhật 01/11/2026, 07:30')
    expect(page).toMatch(/<noscript>.*Tải lại trang để xem tin mới.*<\/noscript>/s)
  })

  test('says that nothing came yet', async () => {
    const { url } = await running(chatInMemory([]))
    const { path, cookie } = await enter(url)
    const page = await (await fetch(url + path, { headers: { cookie } })).text()
    expect(page).toMatch(/<p id="empty">Chưa có tin nào\./)
  })

  test('shows what looks like HTML in a message as it was written', async () => {
    const { url } = await running(chatInMemory([{ id: '1', direction: 'in', text: '<img src=x onerror=alert(1)>', sentAt: new Date('2026-11-01T00:30:00Z') }]))
    const { path, cookie } = await enter(url)
    const page = await (await fetch(url + path, { headers: { cookie } })).text()
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;')
    expect(page).not.toContain('<img')
  })
})

describe('seen', () => {
  test.each([
    ['the script gets no page back', '*/*', 'upTo=12', 204, ['12']],
    ['the form of a browser without script goes back to the page', 'text/html,*/*', 'upTo=12', 303, ['12']],
    ['what is no message number changes nothing', '*/*', 'upTo=12;drop', 400, []],
    ['nothing at all changes nothing', '*/*', '', 400, []],
  ])('%s', async (_name, accept, body, status, seen) => {
    const { url, seenUpTo } = await running()
    const { path, cookie } = await enter(url)
    const answer = await fetch(`${url}${path}/seen`, { method: 'POST', headers: { cookie, accept }, body, redirect: 'manual' })
    expect([answer.status, seenUpTo]).toEqual([status, seen])
  })

  test('reading the page alone is not seeing it: a link preview does that too', async () => {
    const { url, seenUpTo } = await running()
    const { path, cookie } = await enter(url)
    await fetch(url + path, { headers: { cookie } })
    expect(seenUpTo).toEqual([])
  })
})

describe('live messages', () => {
  test('come as they are written, after those that the page has', async () => {
    const { url, write } = await running()
    const { path, cookie } = await enter(url)
    const stream = await fetch(`${url}${path}/events?after=12`, { headers: { cookie } })
    expect(stream.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    write({ id: '13', direction: 'out', text: 'Dòng một.\nDòng hai.', sentAt: new Date('2026-12-04T00:30:00Z') })
    const text = await eventsUntil(stream, (sofar) => sofar.includes('</article>'))
    expect(text).toMatch(/id: 13\nevent: letter\n(data: .*\n)*data: .*Dòng một\.\ndata: Dòng hai\./)
    expect(text).not.toContain('id: 12\n')
  })

  test('miss nothing after a break: the browser’s last id counts more than the page’s', async () => {
    const { url } = await running()
    const { path, cookie } = await enter(url)
    const stream = await fetch(`${url}${path}/events?after=12`, { headers: { cookie, 'last-event-id': '11' } })
    expect(await eventsUntil(stream, (sofar) => sofar.includes('</article>'))).toContain('id: 12\n')
  })

  test('stop being looked for when the reader leaves', async () => {
    const { url, state } = await running()
    const { path, cookie } = await enter(url)
    const leaving = new AbortController()
    await fetch(`${url}${path}/events`, { headers: { cookie }, signal: leaving.signal })
    await vi.waitFor(() => expect(state.openStreams).toBe(1), PATIENTLY)
    leaving.abort()
    await vi.waitFor(() => expect(state.openStreams).toBe(0), PATIENTLY)
  })

  test('end when the server stops', async () => {
    const { url, state, server } = await running()
    const { path, cookie } = await enter(url)
    const stream = await fetch(`${url}${path}/events?after=12`, { headers: { cookie } })
    await vi.waitFor(() => expect(state.openStreams).toBe(1), PATIENTLY)
    const rest = stream.text()
    await server.stop()
    expect(await rest).toMatch(/^retry: 3000\n\n$/)
    expect(state.openStreams).toBe(0)
  })

  test('end when the database fails, so that the browser comes back', async () => {
    const chat = chatInMemory()
    const broken = { ...chat, port: { ...chat.port, read: async () => Promise.reject(new Error('the database is away')) } }
    const { url } = await running(broken)
    const { path, cookie } = await enter(url)
    expect(await (await fetch(`${url}${path}/events`, { headers: { cookie } })).text()).toBe('retry: 3000\n\n')
  })
})

test('two chats live in one browser, each under its own name', async () => {
  const { url } = await running()
  const { path, cookie } = await enter(url)
  const page = await fetch(url + path, { headers: { cookie: `loa_chat=dia-chi-cua-nguoi-khac-0002; ${cookie}` } })
  expect(page.status).toBe(200)
})
