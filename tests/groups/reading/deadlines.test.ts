/** Wednesday 25/11/2026, 09:00 in Vietnam: what a task says, and the day and hour by which it wants something. */
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { vietnamInstant } from '../../../src/domain/calendar.ts'
import { loadLexicon } from '../../../src/groups/reading/load-lexicon.ts'
import { createGroupReader } from '../../../src/groups/reading/read-group-message.ts'
import type { ReadGroupMessage, Reading } from '../../../src/groups/reading/reading.ts'

let read: ReadGroupMessage
beforeAll(async () => {
  read = createGroupReader(await loadLexicon({ languageDir: fileURLToPath(new URL('../../../templates/vi', import.meta.url)) }))
})

const VILLAGES = ['Thôn 1', 'Thôn 2', 'Thôn 3'].map((name) => ({ name, aliases: [] }))
const said = (text: string, day = '2026-11-25', time = '09:00'): Reading =>
  read({ text, fromRole: 'committee', fromVillage: undefined, sentAt: vietnamInstant(day, time), villages: VILLAGES })

describe('a deadline', () => {
  test.each([
    ['trước 17h hôm nay', '2026-11-25', '17:00'],
    ['trước 5h chiều nay', '2026-11-25', '17:00'],
    ['trước 11h', '2026-11-25', '11:00'],
    ['trước 8h', '2026-11-26', '08:00'], // that hour has passed today
    ['trong ngày', '2026-11-25', undefined],
    ['trong hôm nay', '2026-11-25', undefined],
    ['chậm nhất 4 rưỡi chiều mai', '2026-11-26', '16:30'],
    ['trước 9h30 sáng mai', '2026-11-26', '09:30'],
    ['hạn chót ngày mốt', '2026-11-27', undefined],
    ['truoc ngay kia', '2026-11-27', undefined],
    ['trước thứ sáu', '2026-11-27', undefined],
    ['trước thứ 6 tuần này', '2026-11-27', undefined],
    ['chậm nhất thứ tư tuần sau', '2026-12-02', undefined],
    ['trước thứ hai tới', '2026-11-30', undefined],
    ['trước thứ ba', '2026-12-01', undefined], // this week's has passed
    ['chủ nhật này phải xong', '2026-11-29', undefined],
    ['trong tuần này', '2026-11-29', undefined],
    ['cuối tuần xong', '2026-11-29', undefined],
    ['đầu tuần sau gửi', '2026-11-30', undefined],
    ['trước 28/11', '2026-11-28', undefined],
    ['hạn 16h00 ngày 27-11-2026', '2026-11-27', '16:00'],
    ['hạn: 30.11', '2026-11-30', undefined],
    ['trước ngày 28', '2026-11-28', undefined],
    ['trước ngày 5', '2026-12-05', undefined], // the fifth of November has passed
    ['trước mùng 3 tháng 12', '2026-12-03', undefined],
    ['muộn nhất mười bảy giờ ngày hai mươi tám tháng mười một', '2026-11-28', '17:00'],
    ['hết tháng', '2026-11-30', undefined],
    ['trước cuối tháng 12', '2026-12-31', undefined],
    ['trước 05/01', '2027-01-05', undefined],
    ['trong 3 ngày', '2026-11-28', undefined],
  ])('%s: %s %s', (by, deadline, deadlineTime) => {
    expect(said(`Thôn 3 nộp lại phiếu B1 ${by}`)).toMatchObject({ kind: 'task', targets: ['Thôn 3'], deadline, deadlineTime })
  })

  test.each([
    ['a meeting', 'Thôn 3 chuẩn bị bàn ghế cho buổi họp dân lúc 19h ngày 28/11'],
    ['a payment', 'Ngày 5/12 chi trả trợ cấp tháng 12 tại nhà văn hóa thôn'],
    ['a beginning', 'Từ ngày 1/12 các thôn nộp hồ sơ qua cổng dịch vụ công'],
    ['a day that has passed', 'Thôn 3 bổ sung biên bản họp ngày 20/11'],
    ['a number of a form', 'Thôn 3 làm lại biểu 02 theo mẫu 1/2021'],
  ])('is not the day of %s', (_what, text) => {
    expect(said(text).deadline).toBeUndefined()
  })

  test('is none where a head promises', () => {
    const reading = read({ text: 'Vâng ạ, chiều mai em nộp', fromRole: 'village_head', fromVillage: 'Thôn 3', sentAt: vietnamInstant('2026-11-25', '09:00'), villages: VILLAGES })
    expect(reading).toMatchObject({ kind: 'ack', deadline: undefined, needsAck: false })
  })

  test('of the last days of a year lies in the next', () => {
    expect(said('Thôn 1 gửi danh sách trước 10/01', '2026-12-30').deadline).toBe('2027-01-10')
    expect(said('Thôn 1 gửi danh sách chậm nhất chủ nhật tuần sau', '2026-12-31').deadline).toBe('2027-01-10')
  })
})
