import { describe, expect, test } from 'vitest'
import { communeProfile } from '../../src/domain/commune-profile.ts'
import { villageHead } from '../../src/domain/village-head.ts'

describe('who comes to the door', () => {
  test.each([
    ['Ấp Đông Lợi', 'trưởng ấp'],
    ['Thôn 3', 'trưởng thôn'],
    ['Bản Bịa', 'trưởng bản'],
    ['Khu phố 2', 'trưởng khu phố'],
    ['Tổ dân phố số 5', 'tổ trưởng tổ dân phố'],
    ['Khối 7', 'khối trưởng'],
  ])('%s has a %s', (village, head) => {
    expect(villageHead(village, 'UBND xã Tân Đông')).toBe(head)
  })

  test('where nobody wrote the kind, the law names it by the commune', () => {
    expect(villageHead('Đông Lợi', 'UBND xã Tân Đông')).toBe('trưởng thôn')
    expect(villageHead(undefined, 'UBND phường Ninh Sơn')).toBe('tổ trưởng tổ dân phố')
  })
})

describe('where dossiers are handed in', () => {
  test.each([
    ['xã Tân Đông', {}, 'Trung tâm Phục vụ hành chính công của xã'],
    ['phường Ninh Sơn', {}, 'Trung tâm Phục vụ hành chính công của phường'],
    ['đặc khu Phú Bịa', {}, 'Trung tâm Phục vụ hành chính công của đặc khu'],
    ['Ninh Sơn', { sender: 'UBND Phường Ninh Sơn' }, 'Trung tâm Phục vụ hành chính công của phường'],
    ['phường Ninh Sơn', { submissionPlace: 'Bộ phận Một cửa' }, 'Bộ phận Một cửa'],
  ])('%s, %j: %s', (name, stored, place) => {
    expect(communeProfile(name, stored).submissionPlace).toBe(place)
  })
})
