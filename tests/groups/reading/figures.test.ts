/** The figures of a village, in the ways in which heads write them. */
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { vietnamInstant } from '../../../src/domain/calendar.ts'
import { loadLexicon } from '../../../src/groups/reading/load-lexicon.ts'
import { createGroupReader } from '../../../src/groups/reading/read-group-message.ts'
import type { ReadGroupMessage, Reading } from '../../../src/groups/reading/reading.ts'

let read: ReadGroupMessage
beforeAll(async () => {
  read = createGroupReader(await loadLexicon({ languageDir: fileURLToPath(new URL('../../../templates/vi', import.meta.url)) }))
})

const VILLAGES = ['Thôn 1', 'Thôn 2', 'Thôn 3'].map((name) => ({ name, aliases: [] }))
const fromHead = (text: string): Reading => read({ text, fromRole: 'village_head', fromVillage: 'Thôn 3', sentAt: vietnamInstant('2026-11-25', '09:00'), villages: VILLAGES })

test.each<[string, Record<string, number>]>([
  ['Thôn 3: nghèo 6, cận nghèo 13, thoát 1', { ho_ngheo: 6, ho_can_ngheo: 13, thoat_ngheo: 1 }],
  ['thon 3 co 6 ho ngheo va 13 ho can ngheo', { ho_ngheo: 6, ho_can_ngheo: 13 }],
  ['Hộ nghèo: 06; hộ cận nghèo: 13; thoát nghèo: 01', { ho_ngheo: 6, ho_can_ngheo: 13, thoat_ngheo: 1 }],
  ['T3 HN 6 CN 13', { ho_ngheo: 6, ho_can_ngheo: 13 }],
  ['hộ nghèo sáu hộ cận nghèo mười ba hộ thoát nghèo một hộ', { ho_ngheo: 6, ho_can_ngheo: 13, thoat_ngheo: 1 }],
  ['Thôn 3 báo cáo 6 hộ nghèo, không có hộ tái nghèo', { ho_ngheo: 6, tai_ngheo: 0 }],
  ['thôn 3 phát được 61/70 thẻ', { the_da_phat: 61, tong_the: 70 }],
  ['thôn 3: thẻ đã phát 61, chưa phát 9', { the_da_phat: 61, the_chua_phat: 9 }],
  ['quà đã phát 20 suất, còn 4 suất chưa phát', { qua_da_phat: 20, qua_chua_phat: 4 }],
  ['cận nghèo 12 chứ không phải 13', { ho_can_ngheo: 12 }],
  ['cận nghèo 13, à nhầm 12', { ho_can_ngheo: 12 }],
  ['thôn 3 ngập 14 nhà, tốc mái 3 nhà, 2 người bị thương', { nha_ngap: 14, nha_toc_mai: 3, nguoi_bi_thuong: 2 }],
  ['25/11 thôn 3 họp có 44 hộ dự, bình 6 hộ nghèo theo mẫu 02', { ho_du_hop: 44, ho_ngheo: 6 }],
  ['thôn 3 còn 1 hộ nghèo là nhà bà Mẫu 77 tuổi', { ho_ngheo: 1 }],
  ['#baocao 12 hộ nghèo 4', { ho_ngheo: 4 }],
])('%s', (text, numbers) => {
  expect(fromHead(text)).toMatchObject({ kind: 'report', numbers })
})

test('stand in an issue too, where help is asked for', () => {
  expect(fromHead('Thôn 3 ngập 14 nhà, nước còn lên, xin xã hỗ trợ xuồng gấp')).toMatchObject({ kind: 'issue', numbers: { nha_ngap: 14 } })
})

test('are none in what the committee writes', () => {
  const reading = read({ text: 'Thôn 3 còn 9 thẻ chưa phát, phát xong trước 30/11', fromRole: 'committee', fromVillage: undefined, sentAt: vietnamInstant('2026-11-25', '09:00'), villages: VILLAGES })
  expect(reading).toMatchObject({ kind: 'task', numbers: {} })
})
