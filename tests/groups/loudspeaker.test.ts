/** Scripts as an announcer gets them. The commune, its people and its numbers are invented. */
import { beforeAll, describe, expect, test } from 'vitest'
import type { Content } from '../../src/content/content.ts'
import { createContent } from '../../src/content/create-content.ts'
import { loudspeakerScript } from '../../src/groups/loudspeaker.ts'
import type { Announcement, LoudspeakerScript } from '../../src/groups/loudspeaker.ts'

let content: Content
beforeAll(async () => {
  content = await createContent({ templatesDir: 'templates', overrides: { load: async () => new Map() } })
})

const script = (text: string, more: Partial<Announcement> = {}): Promise<LoudspeakerScript> =>
  loudspeakerScript(content)({ communeId: 1, text, sender: 'UBND xã Tân Đông', contact: 'cô Châu 0276 000 1234', ...more })
const read = async (text: string, more?: Partial<Announcement>): Promise<string> => {
  const answer = await script(text, more)
  return answer.kind === 'script' ? answer.text : answer.kind
}

test('says who speaks, reads the text in words twice, and ends with whom to ask', async () => {
  expect(await read('Sáng thứ hai 30/11, từ 7h30, TYT xã khám bệnh miễn phí cho 120 người cao tuổi. Mang theo CCCD')).toBe(
    `Ủy ban nhân dân xã Tân Đông thông báo.

Sáng thứ hai ngày ba mươi tháng mười một, từ bảy giờ ba mươi phút, trạm y tế xã khám bệnh miễn phí cho một trăm hai mươi người cao tuổi. Mang theo căn cước công dân.

Xin nhắc lại.

Sáng thứ hai ngày ba mươi tháng mười một, từ bảy giờ ba mươi phút, trạm y tế xã khám bệnh miễn phí cho một trăm hai mươi người cao tuổi. Mang theo căn cước công dân.

Cần hỏi thêm, mời bà con gặp cô Châu số điện thoại không hai bảy sáu, không không không một, hai ba bốn.

Ủy ban nhân dân xã Tân Đông cảm ơn bà con đã lắng nghe.`)
})

test('does not say twice who speaks where the text says it already, and keeps a sentence about the commune whole', async () => {
  expect(await read('UBND xã Tân Đông thông báo: họp dân lúc 19h')).toContain('thông báo.\n\nHọp dân lúc mười chín giờ.')
  expect(await read('UBND xã Tân Đông: họp dân')).toContain('thông báo.\n\nHọp dân.')
  expect(await read('UBND xã Tân Đông họp dân')).toContain('thông báo.\n\nỦy ban nhân dân xã Tân Đông họp dân.')
})

test('tells how long it takes and which abbreviations the announcer would stumble over', async () => {
  const answer = await script('Lớp GDTX khai giảng ngày 25/12')
  expect(answer).toMatchObject({ kind: 'script', unknown: ['GDTX'] })
  if (answer.kind !== 'script') return
  expect(answer.words).toBe(answer.text.split(/\s+/).length)
  expect(answer.minutes).toBeCloseTo(answer.words / 130)
})

describe('what belongs to one person is not read out', () => {
  test.each([
    ['Ai nhặt được căn cước 072150001234 thì nộp lại', 'citizen-id'],
    ['Liên hệ anh Tư 0912 345 678', 'phone'],
    ['Thẻ GD4727212345678 đã có', 'card'],
    ['Ủng hộ vào tài khoản 19034567890123', 'other'],
  ])('%s', async (text, kind) => {
    const answer = await script(text)
    expect(answer).toMatchObject({ kind: 'private', numbers: [{ kind }] })
    expect(JSON.stringify(answer)).not.toMatch(/\d{4}/)
  })

  test('but the commune’s own telephone is, and one that the officer vouches for', async () => {
    expect(await read('Gọi 0276.000.1234')).toContain('Gọi không hai bảy sáu, không không không một, hai ba bốn.')
    expect(await read('Gọi 0912 345 678', { publicPhones: ['+84912345678'] })).toContain('Gọi không chín một hai, ba bốn năm, sáu bảy tám.')
  })
})

test('nothing and too much are no script', async () => {
  expect(await script('  \n ')).toEqual({ kind: 'empty' })
  expect(await script('UBND xã Tân Đông: ')).toEqual({ kind: 'empty' })
  expect(await script('ba '.repeat(1_000))).toEqual({ kind: 'too-long', chars: 2_999 })
})

test('a text of the greatest length full of figures still fits', async () => {
  expect(await read('99.999 hộ '.repeat(200))).toContain('chín mươi chín')
})

test('a southern commune hears its own words', async () => {
  expect(await read('Nhận 505.000đ', { speech: 'southern' })).toContain('năm trăm lẻ năm ngàn đồng')
})
