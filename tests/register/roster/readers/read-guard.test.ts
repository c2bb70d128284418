import { describe, expect, it } from 'vitest'
import { ReadGuard } from '../../../../src/register/roster/readers/read-guard.ts'
import { REFUSALS } from '../../../../src/register/roster/readers/refusals.ts'
import { ROSTER_LIMITS } from '../../../../src/register/roster/roster.ts'

const MB = 1024 * 1024
const codeOf = (work: () => void): unknown => {
  try {
    work()
  } catch (error) {
    return (error as { code?: unknown }).code
  }
  return undefined
}

describe('what a file inflates to', () => {
  it('may be much more than its size while it is small, as style sheets are', () => {
    expect(codeOf(() => new ReadGuard('a').countExpanded(10 * MB, 10 * MB, 100))).toBeUndefined()
  })

  it('is bounded by its ratio once it is large', () => {
    expect(codeOf(() => new ReadGuard('a').countExpanded(MB, 100 * MB, MB))).toBeUndefined()
    expect(codeOf(() => new ReadGuard('a').countExpanded(MB, 201 * MB, MB))).toBe('roster.expands-too-much')
  })

  it('is bounded over all parts together', () => {
    const guard = new ReadGuard('a')
    const part = (): void => guard.countExpanded(100 * MB, 100 * MB, 20 * MB)
    expect(codeOf(() => [1, 2, 3, 4, 5].forEach(part))).toBeUndefined()
    expect(codeOf(part)).toBe('roster.expands-too-much')
  })
})

it('bounds the text that is kept', () => {
  const guard = new ReadGuard('a')
  expect(codeOf(() => guard.countPacked(190 * MB))).toBeUndefined()
  expect(codeOf(() => guard.countPacked(3 * MB))).toBe('roster.too-much-text')
})

it('bounds the rows of all sheets together', () => {
  const guard = new ReadGuard('a')
  for (let row = 0; row < ROSTER_LIMITS.rows; row += 1) guard.countRow({})
  expect(codeOf(() => guard.countRow({ sheet: 'Ấp 1' }))).toBe('roster.too-many-rows')
})

describe('every refusal', () => {
  it.each(Object.entries(REFUSALS))('is one short Vietnamese paragraph that names the file and says what to do: %s', (_, sentence) => {
    const said = sentence('danh sach.xlsx', { sheet: 'Ấp 1', row: 12 })
    expect(said).toContain('danh sach.xlsx')
    expect(said).toMatch(/(?:Hãy|hãy|Kiểm tra|Tách|Xóa|Giữ lại|Giải nén|Lấy lại|Sao chép|Mở|Bỏ|Sửa|tách|Đóng)/)
    expect(said.endsWith('.')).toBe(true)
    expect(said).not.toMatch(/[!\n]|undefined/)
    expect(said).toBe(said.normalize('NFC'))
    expect(said.length).toBeLessThan(300)
  })

  it('keeps sheet names and file names out of what is logged beside it', () => {
    expect(new ReadGuard('Nguyễn Văn Mẫu.xlsx').refuse('damaged', { sheet: 'Ấp 1' }).detail).toEqual({ refusal: 'damaged' })
  })
})
