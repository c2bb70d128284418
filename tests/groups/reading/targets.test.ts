/** Who is meant, by every way of naming villages. All places are invented. */
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { vietnamInstant } from '../../../src/domain/calendar.ts'
import { loadLexicon } from '../../../src/groups/reading/load-lexicon.ts'
import { createGroupReader } from '../../../src/groups/reading/read-group-message.ts'
import type { KnownVillage, ReadGroupMessage, Reading, SenderRole } from '../../../src/groups/reading/reading.ts'

let read: ReadGroupMessage
beforeAll(async () => {
  read = createGroupReader(await loadLexicon({ languageDir: fileURLToPath(new URL('../../../templates/vi', import.meta.url)) }))
})

const village = (name: string, ...aliases: string[]): KnownVillage => ({ name, aliases })
const NUMBERED = [1, 2, 3, 4, 5, 6].map((number) => village(`Thôn ${number}`))
const NAMED = [village('Hòa Mỹ', 'Thôn 9', 'xóm Lò'), village('Xóm Chùa'), village('Khu phố 2'), village('Khu phố 3'), village("Buôn H'Drắp")]
const message = (text: string, villages: readonly KnownVillage[], fromRole: SenderRole = 'committee', fromVillage?: string): Reading =>
  read({ text, fromRole, fromVillage, sentAt: vietnamInstant('2026-11-25', '09:00'), villages })

test.each([
  ['Thôn 3 nộp phiếu', ['Thôn 3']],
  ['T3, t5 nop phieu', ['Thôn 3', 'Thôn 5']],
  ['thôn ba với thôn năm nộp phiếu', ['Thôn 3', 'Thôn 5']],
  ['thôn 1, 2 và 4 nộp phiếu', ['Thôn 1', 'Thôn 2', 'Thôn 4']],
  ['thôn 2 đến 4 nộp phiếu', ['Thôn 2', 'Thôn 3', 'Thôn 4']],
  ['từ thôn 2 tới thôn 5, trừ thôn 4, nộp phiếu', ['Thôn 2', 'Thôn 3', 'Thôn 5']],
  ['thôn 1-3 nộp phiếu', ['Thôn 1', 'Thôn 2', 'Thôn 3']],
  ['các thôn nộp phiếu', ['all']],
  ['tat ca cac truong thon nop phieu', ['all']],
  ['mỗi thôn lập một danh sách', ['all']],
  ['các thôn trừ thôn 2 và thôn 6 nộp phiếu', ['Thôn 1', 'Thôn 3', 'Thôn 4', 'Thôn 5']],
  ['Ngoại trừ thôn 1, các thôn còn lại nộp phiếu', ['Thôn 2', 'Thôn 3', 'Thôn 4', 'Thôn 5', 'Thôn 6']],
  ['Thôn 5 sửa lại phiếu của thôn 2 cho đúng mẫu', ['Thôn 5']],
  ['Cảm ơn thôn 4 đã nộp sớm. Các thôn còn lại nộp trước 30/11', ['Thôn 1', 'Thôn 2', 'Thôn 3', 'Thôn 5', 'Thôn 6']],
  ['Biên bản của thôn 1 và thôn 3 thiếu chữ ký. Hai thôn bổ sung trong ngày mai', ['Thôn 1', 'Thôn 3']],
  ['#giao @thon3 @thon6 nộp phiếu', ['Thôn 3', 'Thôn 6']],
  ['#thongbao @all mai xã nghỉ', ['all']],
])('%s: %j', (text, targets) => {
  expect(message(text, NUMBERED).targets).toEqual(targets)
})

test.each([
  ['thôn Hoà Mỹ nộp phiếu', ['Hòa Mỹ']],
  ['hoa my nop phieu', ['Hòa Mỹ']],
  ['Xóm Lò nộp phiếu', ['Hòa Mỹ']],
  ['thôn 9 và KP2 nộp phiếu', ['Hòa Mỹ', 'Khu phố 2']],
  ['xom chua nop phieu', ['Xóm Chùa']],
  ['buôn HDrắp nộp phiếu', ["Buôn H'Drắp"]],
  ['bà con đi chùa về nhớ nộp phiếu', ['all']], // a pagoda, not the hamlet
  ['@hoamy @kp3 nộp phiếu', ['Hòa Mỹ', 'Khu phố 3']],
])('other names: %s: %j', (text, targets) => {
  expect(message(text, NAMED).targets).toEqual(targets)
})

test.each([
  ['Thôn 3: hộ nghèo 4, cận nghèo 7', 'report', ['committee']],
  ['Thôn 2 ơi bên đó còn dư mẫu B1 không', 'question', ['Thôn 2']],
  ['Nhà bà Mẫu giáp thôn 2 bị sập tường, nhờ xã xuống xem', 'issue', ['committee']],
  ['dạ rõ', 'ack', ['committee']],
  ['chúc cả nhà ngủ ngon', 'chitchat', []],
] as const)('from the head of village 3: %s', (text, kind, targets) => {
  expect(message(text, NUMBERED, 'village_head', 'Thôn 3')).toMatchObject({ kind, targets })
})
