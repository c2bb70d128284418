/**
 * What a number format says about a number: that it is a day, or that it is shown with zeros in front. Formats decide
 * this and nothing else here; how the number is meant is the interpreter's to judge.
 */

/** Formats that Excel knows by number only; 27–36 and 50–58 are dates of the East Asian editions. */
export function isBuiltInDate(id: number): boolean {
  return (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 54) || id === 57 || id === 58
}

/** "dd/mm/yyyy", "[$-42A]d mmmm yyyy;@", "yyyy\-mm\-dd hh:mm": a day. "h:mm", "[h]:mm:ss", "0.00E+00": not. */
export function isDateFormat(code: string): boolean {
  const letters = positive(code)
    .replaceAll(/"[^"]*"?|\\.|[_*].|\[[^\]]*\]/gsu, '')
    .replaceAll(/general|am\/pm|a\/p/gi, '')
    .toLowerCase()
  if (/[dy]/.test(letters)) return true
  return letters.includes('m') && !/[hs]/.test(letters)
}

/**
 * The digits as Excel shows them, where the format adds zeros or a prefix in front ("000000000000", "0000 000 000",
 * `"0"#########`), else undefined. Only for whole numbers and formats that do nothing else.
 */
export function shownDigits(code: string, value: number): string | undefined {
  if (!Number.isSafeInteger(value) || value < 0) return undefined
  const parts = partsOf(positive(code))
  if (parts === undefined) return undefined
  const places = parts.filter((part) => part.place !== undefined)
  const firstZero = places.findIndex((part) => part.place === '0')
  const minimum = firstZero === -1 ? 0 : places.length - firstZero
  const prefix = parts.slice(0, parts.findIndex((part) => part.place !== undefined)).map((part) => part.literal).join('')
  if (places.length === 0 || (minimum < 2 && !/^\+?\d/.test(prefix))) return undefined

  const shown = fill(parts, places.length, String(value).padStart(minimum, '0'))
  return shown === String(value) ? undefined : shown
}

/** Where a file tells the shown text instead of the format (.ods): whether it has digits in front that the number lacks. */
export function shownDiffers(text: string, value: number): boolean {
  if (!Number.isSafeInteger(value) || value < 0 || !/^\+?\d[\d .()-]*$/.test(text)) return false
  const digits = text.replaceAll(/\D/g, '')
  return digits !== String(value) && (text.startsWith('0') || text.startsWith('+')) && digits.endsWith(String(value))
}

interface FormatPart {
  place?: '0' | '#'
  literal: string
}

/** Undefined where the format has decimals, thousands, percent, dates or anything else that is not plain digits. */
function partsOf(code: string): FormatPart[] | undefined {
  const parts: FormatPart[] = []
  for (const [token] of code.matchAll(/"[^"]*"|\\.|[_*].|\[[^\]]*\]|./gsu)) {
    if (token === '0' || token === '#') parts.push({ place: token, literal: '' })
    else if (token.startsWith('"')) parts.push({ literal: token.slice(1, -1) })
    else if (token.startsWith('\\')) parts.push({ literal: token.slice(1) })
    else if (token === ' ' || token === '-' || token === '+' || token === '(' || token === ')') parts.push({ literal: token })
    else if (!/^[_*[]/.test(token)) return undefined
  }
  return parts
}

/** Digits fill the places from the right; what is left over goes into the first place. */
function fill(parts: readonly FormatPart[], places: number, digits: string): string {
  let shown = ''
  let placesLeft = places
  let used = 0
  for (const part of parts) {
    if (part.place === undefined) {
      shown += part.literal
      continue
    }
    const end = digits.length - (placesLeft - 1)
    if (end > used) {
      shown += digits.slice(used, end)
      used = end
    }
    placesLeft -= 1
  }
  return shown
}

/** Formats have up to four sections; the first is for positive numbers. */
function positive(code: string): string {
  return /^(?:"[^"]*"|\\.|[^;"\\])*/su.exec(code)?.[0] ?? code
}
