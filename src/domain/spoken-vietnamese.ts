/**
 * A written text as an announcer reads it aloud: figures, amounts, days, times, telephone numbers, measures and the
 * usual abbreviations in words. The rules stand in their order of reading: what has the most to it goes first, so that
 * "20/2021/NĐ-CP" is a document before it is a month, and "25/11" a day before it is a share.
 */
import type { Speech } from './amounts-in-vietnamese.ts'
import { ABBREVIATION_RULES, DOCUMENT_RULES, unknownAbbreviations } from './spoken-abbreviations.ts'
import { DATE_RULES, FULL_DATE_RULES, TIME_RULES } from './spoken-dates.ts'
import { digitsInWords, FIGURE_RULES, PHONE_RULES } from './spoken-figures.ts'
import { applyRule } from './spoken-rule.ts'
import type { SpokenRule } from './spoken-rule.ts'
import { tidyText } from './vietnamese-text.ts'

const LINK: SpokenRule = {
  pattern: /(?<![\p{L}\p{N}])(?:https?:\/\/)?(?<address>(?:[a-z0-9._-]+@)?(?:[a-z0-9-]+\.)+(?:vn|com|net|org|info)(?:\/[a-z0-9/_-]*)?)(?![\p{L}\p{N}])/giu,
  say: ({ address = '' }) =>
    [...address].map((sign) => LINK_SIGNS[sign] ?? (/\d/.test(sign) ? ` ${digitsInWords(sign)} ` : sign)).join('').replace(/ +/g, ' ').trim(),
}
const LINK_SIGNS: Readonly<Record<string, string>> = { '.': ' chấm ', '/': ' gạch chéo ', '-': ' gạch ngang ', _: ' gạch dưới ', '@': ' a còng ' }

/** After a measure, a stroke is "for each": "500.000 đồng/tháng". */
const EACH: SpokenRule = {
  pattern: /(?<=(?:đồng|nghìn|ngàn|triệu|tỷ|gam|lít|mét|vuông|khối|tấn|tạ) ?)(?<each>\/ ?)(?=(?:tháng|người|hộ|ngày|năm|lần|suất|khẩu|cháu|em|trẻ|thẻ|quý|tuần|giờ|bữa)(?!\p{L}))/gu,
  say: () => ' mỗi ',
}

const SIGNS: Readonly<Record<string, string>> = { '%': 'phần trăm', '&': 'và', '≥': 'từ', '≤': 'không quá', '+': 'cộng', '=': 'bằng', '~': 'khoảng', '×': 'nhân', '@': 'a còng', '#': '', '*': '' }
const SIGN: SpokenRule = { pattern: /(?<around> ?(?<sign>[%&≥≤+=~×@]) ?)/gu, say: ({ sign = '' }) => ` ${SIGNS[sign] ?? ''} ` }
const EITHER: SpokenRule = { pattern: /(?<=\p{L})(?<either> ?\/ ?)(?=\p{L})/gu, say: () => ', ' }

const RULES: readonly SpokenRule[] = [LINK, ...DOCUMENT_RULES, ...FULL_DATE_RULES, ...PHONE_RULES, ...DATE_RULES, ...TIME_RULES, ...FIGURE_RULES, EACH, ...ABBREVIATION_RULES, EITHER, SIGN]

export interface Spoken {
  /** Without a digit, with the line breaks of what was written. */
  text: string
  /** Abbreviations that could not be spelt out. */
  unknown: readonly string[]
}

export function spokenVietnamese(written: string, speech: Speech = 'official'): Spoken {
  const lines = written.split(/\r?\n/).map((line) => tidyLine(RULES.reduce((text, rule) => applyRule(text, rule, speech), plainDigits(tidyText(line)))))
  const text = beginSentences(lines.join('\n').replace(/\n{3,}/g, '\n\n').trim())
  return { text, unknown: unknownAbbreviations(text) }
}

/** Digits of other scripts and raised ones (m²) as plain ones; ½ as 1⁄2, apart from a number before it. */
function plainDigits(text: string): string {
  return text.replace(/[\p{No}\p{Nl}]/gu, (sign) => sign.normalize('NFKC').replace(/^(?=.*⁄)/, ' ')).replace(/(?!\d)\p{Nd}/gu, (sign) => String(digitOf(sign)))
}

/** The ten digits of a script follow each other. */
function digitOf(sign: string): number {
  const folded = sign.normalize('NFKC')
  if (/^\d$/.test(folded)) return Number(folded)
  const code = sign.codePointAt(0) as number
  let zero = code
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1
  return code - zero
}

const tidyLine = (line: string): string => line.replace(/ +/g, ' ').replace(/ (?=[,.;:!?)])/g, '').replace(/(?<=\() /g, '').replace(/,(?=,)/g, '').trim()

/** A figure that began a sentence leaves a small letter there. */
const beginSentences = (text: string): string => text.replace(/(?<=^|[.!?…]\s+|\n)\p{Ll}/gu, (letter) => letter.toLocaleUpperCase('vi'))
