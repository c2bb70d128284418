/**
 * Invented names from common syllables. Patterns follow the peoples' own order: a Khmer given name may have two
 * syllables, an Ê Đê family name stands last, and "Thị" or "Văn" is common but never certain.
 */
import type { Random } from './random.ts'

export type Sex = 'male' | 'female'
export type People = 'kinh' | 'khmer' | 'cham' | 'ede'

/** As the column "Dân tộc" of a household list has it. */
export const PEOPLE_NAMES: Record<People, string> = { kinh: 'Kinh', khmer: 'Khmer', cham: 'Chăm', ede: 'Ê Đê' }

const KINH_FAMILIES = [
  ['Nguyễn', 30], ['Trần', 12], ['Lê', 11], ['Phạm', 8], ['Huỳnh', 7], ['Võ', 6], ['Phan', 5], ['Đặng', 4], ['Bùi', 3],
  ['Đỗ', 2], ['Hồ', 2], ['Ngô', 2], ['Dương', 2], ['Lý', 1], ['Trương', 2], ['Mai', 1], ['Cao', 1], ['Lâm', 1], ['Đoàn', 1],
] as const
const FAMILIES: Record<Exclude<People, 'kinh'>, readonly string[]> = {
  khmer: ['Thạch', 'Sơn', 'Kim', 'Danh', 'Kiên', 'Lâm'],
  cham: ['Đàng', 'Bá', 'Qua', 'Lưu', 'Châu', 'Từ'],
  ede: ['Niê', 'Êban', 'Kbuôr', 'Ayŭn', 'Mlô'],
}
const MIDDLES: Record<Sex, readonly string[]> = {
  male: ['Văn', 'Văn', 'Văn', 'Hữu', 'Minh', 'Thanh', 'Công', 'Quốc', 'Đức', 'Ngọc', 'Tấn', 'Hoàng'],
  female: ['Thị', 'Thị', 'Thị', 'Thị', 'Thị Ngọc', 'Thị Kim', 'Ngọc', 'Thị Thu', 'Thị Mỹ', 'Kim'],
}
const GIVEN: Record<Sex, readonly string[]> = {
  male: [
    'Bảy', 'Bình', 'Chiến', 'Cường', 'Dũng', 'Đạt', 'Hải', 'Hiền', 'Hòa', 'Hùng', 'Khánh', 'Lành', 'Lợi', 'Long', 'Mạnh', 'Nam',
    'Nghĩa', 'Nhơn', 'Phong', 'Phúc', 'Quang', 'Sáu', 'Sơn', 'Tài', 'Tâm', 'Thành', 'Thắng', 'Tiến', 'Trí', 'Tuấn', 'Tùng', 'Vinh',
  ],
  female: [
    'Bé', 'Bích', 'Cúc', 'Diệu', 'Dung', 'Đào', 'Gái', 'Hằng', 'Hạnh', 'Hoa', 'Hồng', 'Huệ', 'Hương', 'Lan', 'Lệ', 'Liên', 'Loan',
    'Mai', 'Nga', 'Ngân', 'Nhung', 'Phượng', 'Phụng', 'Quyên', 'Sương', 'Thảo', 'Thúy', 'Thủy', 'Trang', 'Tuyết', 'Vân', 'Yến',
  ],
}
const KHMER_GIVEN: Record<Sex, readonly string[]> = {
  male: ['Sóc Kha', 'Chanh Đa', 'Sa Rết', 'Phi Rum', 'Sô Phát', 'Rít Thi'],
  female: ['Sa Rinh', 'Phia La', 'Sô Khum', 'Chanh Ni', 'Sa Vươl', 'Na Ri'],
}
const CHAM_GIVEN: Record<Sex, readonly string[]> = {
  male: ['Văn Chảo', 'Đình Thiên', 'Sa Lếs', 'Văn Lượm'],
  female: ['Thị Ma Ly', 'Thị Xuân', 'Thị Kim Hoa', 'Thị Sa Ri'],
}
const EDE_GIVEN: Record<Sex, readonly string[]> = {
  male: ['Y Wơl', 'Y Blăn', 'Y Thuôn', 'Y Krông'],
  female: ["H'Blơ", "H'Juôn", "H'Wiên", "H'Ngăm"],
}

export function inventFamilyName(random: Random, people: People): string {
  return people === 'kinh' ? random.weighted(KINH_FAMILIES) : random.pick(FAMILIES[people])
}

export function inventName(random: Random, who: { sex: Sex; people: People; family: string }): string {
  const { sex, family } = who
  switch (who.people) {
    case 'kinh':
      // Some names have no middle part at all.
      return random.chance(0.04) ? `${family} ${random.pick(GIVEN[sex])}` : `${family} ${random.pick(MIDDLES[sex])} ${random.pick(GIVEN[sex])}`
    case 'khmer':
      return `${family} ${sex === 'female' && random.chance(0.5) ? 'Thị ' : ''}${random.pick(KHMER_GIVEN[sex])}`
    case 'cham':
      return `${family} ${random.pick(CHAM_GIVEN[sex])}`
    case 'ede':
      return `${random.pick(EDE_GIVEN[sex])} ${family}`
  }
}
