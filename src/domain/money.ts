/**
 * Figures of allowance lists. Money is whole đồng: both the dot and the comma part thousands, so 540.000, 540,000 and
 * 540 000 đ are one amount. A coefficient is a small decimal: 1.5 and 1,5 are one coefficient.
 */

export interface MoneyReading {
  /** Whole đồng. */
  dong?: number
  doubt?: 'unreadable' | 'fraction' | 'negative'
}

const NOTHING = /^[\s\-–—.…]*$/

/** `unit` is what one written unit is worth: 1,000 under "Đơn vị tính: nghìn đồng". */
export function readMoney(written: string | number, unit = 1): MoneyReading {
  if (typeof written === 'number') return roundedDong(written * unit)
  if (NOTHING.test(written)) return {}
  const bare = written.normalize('NFC').toLowerCase().replace(/["'’`\s\u00a0]/g, '')
  const { digits, worth } = withoutUnit(bare)
  // "1,080 triệu" is a little more than a million: before that word a separator parts decimals.
  const value = worth === 1_000_000 ? Number(/^\d+(?:[.,]\d+)?$/.exec(digits)?.[0].replace(',', '.') ?? Number.NaN) : parseGrouped(digits)
  if (value === undefined || Number.isNaN(value)) return { doubt: 'unreadable' }
  return roundedDong(value * (worth ?? unit))
}

const UNIT_WORDS: readonly (readonly [RegExp, number])[] = [
  [/(triệu|trieu|tr)(đồng|dong|đ|d|vnđ|vnd)?$/, 1_000_000],
  [/(nghìn|nghin|ngàn|ngan|k)(đồng|dong|đ|d|vnđ|vnd)?$/, 1_000],
  [/(đồng|dong|vnđ|vnd|đ|₫|d)(\/tháng|\/thang|\/th)?\.?$/, 1],
]

function withoutUnit(text: string): { digits: string; worth?: number } {
  for (const [pattern, worth] of UNIT_WORDS) {
    if (!pattern.test(text)) continue
    const digits = text.replace(pattern, '')
    return worth === 1 ? { digits } : { digits, worth }
  }
  return { digits: text }
}

function parseGrouped(text: string): number | undefined {
  const match = /^([+-]|\()?(\d[\d.,]*)\)?$/.exec(text)
  if (match === null) return undefined
  const sign = match[1] === '-' || match[1] === '(' ? -1 : 1
  const figure = match[2] as string
  if (/^\d{1,3}([.,]\d{3})+$/.test(figure) && !(figure.includes('.') && figure.includes(','))) return sign * Number(figure.replace(/[.,]/g, ''))
  if (/^\d+$/.test(figure)) return sign * Number(figure)
  // The last separator parts decimals where it differs from the others or leaves one or two digits.
  const decimal = /^(.*\d)[.,](\d{1,3})$/.exec(figure)
  if (decimal === null) return undefined
  const [, whole = '', fraction = ''] = decimal
  if (!/^\d+$|^\d{1,3}([.,]\d{3})+$/.test(whole)) return undefined
  if (fraction.length === 3 && /[.,]/.test(whole) && new Set(figure.match(/[.,]/g)).size === 1) return undefined
  return sign * Number(`${whole.replace(/[.,]/g, '')}.${fraction}`)
}

function roundedDong(value: number): MoneyReading {
  if (!Number.isFinite(value) || Math.abs(value) > 1e12) return { doubt: 'unreadable' }
  const dong = Math.round(value)
  // Products of decimals leave dust behind; half a hundredth of a đồng is not a fraction.
  if (Math.abs(value - dong) > 0.005) return { dong, doubt: 'fraction' }
  return dong < 0 ? { dong, doubt: 'negative' } : { dong }
}

/** 1.5, 1,5, "hệ số 1,5"; undefined where it is no coefficient between 0.1 and 20. */
export function readCoefficient(written: string | number): number | undefined {
  const value = typeof written === 'number' ? written : Number(/(\d+(?:[.,]\d+)?)\s*$/.exec(written)?.[1]?.replace(',', '.') ?? Number.NaN)
  return value >= 0.1 && value <= 20 ? Math.round(value * 100) / 100 : undefined
}

/** 540000 → 540.000 đ, as people read it. */
export function showDong(dong: number): string {
  return `${String(Math.abs(dong)).replace(/\B(?=(\d{3})+$)/g, '.').replace(/^/, dong < 0 ? '-' : '')} đ`
}
