import { expect, test } from 'vitest'
import { requestDeadlines } from '../../src/domain/data-request.ts'

test.each([
  ['a Monday', 'export', '2026-11-23', '2026-11-25', '2026-12-03'],
  ['a Friday: the weekend is no working day', 'erase', '2026-11-20', '2026-11-24', '2026-12-10'],
  ['before a holiday: 01/01 is a Friday', 'export', '2026-12-30', '2027-01-04', '2027-01-09'],
] as const)('asked on %s', (_what, kind, askedOn, replyBy, doBy) => {
  expect(requestDeadlines(kind, askedOn)).toEqual({ replyBy, doBy })
})
