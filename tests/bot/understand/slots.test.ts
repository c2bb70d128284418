/** Invented messages and invented numbers. */
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAmount } from '../../../src/bot/understand/slots/amount.ts'
import { readMonth } from '../../../src/bot/understand/slots/month.ts'
import { readNumbers } from '../../../src/bot/understand/slots/numbers.ts'
import { foldMessage } from '../../../src/bot/understand/fold.ts'
import { readLanguage } from '../../../src/bot/understand/language.ts'
import { readVillage } from '../../../src/bot/understand/slots/village.ts'

const { book } = await readLanguage({ languageDir: fileURLToPath(new URL('../../../templates/vi', import.meta.url)) })

describe('the month asked about, on 22/11/2026', () => {
  it.each([
    ['thang nay co chua', 'this'],
    ['ky nay bao nhieu', 'this'],
    ['thang sau ngay may', 'next'],
    ['thang truoc toi chua nhan', 'previous'],
    ['tien thang 12', '2026-12'],
    ['tien thang 1', '2027-01'],
    ['tien thang 10', '2026-10'],
    ['thang muoi hai phat ngay nao', '2026-12'],
    ['thang chap phat som khong', '2026-12'],
    ['thang 9/2026 chua co', '2026-09'],
    ['tien 10/2026 dau', '2026-10'],
    ['hai thang nay khong co tien', undefined],
    ['truy linh tu thang 7', undefined],
    ['toi sinh thang 5', undefined],
    ['bao gio co tien', undefined],
    ['thang 13', undefined],
  ])('%s', (text, month) => {
    expect(readMonth(text, '2026-11-22')).toBe(month)
  })
})

describe('an amount of money', () => {
  it.each([
    ['360 ngan', 360_000], ['10k', 10_000], ['trieu ruoi', 1_500_000], ['1 trieu ruoi', 1_500_000], ['1tr3', 1_300_000], ['1tr350', 1_350_000],
    ['1 trieu 80', 1_080_000], ['540.000d', 540_000], ['1.080.000', 1_080_000], ['2 trieu', 2_000_000], ['nam tram ngan', 500_000], ['1,5 trieu', 1_500_000], ['10 trieu 8', 10_800_000], ['muoi trieu tam', 10_800_000], ['bay tram ruoi', 750_000], ['7 tram ruoi', 750_000], ['1 trieu 366 ngan 200', 1_366_200],
    ['mot trieu ba tram sau muoi sau ngan hai tram', 1_366_200], ['mot trieu ba', 1_300_000], ['1 ng dong bn', undefined], ['2 trieu nam nay', 2_000_000], ['1 trieu mot thang', 1_000_000], ['hai tram nguoi', undefined], ['5 tram', 500_000], ['tam tram muoi ngan', 810_000], ['mot trieu khong tram tam muoi', 1_080_000], ['khong tram nao', undefined],
    ['nam 2026', undefined], ['0912345678', undefined], ['thang 12', undefined], ['ap 3', undefined],
  ])('%s', (text, amount) => {
    expect(readAmount(text)).toBe(amount)
  })

  it('is a whole positive number of đồng or nothing, whatever the text', () => {
    fc.assert(fc.property(fc.stringMatching(/^[0-9a-z .,]{0,40}$/), (text) => {
      const amount = readAmount(text)
      expect(amount === undefined || (Number.isSafeInteger(amount) && amount > 0)).toBe(true)
    }))
  })
})

describe('numbers that identify', () => {
  it.each([
    ['so moi 0912345678', { phone: '0912345678' }],
    ['0912 345 678 nha', { phone: '0912345678' }],
    ['+84912345678', { phone: '0912345678' }],
    ['cccd 072150001234', { cccd: '072150001234' }],
    ['the GD4727220123456', { card_number: 'GD4727220123456' }],
    ['the GD 4 72 7220123456', { card_number: 'GD4727220123456' }],
    ['ma the 7220123456', { card_number: '7220123456' }],
    ['nha 4 nguoi', {}],
  ])('%s', (text, numbers) => {
    expect(readNumbers(text)).toEqual(numbers)
  })
})

describe('a village', () => {
  const registered = [
    { name: 'Đông Lợi', aliases: [] }, { name: 'Đông Lợi B', aliases: [] }, { name: '3', aliases: [] },
    { name: 'Gò Mối', aliases: ['Ấp 4', 'G. Mối'] }, { name: 'Đông Tiến', aliases: ['Đ. Tiến'] }, { name: 'Hòa Bình', aliases: [] },
  ]
  it.each([
    ['ap dong loi phat o dau', 'Đông Lợi'], ['ap dong loi b', 'Đông Lợi B'], ['Đông Lợi bữa nào', 'Đông Lợi'], ['ở hoà bình', 'Hòa Bình'],
    ['thon 3 bua nao', '3'], ['thon 4 bua nao', 'Gò Mối'], ['ấp bốn', 'Gò Mối'], ['ap so 04', 'Gò Mối'], ['ap g moi', 'Gò Mối'], ['ap3', '3'],
    ['nha 3 nguoi', undefined], ['ap khac', undefined], ['ap 14', undefined], ['nha bon nguoi', undefined], ['chua dc d tien', undefined], ['toi da dong tien', undefined], ['ap dong tien', 'Đông Tiến'], ['đóng lời lãi', undefined],
  ])('%s', (text, village) => {
    expect(readVillage(foldMessage(text, book), registered, book)).toBe(village)
  })
})
