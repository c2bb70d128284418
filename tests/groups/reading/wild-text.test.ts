/** Whatever is pasted into a group: the reader answers, quickly, and names nobody who is not there. */
import { fileURLToPath } from 'node:url'
import * as fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { isDay, vietnamInstant } from '../../../src/domain/calendar.ts'
import { loadLexicon } from '../../../src/groups/reading/load-lexicon.ts'
import { readLexicon } from '../../../src/groups/reading/lexicon.ts'
import { readKindMark, readTaskCommand } from '../../../src/groups/reading/marks.ts'
import { createGroupReader } from '../../../src/groups/reading/read-group-message.ts'
import { GROUP_KINDS } from '../../../src/groups/reading/reading.ts'
import type { ReadGroupMessage } from '../../../src/groups/reading/reading.ts'

let read: ReadGroupMessage
beforeAll(async () => {
  read = createGroupReader(await loadLexicon({ languageDir: fileURLToPath(new URL('../../../templates/vi', import.meta.url)) }))
})

const NAMES = ['Thôn 1', 'Thôn 2', 'Bàu Rã', 'Xóm Chùa', "Buôn H'Drắp"]
const VILLAGES = NAMES.map((name) => ({ name, aliases: [] }))
const PIECES = ['thôn', 'các thôn', '1', '2', 'ba', 'trừ', 'còn lại', 'Bàu Rã', 'đến', '27/11', '31/2', '17h', 'hai mươi', 'trước', 'hộ nghèo', '128/130', 'không phải', '@thon1', '@all', '#giao', '?', ',', ':', '\n', 'ơi', 'hai thôn', 'thứ', 'cuối', 'tháng', 'ngày', '99', '0']
const wild = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join(' ')))

test('any text from anybody is read, and its targets are villages of the commune', () => {
  fc.assert(
    fc.property(wild, fc.constantFrom('committee', 'village_head', 'officer', 'member'), fc.constantFrom(undefined, ...NAMES), (text, fromRole, fromVillage) => {
      const reading = read({ text, fromRole, fromVillage, sentAt: vietnamInstant('2026-11-25', '09:00'), villages: VILLAGES })
      expect(GROUP_KINDS).toContain(reading.kind)
      expect(reading.targets.filter((target) => ![...NAMES, 'all', 'committee'].includes(target))).toEqual([])
      expect(new Set(reading.targets).size).toBe(reading.targets.length)
      expect(reading.targets.length === 0).toBe(reading.kind === 'chitchat')
      expect(reading.deadline === undefined || (isDay(reading.deadline) && reading.deadline >= '2026-11-25')).toBe(true)
      expect(reading.deadlineTime === undefined || /^([01]\d|2[0-4]):[0-5]\d$/.test(reading.deadlineTime)).toBe(true)
      expect(Object.values(reading.numbers).every((count) => Number.isSafeInteger(count) && count >= 0)).toBe(true)
    }),
    { numRuns: 400 },
  )
})

test.each([
  ['a pasted document', 'Đề nghị các thôn nộp phiếu B1 trước ngày 30/11. '.repeat(130)],
  ['one long word', 'a'.repeat(6_000)],
  ['villages without end', 'thôn 1, '.repeat(800)],
  ['numbers without end', '1 hộ nghèo 2 '.repeat(500)],
])('%s of 6,000 characters does not stop the reader', (_what, text) => {
  const message = { text, fromRole: 'village_head', fromVillage: 'Thôn 1', sentAt: vietnamInstant('2026-11-25', '09:00'), villages: VILLAGES } as const
  // Against itself, for machines differ: half the text may take half as long, not a hundredth.
  const half = { ...message, text: text.slice(0, text.length / 2) }
  const [long, short] = [message, half].map((one) => Math.min(...[1, 2, 3].map(() => processorMs(() => read(one))))) as [number, number]
  expect(long).toBeLessThan(10 * short + 20)
})

/** Of this process alone, however busy the machine is. */
function processorMs(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}

test.each([
  ['#nhan 12', { command: 'received', taskNumber: 12 }],
  ['#Nhận 12 ạ', { command: 'received', taskNumber: 12 }],
  ['#xong12', { command: 'done', taskNumber: 12 }],
  ['# xong #7', { command: 'done', taskNumber: 7 }],
  ['xong 12', undefined],
  ['#xong', undefined],
  ['#giao 12', undefined],
])('the command %s', (text, command) => {
  expect(readTaskCommand(text)).toEqual(command)
})

test.each([['#giao @thon1 nộp phiếu', 'task'], ['#BáoCáo nghèo 4', 'report'], ['#thongbao mai họp', 'announcement'], ['#hoi mấy giờ họp', 'question'], ['giao ban', undefined]])('the mark of %s', (text, kind) => {
  expect(readKindMark(text)).toBe(kind)
})

test('a line of the word lists that says nothing is refused by name', () => {
  expect(() => readLexicon({ task: 'nộp ngay' })).toThrow(/groups\/task\.txt: nộp ngay/)
  expect(() => readLexicon({ ack: 'nặng = rõ' })).toThrow(/groups\/ack\.txt/)
})
