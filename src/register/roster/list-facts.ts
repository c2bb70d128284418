/** What the words above the table, the sheet's name and the file's name say about the whole list. */
import type { CategoryReading, Decree } from '../../domain/assistance-category.ts'
import { decreeIn, decreeOfMonth, readCategory } from '../../domain/assistance-category.ts'
import type { Month } from '../../domain/calendar.ts'
import { fold } from '../../domain/vietnamese-text.ts'
import type { VillageReading } from '../../domain/village-name.ts'
import { villageOfHeading, villageOfTitle } from '../../domain/village-name.ts'
import type { PoorStatus } from './roster.ts'

export interface ListFacts {
  month?: Month
  decree?: Decree
  /** What one written unit of money is worth in đồng. */
  moneyUnit: number
  village?: VillageReading
  category?: CategoryReading
  categoryText?: string
  poorStatus?: PoorStatus
}

export interface ListWords {
  titles: readonly string[]
  sheetName: string
  fileName: string
}

export function readListFacts(words: ListWords): ListFacts {
  const folded = words.titles.map(fold)
  const month = monthOfList(words)
  const decree = words.titles.map(decreeIn).find((found) => found !== undefined) ?? decreeIn(words.fileName) ?? (month === undefined ? undefined : decreeOfMonth(month))
  // "Khối 6" is a village in Vinh and the sixth grade in a school.
  const village = isSchoolList(folded) ? undefined : villageOfHeading(words.sheetName) ?? words.titles.map((title) => villageOfHeading(title) ?? villageOfTitle(title)).find((found) => found !== undefined)
  const subject = words.titles.find((_, at) => /danh sach|bang/.test(folded[at] as string))
  const category = subject === undefined ? undefined : categoryOfTitle(subject)
  const poorStatus = poorStatusOfTitle(folded)
  return {
    moneyUnit: moneyUnitIn(folded.join(' | ')),
    ...(month !== undefined && { month }),
    ...(decree !== undefined && { decree }),
    ...(village !== undefined && { village }),
    ...(category !== undefined && { category, categoryText: subject as string }),
    ...(poorStatus !== undefined && { poorStatus }),
  }
}

function isSchoolList(titles: readonly string[]): boolean {
  return titles.some((title) => /\btruong (thcs|thpt|th\b|tieu hoc|trung hoc|mam non|mau giao|pho thong|pt|dai hoc|cao dang)|hoc sinh|sinh vien|nam hoc/.test(title))
}

/** "THÁNG 11/2026", "tháng 11 năm 2026", "T11-2026", "chi_tra_11_2026.xlsx", a sheet "T11" with the year elsewhere. */
function monthOfList({ titles, sheetName, fileName }: ListWords): Month | undefined {
  const year = [...titles, sheetName, fileName].map((text) => /(?<!\d)(20\d{2})(?!\d)/.exec(text)?.[1]).find((found) => found !== undefined)
  const ofSheet = monthIn(fold(sheetName), year)
  // "Quyết định số 120 ngày 05 tháng 9 năm 2024" dates a paper, not the list.
  const ofTitles = titles.map(fold).map((title) => title.replace(/ngay\s*[\d.…]*\s*thang\s*[\d.…]*\s*nam\s*[\d.…]*/g, ' '))
    .map((title) => monthIn(title, year)).find((found) => found !== undefined)
  return ofSheet ?? ofTitles ?? monthIn(fold(fileName), year) ?? monthOfFileName(fileName)
}

function monthIn(folded: string, year: string | undefined): Month | undefined {
  const match = /(?:thang|ky|(?<![a-z])t)[\s._:-]*(\d{1,2})(?!\d)(?:\s*(?:nam|\/|-|\.|_|\s)\s*(20\d{2}))?/.exec(folded)
  const month = Number(match?.[1] ?? 0)
  const of = match?.[2] ?? year
  return of !== undefined && month >= 1 && month <= 12 ? `${of}-${String(month).padStart(2, '0')}` : undefined
}

function monthOfFileName(fileName: string): Month | undefined {
  const yearFirst = /(?<!\d)(20\d{2})[-_. ]?(0[1-9]|1[0-2])(?!\d)/.exec(fileName)
  if (yearFirst !== null) return `${yearFirst[1]}-${yearFirst[2]}`
  const monthFirst = /(?<!\d)(0?[1-9]|1[0-2])[-_. ]?(20\d{2})(?!\d)/.exec(fileName)
  return monthFirst === null ? undefined : `${monthFirst[2]}-${(monthFirst[1] as string).padStart(2, '0')}`
}

/** "Đơn vị tính: nghìn đồng", "ĐVT: 1.000 đ". */
export function moneyUnitIn(folded: string): number {
  if (/(don vi( tinh)?|dvt|\()\s*[:.]?\s*(trieu dong|trieu)/.test(folded)) return 1_000_000
  if (/(don vi( tinh)?|dvt|\()\s*[:.]?\s*(nghin|ngan|1[.,]?000)\s*(dong|d)?/.test(folded)) return 1_000
  return 1
}

/** A title that speaks of one group only; "trợ cấp xã hội và hưu trí xã hội" speaks of all. */
function categoryOfTitle(title: string): CategoryReading | undefined {
  if (/bao tro xa hoi|tro giup xa hoi|btxh|bttx|(tro cap|tc) (xa hoi|thuong xuyen)/.test(fold(title))) return undefined
  const reading = readCategory(title)
  return reading.group !== undefined && reading.doubt === undefined ? reading : undefined
}

function poorStatusOfTitle(folded: readonly string[]): PoorStatus | undefined {
  const titles = folded.filter((title) => /ho (can )?ngheo/.test(title) && !/ra soat|thoat|chi dao/.test(title)).join(' ')
  const near = /can ngheo/.test(titles)
  const poor = /ngheo/.test(titles.replace(/can ngheo/g, ''))
  if (near === poor) return undefined
  return near ? 'near_poor' : 'poor'
}
