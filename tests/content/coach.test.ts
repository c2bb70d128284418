/** Advice on how plainly a text reads. */
import { expect, test } from 'vitest'
import { coach } from '../../src/content/coach.ts'

test.each([
  ['a short text has nothing to mend', 'UBND xã Tân Đông: Thẻ của bà Mười dùng được đến 31/12/2026. Bà gia hạn tại bưu điện xã.', []],
  ['a long sentence is named by its beginning', `Bà mang theo căn cước ${'và giấy tờ của người nhà '.repeat(6)}.`, ['Câu “Bà mang theo căn cước và…” dài 41 tiếng; tách thành hai câu.']],
  ['an abbreviation that nothing explains', 'Bà mang sổ TCXH ra bưu điện.', ['Viết đầy đủ thay cho “TCXH”.']],
  ['one that the words before it explain', 'Thẻ bảo hiểm y tế (BHYT) của bà còn hạn.', []],
  ['words of offices, with what people say', 'Bà tiến hành gia hạn kịp thời.', ['Thay “tiến hành” bằng lời thường, ví dụ “làm”.', 'Thay “kịp thời” bằng lời thường, ví dụ “sớm”.']],
  ['a whole text that is too long', 'Bà mang căn cước. '.repeat(20).trim(), ['Dài 80 tiếng; dưới 75 thì người đọc chậm theo được đến cuối.']],
])('%s', (_name, text, said) => {
  expect(coach(text).said).toEqual(said)
})
