/** A sum of money in a citizen's words: "360 ngàn", "10k", "1tr350", "triệu rưỡi", "bảy trăm rưỡi", "540.000đ"; integer đồng. */
const UNIT: Readonly<Record<string, number>> = { k: 1_000, ngan: 1_000, nghin: 1_000, ngin: 1_000, trieu: 1_000_000, tr: 1_000_000, cu: 1_000_000, ty: 1_000_000_000, ti: 1_000_000_000 }
const DIGIT: Readonly<Record<string, number>> = { mot: 1, hai: 2, ba: 3, bon: 4, tu: 4, nam: 5, lam: 5, sau: 6, bay: 7, tam: 8, chin: 9 }
const TENS: ReadonlySet<string> = new Set(['muoi', 'chuc'])
const GROUPED = /(?<![\d.,/])(\d{1,3}(?:[.,]\d{3})+)(?! ?%)(?![\d.,/]*\d)/
const PLAIN = /(?<!\d)([1-9]\d{4,7}) ?(?:d|dong|vnd)(?![a-z])|(?<![\d/+])([1-9]\d{1,4}000)(?!\d)/
/** "1 triệu một tháng", "2 triệu năm nay", "một triệu ba tôi": the number word belongs to what follows. */
const COUNTS = new Set(['thang', 'nam', 'ngay', 'nguoi', 'ng', 'lan', 'ky', 'nay', 'ngoai', 'truoc', 'sau', 'do', 'khi', 'gio', 'toi', 'tui', 'em', 'con', 'noi', 'tuoi', 'dua', 'khau', 'bua', 'tuan', 'cai', 'nha'])
const LEAST = 1_000
const MOST = 1e12

/** Expects unmarked lower-case text with its punctuation. */
export function readAmount(text: string): number | undefined {
  const words = text.match(/\d{1,4}(?:[.,]\d{1,3})?(?![\d.,/]*\d)|\d[\d.,/+-]*|[a-z]+|[^\sa-z\d]/g) ?? []
  for (let at = 0; at < words.length; at += 1) {
    const sum = sumAt(words, at)
    if (sum !== undefined && sum >= LEAST && sum < MOST) return sum
  }
  const match = GROUPED.exec(text)
  const plain = match === null ? PLAIN.exec(text) : null
  const digits = match?.[1] ?? plain?.[1] ?? plain?.[2]
  return digits === undefined ? undefined : Number(digits.replace(/\D/g, ''))
}

/** Parts of falling units from here on, each a number below a thousand; undefined where no unit says that it is money. */
function sumAt(words: readonly string[], from: number): number | undefined {
  let at = from
  let sum = 0
  let last: number | undefined
  for (;;) {
    const small = smallAt(words, at)
    const bare = small === undefined && last === undefined && UNIT[words[at] ?? ''] === 1_000_000 && saysMore(words, at + 1)
    const next = small?.next ?? at
    const unit = UNIT[words[next] ?? '']
    if (small === undefined && !bare) return last === undefined ? undefined : sum
    const value = small?.value ?? 1
    if (unit !== undefined && (last === undefined || unit < last)) {
      sum += Math.round(value * unit)
      last = unit
      at = next + 1
      if (words[at] === 'ruoi') return sum + unit / 2
      continue
    }
    if (last !== undefined) return COUNTS.has(words[next] ?? '') ? sum : sum + tailOf(value, last)
    return small?.hundreds === true ? Math.round(value * 1_000) : undefined
  }
}

const saysMore = (words: readonly string[], at: number): boolean => words[at] === 'ruoi' || (DIGIT[words[at] ?? ''] !== undefined && !COUNTS.has(words[at + 1] ?? ''))

/** "1tr3" is 1,300,000, "1 triệu 80" is 1,080,000, "366 ngàn 200" is 366,200. */
function tailOf(value: number, unit: number): number {
  if (unit === 1_000) return value >= 100 ? value : 0
  return value < 10 ? (value * unit) / 10 : (value * unit) / 1_000
}

interface Small {
  value: number
  next: number
  /** "Bảy trăm rưỡi", "5 trăm": thousands go without saying. */
  hundreds: boolean
}

function smallAt(words: readonly string[], from: number): Small | undefined {
  const first = words[from] ?? ''
  if (/^\d/.test(first)) {
    if (!/^\d{1,4}(?:[.,]\d{1,3})?$/.test(first)) return undefined
    // "1.350 ngàn" groups, "1,5 triệu" divides.
    const value = /[.,]\d{3}$/.test(first) ? Number(first.replace(/[.,]/, '')) : Number(first.replace(',', '.'))
    return words[from + 1] === 'tram' ? hundredsFrom(words, from + 1, value, true) : { value, next: from + 1, hundreds: false }
  }
  const digit = first === 'khong' ? 0 : DIGIT[first]
  if (digit !== undefined && words[from + 1] === 'tram') return hundredsFrom(words, from + 1, digit, false)
  return belowHundredAt(words, from)
}

function hundredsFrom(words: readonly string[], tram: number, count: number, inDigits: boolean): Small {
  if (words[tram + 1] === 'ruoi') return { value: count * 100 + 50, next: tram + 2, hundreds: true }
  const rest = belowHundredAt(words, words[tram + 1] === 'le' || words[tram + 1] === 'linh' ? tram + 2 : tram + 1)
  if (rest === undefined || COUNTS.has(words[rest.next] ?? '')) return { value: count * 100, next: tram + 1, hundreds: inDigits }
  return { value: count * 100 + rest.value, next: rest.next, hundreds: false }
}

function belowHundredAt(words: readonly string[], from: number): Small | undefined {
  const digit = words[from] === 'muoi' ? 1 : DIGIT[words[from] ?? '']
  if (digit === undefined) return undefined
  const isTens = words[from] === 'muoi' || TENS.has(words[from + 1] ?? '')
  if (!isTens) return { value: digit, next: from + 1, hundreds: false }
  const behind = words[from] === 'muoi' ? from + 1 : from + 2
  const ones = DIGIT[words[behind] ?? '']
  return ones === undefined || COUNTS.has(words[behind + 1] ?? '') ? { value: digit * 10, next: behind, hundreds: false } : { value: digit * 10 + ones, next: behind + 1, hundreds: false }
}
