import { expect, test } from 'vitest'
import { daysInWords } from '../../src/domain/days-in-words.ts'

test.each<[readonly number[], string]>([
  [[-60, -30, -15, -7, -1, 0, 7, 30, 60, 80], 'trước 60, 30, 15, 7, 1 ngày; đúng ngày; sau 7, 30, 60, 80 ngày'],
  [[0, -1], 'trước 1 ngày; đúng ngày'],
  [[0], 'đúng ngày'],
  [[-15], 'trước 15 ngày'],
])('the days %j are told as "%s"', (offsets, words) => {
  expect(daysInWords(offsets)).toBe(words)
})
