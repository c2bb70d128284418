/** The wall of phones, over invented people. */
import { afterEach, describe, expect, test } from 'vitest'
import { buildWebApp } from '../../src/web/server.ts'
import { demoInMemory, webOptions } from './web-ports.ts'

const stops: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

async function get(url: string, demo = demoInMemory()) {
  const app = await buildWebApp(webOptions({ demo: demo.port }), new AbortController().signal)
  stops.push(() => app.close())
  return app.inject({ url, headers: { accept: 'text/html' } })
}

const count = (text: string, part: string): number => text.split(part).length - 1

describe('how many phones stand on the page', () => {
  test.each([
    ['at first', '/demo', 369, 24, 'Xem thêm 24 người'],
    ['after one more step', '/demo?show=48', 369, 48, 'Xem thêm 24 người'],
    ['the rest is named by its number', '/demo', 30, 24, 'Xem thêm 6 người'],
    ['nobody is left', '/demo', 20, 20, undefined],
    ['an odd number is rounded up to a step', '/demo?show=25', 369, 48, 'Xem thêm 24 người'],
    ['never more than a page should hold', '/demo?show=9999', 369, 240, undefined],
    ['rubbish counts as nothing', '/demo?show=-1e9', 369, 24, 'Xem thêm 24 người'],
  ])('%s', async (_name, url, people, shown, more) => {
    const { payload } = await get(url, demoInMemory(people))
    expect(count(payload, '<section class="phone"')).toBe(shown)
    expect(/Xem thêm \d+ người/.exec(payload)?.[0]).toBe(more)
  })

  test('the link to more keeps the search and leads to the first new phone', async () => {
    expect((await get('/demo?q=Th%E1%BB%8B')).payload).toContain('href="/demo?q=Th%E1%BB%8B&amp;show=48#phone-25"')
  })
})

test('a phone says who, what the register knows, what was sent and whether it was seen', async () => {
  const { payload } = await get('/demo')
  const first = payload.slice(payload.indexOf('<section class="phone"'), payload.indexOf('</section>'))
  for (const part of ['bà Lê Thị Mười', '60 tuổi · Ấp Đông Lợi', 'Thẻ bảo hiểm y tế đến 31/12/2026', 'Trợ cấp 540.000 đ mỗi tháng', 'Đã xem thứ năm 03/12/2026, 09:15', 'href="/c/dia-chi-thu-so-1"']) {
    expect(first).toContain(part)
  }
  expect(payload).toContain('Không có điện thoại.')
  expect(payload).toContain('Chờ người đến nhà báo tin: 1 việc.')
})

test('the committee and the village heads stand above the citizens, and are kept fresh', async () => {
  const demo = demoInMemory(1)
  const text = 'UBND xã Tân Đông: Việc số 1\nẤp Đông Lợi: đã nhận 09:00'
  demo.rooms.push(
    { id: '1', name: 'Ban chỉ đạo', office: 'xã Tân Đông: giao việc, xem bảng', chatAddress: 'dia-chi-ban-chi-dao', letters: [{ id: '90', direction: 'out', text, sentAt: new Date('2026-12-03T02:00:00Z') }] },
    { id: '2', name: 'Nguyễn Văn Bịa', office: 'Trưởng ấp · Ấp Đông Lợi', chatAddress: 'dia-chi-truong-ap', letters: [] },
  )
  const { payload } = await get('/demo', demo)
  const order = ['Ban chỉ đạo</h3>', 'Ấp Đông Lợi: đã nhận 09:00', 'href="/c/dia-chi-ban-chi-dao"', 'Nguyễn Văn Bịa</h3>', 'Trưởng ấp · Ấp Đông Lợi', 'Lê Thị Mười</h3>'].map((part) => payload.indexOf(part))
  expect(order).toEqual(order.toSorted((one, other) => one - other))
  expect(order[0]).toBeGreaterThan(0)
  expect(payload).toContain((await get('/demo/live', demo)).json<{ rooms: string }>().rooms)
})

test.each([
  ['2026-12-03', 'Thẻ bảo hiểm y tế đến 03/12/2026'],
  ['2026-12-02', 'Thẻ bảo hiểm y tế đã hết hạn 02/12/2026'],
])('on 03/12 a card that is good through %s reads "%s"', async (validTo, said) => {
  const demo = demoInMemory(1)
  demo.people[0] = { ...demo.people[0]!, cardValidTo: validTo }
  expect((await get('/demo', demo)).payload).toContain(`<li>${said}</li>`)
})

test('the summary counts every state in words and leaves out what did not happen', async () => {
  const { payload } = await get('/demo')
  const words = payload.slice(payload.indexOf('id="summary"'), payload.indexOf('<form')).replace(/<[^>]+>/g, '').replace(/\s+/g, ' ')
  expect(words).toContain('Hôm nay, thứ năm 03/12/2026, 212 trong 1.412 người có tin.')
  for (const said of ['151 đã tới nơi', '44 đã gửi', '5 đang chờ gửi', '3 chưa rõ đã tới hay chưa', '9 cần đến nhà báo tin', '2 gửi lỗi']) expect(words).toContain(said)
  expect(words).not.toMatch(/không gửi nữa|không cần gửi nữa/)
})

test('says that its people are invented', async () => {
  expect((await get('/demo')).payload).toContain('<p class="banner">Dữ liệu mẫu, không có thật</p>')
})

describe('search', () => {
  test('finds by name and says for what', async () => {
    const { payload } = await get(`/demo?q=${encodeURIComponent('Sáu')}`)
    expect(payload).toContain('Tên có “Sáu”.')
    expect(payload).not.toContain('Lê Thị Mười<')
  })

  test('that finds nobody says what to do', async () => {
    expect((await get('/demo?q=zzz')).payload).toContain('Không tìm thấy ai tên “zzz”. Gõ ít chữ hơn, hoặc chỉ gõ tên gọi.')
  })

  test('shows what was asked as text', async () => {
    const { payload } = await get(`/demo?q=${encodeURIComponent('"><script>alert(1)</script>')}`)
    expect(payload).not.toContain('<script>alert')
  })
})

test('what keeps the page fresh is the same as what the page holds', async () => {
  const demo = demoInMemory()
  const page = (await get('/demo?show=48', demo)).payload
  const live = (await get('/demo/live?show=48', demo)).json<{ summary: string; phones: string }>()
  expect(page).toContain(live.summary)
  expect(page).toContain(live.phones)
})

test('without a demo there is no such page', async () => {
  const app = await buildWebApp(webOptions(), new AbortController().signal)
  stops.push(() => app.close())
  expect((await app.inject('/demo')).statusCode).toBe(404)
})
