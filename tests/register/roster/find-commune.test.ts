/** Whose list it is, by what stands over the table. The communes are invented. */
import { describe, expect, test } from 'vitest'
import { findCommune } from '../../../src/register/roster/find-commune.ts'
import { openRosterBytes } from '../../../src/register/roster/open-roster-file.ts'
import { workbookBytes } from '../../support/roster-files.ts'

const HEADINGS = ['STT', 'Họ và tên', 'Ngày sinh', 'Địa chỉ']
const PERSON = [1, 'Nguyễn Thị Bịa', '12/03/1950', 'Xã Bàu Bàng']

async function communeOf(...titles: readonly (readonly (string | null)[])[]): Promise<string | undefined> {
  return findCommune(await openRosterBytes(workbookBytes([{ name: 'Danh sách', rows: [...titles, HEADINGS, PERSON] }], 'xlsx'), 'the.xlsx', {}))
}

describe('a title names the commune', () => {
  test.each([
    ['UBND XÃ TÂN ĐÔNG', 'xã Tân Đông'],
    ['ĐIỂM THU XÃ TÂN ĐÔNG', 'xã Tân Đông'],
    ['Xã Tân Đông, tính đến ngày 22/11/2026', 'xã Tân Đông'],
    ['Xã Tân Đông tính đến ngày 22/11/2026', 'xã Tân Đông'],
    ['(Danh sách)\nPhường Mai Anh – tháng 11 năm 2026', 'phường Mai Anh'],
    ['Đặc khu Côn Đảo (mẫu)', 'đặc khu Côn Đảo'],
    ['Đại lý thu xã Bình Hòa 2 năm 2026', 'xã Bình Hòa 2'],
  ])('"%s"', async (title, commune) => {
    expect(await communeOf(['DANH SÁCH THẺ'], [title])).toBe(commune)
  })
})

describe('nothing is guessed', () => {
  test.each([
    ['from an address in the table', ['DANH SÁCH THẺ BẢO HIỂM Y TẾ']],
    ['from a sentence that goes on', ['Xã hội hóa công tác bảo hiểm y tế trên địa bàn các thôn ấp của huyện']],
    ['from two communes', ['Xã Tân Đông, Xã Bàu Bàng'], ['Xã Bàu Bàng, ngày 22/11/2026']],
  ])('%s', async (_what, ...titles) => {
    expect(await communeOf(...(titles as string[][]))).toBeUndefined()
  })

  test("and the office's own name comes before a title", async () => {
    expect(await communeOf(['Xã Bàu Bàng, sao gửi'], ['UBND XÃ TÂN ĐÔNG'])).toBe('xã Tân Đông')
  })
})
