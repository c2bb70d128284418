/** The ten invented villages (ấp) of the sample commune, and their heads. */
export interface VillagePlan {
  name: string
  /** The numbers they had before names were given, and what people write for short. */
  aliases: readonly string[]
  headName: string
  /** How many families live there: villages are never the same size. */
  weight: number
  /** Small villages go to the post office, larger ones have a culture house. */
  paidAt: 'culture-house' | 'post-office'
  /** Day of the month on which cash is usually paid out. */
  usualDay: number
}

export const VILLAGE_PLANS: readonly VillagePlan[] = [
  { name: 'Đông Lợi', aliases: ['Ấp 1', 'Đ. Lợi'], headName: 'Nguyễn Văn Hải', weight: 15, paidAt: 'culture-house', usualDay: 4 },
  { name: 'Đông Thành', aliases: ['Ấp 2', 'Đ. Thành'], headName: 'Trần Thị Liên', weight: 13, paidAt: 'culture-house', usualDay: 4 },
  { name: 'Đông Tiến', aliases: ['Ấp 3', 'Đ. Tiến'], headName: 'Lê Hữu Phúc', weight: 12, paidAt: 'culture-house', usualDay: 5 },
  { name: 'Tân Phú', aliases: ['Ấp 4', 'T. Phú'], headName: 'Huỳnh Văn Sơn', weight: 11, paidAt: 'culture-house', usualDay: 5 },
  { name: 'Tân Hiệp', aliases: ['Ấp 5', 'T. Hiệp'], headName: 'Phạm Thị Thu Hương', weight: 10, paidAt: 'post-office', usualDay: 6 },
  { name: 'Bàu Sen', aliases: ['Ấp 6', 'Bầu Sen'], headName: 'Võ Tấn Tài', weight: 9, paidAt: 'culture-house', usualDay: 7 },
  { name: 'Suối Cát', aliases: ['Ấp 7'], headName: 'Thạch Sóc Kha', weight: 9, paidAt: 'culture-house', usualDay: 7 },
  { name: 'Gò Đỏ', aliases: ['Ấp 8'], headName: 'Đặng Minh Trí', weight: 8, paidAt: 'post-office', usualDay: 8 },
  { name: 'Trảng Mít', aliases: ['Ấp 9'], headName: 'Bùi Thị Hạnh', weight: 7, paidAt: 'culture-house', usualDay: 10 },
  { name: 'Bến Dừa', aliases: ['Ấp 10'], headName: 'Phan Văn Nghĩa', weight: 6, paidAt: 'post-office', usualDay: 10 },
]
