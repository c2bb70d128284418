import { expect, test } from 'vitest'
import { syntaxWords } from '../../src/content/liquid-words.ts'
import { compileTemplate } from '../../src/content/template-engine.ts'

function complaint(body: string): string {
  try {
    compileTemplate(body)
  } catch (problem) {
    return syntaxWords(problem)
  }
  return 'đúng cú pháp'
}

test.each([
  ['Kính gửi {{ name', '{{ name chưa đóng bằng }} (dòng 1, chữ thứ 10)'],
  ['{% if name a', '{% if name a chưa đóng bằng %} (dòng 1, chữ thứ 1)'],
  ['a\n{% if name %}a', '{% if %} chưa có {% endif %} (dòng 2, chữ thứ 1)'],
  ['a{% endif %}', '{% endif %} đứng một mình, không có phần mở (dòng 1, chữ thứ 2)'],
  ['{% for a in b %}{% endfor %}', 'không dùng được {% for %} trong mẫu tin (dòng 1, chữ thứ 1)'],
  ['{{ name | upcase }}', 'không có cách viết lại "| upcase"; chỉ dùng được "| capitalize" (dòng 1, chữ thứ 1)'],
  ['{{ }}', 'thiếu tên ô (dòng 1, chữ thứ 4)'],
  ['{% %}', '{% %} còn trống hoặc viết sai (dòng 1, chữ thứ 4)'],
  ['{% if a &&& b %}c{% endif %}', 'có dấu thừa trong điều kiện (dòng 1, chữ thứ 10)'],
])('%j is refused in Vietnamese', (body, said) => {
  expect(complaint(body)).toBe(said)
})

test('what nobody has foreseen is not English either', () => {
  expect(syntaxWords(new Error('something new, line:3, col:7'))).toBe('dấu {{ }} hoặc {% %} chưa đúng (dòng 3, chữ thứ 7)')
})
