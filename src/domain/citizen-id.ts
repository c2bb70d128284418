/**
 * Personal numbers (CCCD, căn cước, số định danh): PPP G YY RRRRRR, province of birth registration, sex and century,
 * year of birth, six random digits. There is no check digit, so what the number says about its holder is the only
 * check. The nine-digit CMND before it is invalid since 01/01/2025 but still stands in rosters.
 */
import { PROVINCE_CODES } from './policy/province-codes.ts'

export interface CitizenIdReading {
  citizenId?: string
  /** The nine-digit CMND. */
  oldId?: string
  /** Zeros were put back in front, as many as were missing. */
  paddedZeros?: number
  /** The letter O was read as zero. */
  letterO?: true
  problem?: 'digits-lost' | 'unreadable'
}

export interface CitizenIdFacts {
  province?: string
  sex: 'male' | 'female'
  birthYear: number
}

/** Reads what one cell holds: a number, an old number, or both. */
export function readCitizenId(text: string): CitizenIdReading {
  if (/^\d{12}$/.test(text)) return { citizenId: text }
  const whole = wholeOfExponent(text)
  if (whole !== undefined) return readDigits(whole)
  if (/\d\s*[.,]?\d*\s*e\s*\+\s*\d+/i.test(text)) return { problem: 'digits-lost' }
  const bare = text.replace(/^["'’`\s]+|["'’`\s]+$/g, '')
  const letterO = /[oO](?=[\d\s.]*\d)|\d[oO]/.test(bare) && /^[\doO\s.-]+$/.test(bare)
  const digits = (letterO ? bare.replace(/[oO]/g, '0') : bare).replace(/[\s.\-_'’]/g, '')
  const reading = /^\d+$/.test(digits) ? readDigits(digits) : readSeveral(bare)
  return letterO && reading.problem === undefined ? { ...reading, letterO: true } : reading
}

/** "7.2150012003E+10" still has all of its digits. */
function wholeOfExponent(text: string): string | undefined {
  const [, first = '', rest = '', exponent] = /^\s*(\d)[.,](\d+)\s*e\s*\+\s*(\d{1,2})\s*$/i.exec(text) ?? []
  return exponent !== undefined && rest.length === Number(exponent) ? first + rest : undefined
}

function readDigits(digits: string): CitizenIdReading {
  if (/0{7}$/.test(digits) && digits.length >= 10) return { problem: 'digits-lost' }
  if (digits.length === 12) return { citizenId: digits }
  if (digits.length === 9) return { oldId: digits }
  if (digits.length === 8) return { oldId: `0${digits}`, paddedZeros: 1 }
  if (digits.length === 10 || digits.length === 11) {
    const padded = digits.padStart(12, '0')
    // Digits that begin with a zero have not lost it, and a number of no province has lost something else.
    if (digits.startsWith('0') || citizenIdFacts(padded).province === undefined) return { problem: 'unreadable' }
    return { citizenId: padded, paddedZeros: 12 - digits.length }
  }
  return { problem: 'unreadable' }
}

/** "072150001234 (CMND 290123456)", "290123456/072150001234". */
function readSeveral(text: string): CitizenIdReading {
  const numbers = text.match(/\d+/g) ?? []
  const citizenId = numbers.find((number) => number.length === 12)
  const oldId = numbers.find((number) => number.length === 9)
  if (citizenId === undefined && oldId === undefined) {
    // Spaces may be part of the number and words around it: "CCCD: 072 150 001 234".
    const joined = numbers.join('')
    return joined.length === 12 ? { citizenId: joined } : { problem: 'unreadable' }
  }
  return { ...(citizenId !== undefined && { citizenId }), ...(oldId !== undefined && { oldId }) }
}

/** By number: an import looks up hundreds of thousands. */
const PROVINCES: readonly (string | undefined)[] = Array.from({ length: 1000 }, (_, code) => PROVINCE_CODES[String(code).padStart(3, '0')])

export function citizenIdFacts(citizenId: string): CitizenIdFacts {
  const digit = (at: number): number => citizenId.charCodeAt(at) - 48
  const province = PROVINCES[digit(0) * 100 + digit(1) * 10 + digit(2)]
  const century = digit(3)
  const sex = century % 2 === 0 ? 'male' : 'female'
  const birthYear = 1900 + Math.floor(century / 2) * 100 + digit(4) * 10 + digit(5)
  return province === undefined ? { sex, birthYear } : { province, sex, birthYear }
}

export type CitizenIdDoubt = 'province' | 'sex' | 'birth-year'

/** What the number says that the roster contradicts ("lệch CCCD"); facts that the roster lacks are not compared. */
export function citizenIdDoubts(
  citizenId: string,
  known: { birthYear?: number | undefined; sex?: 'male' | 'female' | undefined },
): CitizenIdDoubt[] {
  const facts = citizenIdFacts(citizenId)
  const doubts: CitizenIdDoubt[] = []
  if (facts.province === undefined) doubts.push('province')
  if (known.sex !== undefined && known.sex !== facts.sex) doubts.push('sex')
  if (known.birthYear !== undefined && known.birthYear !== facts.birthYear) doubts.push('birth-year')
  return doubts
}
