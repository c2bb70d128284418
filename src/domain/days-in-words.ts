/** "trước 60, 30 ngày; đúng ngày; sau 7 ngày" */
export function daysInWords(offsets: readonly number[]): string {
  const days = [...offsets].sort((a, b) => a - b)
  const before = days.filter((day) => day < 0).map((day) => -day)
  const after = days.filter((day) => day > 0)
  const parts = [
    ...(before.length === 0 ? [] : [`trước ${before.join(', ')} ngày`]),
    ...(days.includes(0) ? ['đúng ngày'] : []),
    ...(after.length === 0 ? [] : [`sau ${after.join(', ')} ngày`]),
  ]
  return parts.join('; ')
}
