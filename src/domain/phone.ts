/**
 * Phone numbers. Kept as +84 and nine digits (ten for some landlines), shown as 0912 345 678. The plan of 2018 turned
 * eleven-digit mobile numbers into ten; rosters and old phones still have the eleven.
 */

export interface Phone {
  e164: string
  kind: 'mobile' | 'landline'
  /** The first digits belong to no operator that we know: the number may still be right. */
  unknownPrefix?: true
}

export interface PhonesReading {
  /** In the order of the cell, each once. */
  phones: Phone[]
  /** Pieces with digits that are no phone number. */
  unread: string[]
  /** A spreadsheet shortened the number to 8.4E+10, so digits are lost. */
  digitsLost: boolean
}

/** After the leading 0. Porting exists: a prefix proves that the number can be a mobile, not whose network it is on. */
const MOBILE_PREFIXES = new Set(
  [
    '86 96 97 98 32 33 34 35 36 37 38 39', // Viettel
    '88 91 94 81 82 83 84 85', // VinaPhone
    '89 90 93 70 76 77 78 79', // MobiFone
    '92 56 58 52', // Vietnamobile
    '99 59', // Gmobile
    '87', // iTel
    '55', // Wintel
  ].flatMap((operator) => operator.split(' ')),
)

const OLD_PREFIXES: Readonly<Record<string, string>> = {
  '120': '70', '121': '79', '122': '77', '126': '76', '128': '78',
  '123': '83', '124': '84', '125': '85', '127': '81', '129': '82',
  '162': '32', '163': '33', '164': '34', '165': '35', '166': '36', '167': '37', '168': '38', '169': '39',
  '186': '56', '188': '58', '199': '59',
}

/** One number, any way it is written; undefined where it is none. */
export function readPhone(text: string): Phone | undefined {
  const digits = text.replace(/\D+/g, '')
  if (digits.length < 9 || digits.length > 15) return undefined
  return readNational(withoutCountry(digits))
}

function withoutCountry(digits: string): string {
  const local = digits.startsWith('00') ? digits.slice(2) : digits
  // 084 1234567 is a VinaPhone number, 84 91234567x a country code: only the length tells.
  const national = local.startsWith('84') && local.length >= 11 ? local.slice(2) : local
  return national.startsWith('0') ? national.slice(1) : national
}

function readNational(national: string): Phone | undefined {
  if (national.length === 10) {
    const prefix = OLD_PREFIXES[national.slice(0, 3)]
    if (prefix !== undefined) return { e164: `+84${prefix}${national.slice(3)}`, kind: 'mobile' }
  }
  if (/^2\d{8,9}$/.test(national)) return { e164: `+84${national}`, kind: 'landline' }
  if (!/^[35789]\d{8}$/.test(national)) return undefined
  // A number rounded by a spreadsheet ends in a row of zeros; nobody has such a number.
  if (/0{6}$/.test(national)) return undefined
  const phone: Phone = { e164: `+84${national}`, kind: 'mobile' }
  return MOBILE_PREFIXES.has(national.slice(0, 2)) ? phone : { ...phone, unknownPrefix: true }
}

const ONE_PLAIN_NUMBER = /^[+\d][\d. ]{7,15}$/
const BETWEEN_NUMBERS = /[/;,|\n\r&]|(?<!\p{L})(?:ho[ặa]c|v[àa])(?!\p{L})/iu
const SCIENTIFIC = /^\s*(\d)(?:[.,](\d+))?\s*e\s*\+?\s*(\d+)\s*$/i

/** Every number of one cell. Takes the raw text: line breaks separate. */
export function readPhones(text: string): PhonesReading {
  const reading: PhonesReading = { phones: [], unread: [], digitsLost: false }
  if (ONE_PLAIN_NUMBER.test(text)) {
    const phone = readPhone(text)
    if (phone !== undefined) return { ...reading, phones: [phone] }
  }
  const written = expandScientific(text.normalize('NFC'))
  if (written === undefined) return { ...reading, unread: [text.trim()], digitsLost: true }
  const mended = written.replace(/(?<=\d|^|[\s./-])[oO](?=[\d.\s]*\d)/g, '0')
  for (const piece of mended.split(BETWEEN_NUMBERS)) readPiece(piece, reading)
  if (reading.unread.length > 0) {
    // Commas and slashes may stand inside one number (912,345,678): try the cell as a whole.
    const whole = partition(mended.match(/\d+/g) ?? [])
    if (whole !== undefined) return { phones: unique(whole), unread: [], digitsLost: false }
  }
  if (/^\d{9,12}$/.test(written) && reading.phones.length === 0 && /0{6}$/.test(written)) reading.digitsLost = true
  return { ...reading, phones: unique(reading.phones) }
}

/** 9.12345678E+8 still has all its digits; 8.4E+10 has lost them (undefined). */
function expandScientific(text: string): string | undefined {
  const match = SCIENTIFIC.exec(text)
  if (match === null) return text
  const [, first = '', rest = '', exponent = '0'] = match
  return rest.length === Number(exponent) ? first + rest : undefined
}

function readPiece(piece: string, reading: PhonesReading): void {
  const groups = piece.match(/\d+/g)
  if (groups === null) return
  const single = readPhone(piece)
  const phones = single === undefined ? partition(groups) : [single]
  if (phones !== undefined) reading.phones.push(...phones)
  else if (groups.join('').length >= 3) reading.unread.push(piece.trim())
}

/** Splits groups of digits into whole numbers ("0912 345 678 0987 654 321"); undefined where some are left over. */
function partition(groups: readonly string[]): Phone[] | undefined {
  if (groups.length === 0) return []
  if (groups.length > 24) return undefined
  let digits = ''
  for (let taken = 1; taken <= groups.length && digits.length <= 14; taken += 1) {
    digits += groups[taken - 1] as string
    const phone = readPhone(digits)
    const rest = phone && partition(groups.slice(taken))
    if (phone !== undefined && rest !== undefined) return [phone, ...rest]
  }
  return undefined
}

function unique(phones: readonly Phone[]): Phone[] {
  return phones.filter((phone, at) => phones.findIndex((other) => other.e164 === phone.e164) === at)
}

/** Landlines cannot get an SMS. */
export function canReceiveSms(e164: string): boolean {
  return /^\+84[35789]\d{8}$/.test(e164)
}

/** 0912 345 678; landlines as 0276 3822 123. */
export function showPhone(e164: string): string {
  const local = e164.replace(/^\+84/, '0')
  if (/^0[35789]\d{8}$/.test(local)) return `${local.slice(0, 4)} ${local.slice(4, 7)} ${local.slice(7)}`
  if (/^02[48]\d{8}$/.test(local)) return `${local.slice(0, 3)} ${local.slice(3, 7)} ${local.slice(7)}`
  return `${local.slice(0, 4)} ${local.slice(4, -3)} ${local.slice(-3)}`
}
