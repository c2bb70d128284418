/** Names are invented. */
import { describe, expect, test } from 'vitest'
import { table } from '../../src/cli/terminal.ts'

describe('a table on the terminal', () => {
  test('lines up numbers on the right, and their heading with them', () => {
    const rows = [['Việc', 'tin gửi'], ['thẻ hết hạn', 9], ['trợ cấp', 1204]]
    expect(table(rows, '')).toBe('Việc         tin gửi\nthẻ hết hạn        9\ntrợ cấp        1.204')
  })

  test.each([
    ['composed letters', 'Nguyễn Thị Mười'.normalize('NFC')],
    ['letters in pieces', 'Nguyễn Thị Mười'.normalize('NFD')],
    ['no marks', 'Nguyen Thi Muoi'],
  ])('gives every letter one place: %s', (_what, name) => {
    const [first, second] = table([[name, 1], ['abcdefghijklmno', 2]], '').split('\n')
    expect(first?.normalize('NFC').length).toBe(second?.length)
  })
})
