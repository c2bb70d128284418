/**
 * the_bhyt.xlsx: the collector's list of cards, header in row 7, dates partly text, families one below the other and
 * often with one phone. A few dozen rows hold what such lists always hold; each is planted on purpose and named.
 */
import { addDays, dayInVietnamese, lastOf } from '../../domain/calendar.ts'
import type { Day } from '../../domain/calendar.ts'
import { TCVN3_CHARACTERS, TCVN3_LETTERS } from '../../domain/tcvn3.ts'
import type { RosterRecord } from '../../register/roster/roster.ts'
import { validity } from './cards.ts'
import type { SampleCard } from './cards.ts'
import { birthCell, citizenIdCell, dateCell, personTruth, phoneCell, phonesTruth, sexCell, villageName } from './officer-cells.ts'
import { addHeader, addLetterhead, addSignatures, addTotal, cell, createPage } from './officer-page.ts'
import type { Column } from './officer-page.ts'
import type { Random } from './random.ts'
import type { ListContext, PlantedTrouble, SampleList, TruthRow } from './sample-list.ts'
import { excelSerial } from '../../web/office/workbook.ts'
import type { SheetCell } from '../../web/office/workbook.ts'

const COLUMNS: readonly Column[] = [
  { header: 'TT', width: 6 },
  { header: 'Họ và tên', width: 26 },
  { header: 'Ngày sinh', width: 12 },
  { header: 'Giới tính', width: 8 },
  { header: 'Số CCCD', width: 16 },
  { header: 'Số thẻ BHYT', width: 20 },
  { header: 'Mã ĐT', width: 7 },
  { header: 'Hạn thẻ từ', width: 12 },
  { header: 'Hạn thẻ đến', width: 12 },
  { header: 'Thời điểm đủ 5 năm liên tục', width: 14 },
  { header: 'Nơi ĐKKCBBĐ', width: 30 },
  { header: 'Ấp', width: 16 },
  { header: 'SĐT', width: 27 },
  { header: 'Ghi chú', width: 18 },
]

const CLINICS = ['Trạm y tế xã Tân Đông', 'TYT xã Tân Đông', 'Trung tâm Y tế khu vực (mẫu)']

interface CardLine {
  card: SampleCard
  trouble?: PlantedTrouble
  /** The personal number in this row is another person's. */
  citizenId?: string
}

export function cardsList(cards: readonly SampleCard[], context: ListContext): SampleList {
  const { today, commune, random, signers } = context
  const page = createPage('DS the BHYT', COLUMNS)
  const title = 'DANH SÁCH NGƯỜI THAM GIA BẢO HIỂM Y TẾ TRÊN ĐỊA BÀN'
  addLetterhead(page, COLUMNS.length, {
    issuer: ['TỔ CHỨC DỊCH VỤ THU BHXH, BHYT', `ĐIỂM THU ${commune.toUpperCase()}`],
    title,
    basis: `${commune.charAt(0).toUpperCase()}${commune.slice(1)}, tính đến ngày ${dayInVietnamese(today)}`,
  })
  addHeader(page, COLUMNS)
  const truth = linesOf(cards, today, random).map((line, i) => addCard(page, i + 1, line, context))
  addTotal(page, COLUMNS.length, 'Tổng cộng', new Map([[5, { value: truth.length }]]))
  addSignatures(page, COLUMNS.length, today, signers.slice(0, 2))
  return { title, sheets: [page.sheet()], truth, persons: cards.length }
}

/** Families together, village by village; then what somebody added at the end without looking. */
function linesOf(cards: readonly SampleCard[], today: Day, random: Random): CardLine[] {
  const families = [...new Set(cards.map(({ person }) => person.family))]
  const order = new Map(families.map((family, i) => [family, family.village * 10_000 + i]))
  const sorted = [...cards].sort((a, b) => (order.get(a.person.family) ?? 0) - (order.get(b.person.family) ?? 0))
  const planted = plantTroubles(sorted, today, random)
  const lines = sorted.flatMap((card): CardLine[] => {
    const line = { card, ...planted.get(card) }
    return line.trouble === 'renewed' ? [{ card: earlierCard(card), trouble: 'renewed' }, line] : [line]
  })
  const repeated = random.shuffled(lines.filter(({ trouble, card }) => trouble === undefined && card.group === 'GD')).slice(0, 6)
  return [...lines, ...repeated.map(({ card }): CardLine => ({ card, trouble: 'repeated-row' }))]
}

function earlierCard(card: SampleCard): SampleCard {
  return { ...card, ...validity(addDays(card.validFrom, -1)) }
}

/** How many rows of each; every other row is as a careful clerk would write it. */
const PLANTED: readonly (readonly [trouble: PlantedTrouble, count: number])[] = [
  ['lost-leading-zero', 8], ['impossible-date', 3], ['birth-differs', 3], ['old-number', 4], ['tcvn3', 8],
  ['hidden-row', 2], ['month-first-date', 1], ['no-expiry', 2], ['renewed', 4],
]

function plantTroubles(cards: readonly SampleCard[], today: Day, random: Random): ReadonlyMap<SampleCard, Omit<CardLine, 'card'>> {
  // Only cards that no reminder of the demo hangs on: household cards that end in some months.
  const free = random.shuffled(cards.filter(({ group, validTo, person }) => group === 'GD' && validTo > addDays(today, 61) && person.birthKnown === 'day'))
  const planted = new Map<SampleCard, Omit<CardLine, 'card'>>()
  const take = (fits: (card: SampleCard) => boolean): SampleCard => {
    const card = free.find((candidate) => !planted.has(candidate) && fits(candidate))
    if (card === undefined) throw new Error('the sample has too few cards for its planted mistakes')
    return card
  }
  for (const [trouble, count] of PLANTED) {
    for (let i = 0; i < count; i += 1) {
      const card = take(({ person }) => trouble !== 'tcvn3' || encodeTcvn3(person.name) !== undefined)
      if (trouble === 'impossible-date') Object.assign(card, validity(endOfShortMonth(today)))
      if (trouble === 'month-first-date') Object.assign(card, validity(`${today.slice(0, 4)}-12-31`))
      if (trouble === 'renewed') Object.assign(card, validity(addDays(today, 345 - i)))
      planted.set(card, { trouble })
    }
  }
  // Somebody copied a relative's personal number one row too far.
  const wrong = take(({ person }) => cards.some((other) => other.person !== person && other.person.family === person.family && !planted.has(other)))
  const right = cards.find((other) => other.person !== wrong.person && other.person.family === wrong.person.family && !planted.has(other))
  if (right !== undefined) {
    planted.set(wrong, { trouble: 'same-number-two-names', citizenId: right.person.citizenId })
    planted.set(right, { trouble: 'same-number-two-names' })
  }
  return planted
}

/** The last day of the next month that has only 30 days; the list will say 31. */
function endOfShortMonth(today: Day): Day {
  const year = Number(today.slice(0, 4))
  const ends = [year, year + 1].flatMap((y) => ['04', '06', '09', '11'].map((month) => lastOf(`${y}-${month}`)))
  return ends.find((day) => day >= today) ?? today
}

function addCard(page: ReturnType<typeof createPage>, number: number, line: CardLine, { today, random }: ListContext): TruthRow {
  const { card, trouble } = line
  const { person } = card
  const old = trouble === 'tcvn3'
  const hidden = trouble === 'hidden-row'
  const village = random.weighted([[`Ấp ${villageName(person)}`, 5], [villageName(person), 3], [`ấp ${villageName(person)}`, 2]] as const)
  const clinic = random.pick(CLINICS)
  const row = page.add(
    [
      cell(number, 'centered'),
      old ? cell(encodeTcvn3(person.name) ?? person.name, 'tcvn3') : cell(person.name),
      trouble === 'birth-differs' ? cell(dayInVietnamese(yearLater(person.birth)), 'centered') : birthCell(person, random),
      sexCell(person),
      trouble === 'old-number' ? cell(oldNumber(person.citizenId)) : citizenIdCell(line.citizenId ?? person.citizenId, trouble),
      cell(cardNoText(card.cardNo, random)),
      cell(card.group, 'centered'),
      trouble === 'no-expiry' ? cell(null) : dateCell(card.validFrom, random),
      expiryCell(card, trouble, random),
      card.fiveYearOn === undefined ? cell(null) : cell(excelSerial(card.fiveYearOn), 'date'),
      cell(clinic),
      old ? cell(encodeTcvn3(village.toLowerCase() === village ? village : `ấp ${villageName(person)}`) ?? village, 'tcvn3') : cell(village),
      phoneCell(person.phones, random),
      cell(trouble === 'renewed' && card.validTo > today ? 'Đã gia hạn' : null),
    ],
    hidden ? { hidden } : {},
  )
  return { sheet: 'DS the BHYT', row, record: cardTruth(line), ...(trouble && { trouble }) }
}

function cardTruth({ card, trouble, citizenId }: CardLine): RosterRecord {
  const { person } = card
  const { citizen_id: own, birth, ...rest } = personTruth(person)
  return {
    ...rest,
    birth: trouble === 'birth-differs' ? yearLater(person.birth) : (birth ?? ''),
    ...(trouble === 'old-number' ? { old_id: oldNumber(person.citizenId) } : { citizen_id: citizenId ?? own ?? '' }),
    ...phonesTruth(person.phones),
    card_no: card.cardNo,
    card_group: card.group,
    ...(trouble !== 'no-expiry' && { valid_from: card.validFrom }),
    ...(trouble !== 'no-expiry' && trouble !== 'impossible-date' && { valid_to: card.validTo }),
    ...(card.fiveYearOn !== undefined && { five_year_date: card.fiveYearOn }),
  }
}

function expiryCell(card: SampleCard, trouble: PlantedTrouble | undefined, random: Random): SheetCell {
  const [year, month, day] = card.validTo.split('-')
  if (trouble === 'no-expiry') return cell(null)
  if (trouble === 'impossible-date') return cell(`31/${month}/${year}`, 'centered')
  if (trouble === 'month-first-date') return cell(`${month}/${day}/${year}`, 'centered')
  return dateCell(card.validTo, random)
}

/** The 15 characters in one, or in the groups that the card shows. */
function cardNoText(cardNo: string, random: Random): string {
  if (random.chance(0.75)) return cardNo
  return [cardNo.slice(0, 2), cardNo.slice(2, 3), cardNo.slice(3, 5), cardNo.slice(5)].join(' ')
}

function yearLater(birth: Day): Day {
  return `${Number(birth.slice(0, 4)) + 1}${birth.slice(4)}`
}

/** Nine digits, as before 2016; 2999 was never reached in the province. */
function oldNumber(citizenId: string): string {
  return `2999${citizenId.slice(-5)}`
}

const TCVN3_CODES = new Map([...TCVN3_LETTERS].map((letter, i) => [letter, TCVN3_CHARACTERS[i]]))

/** What an old .VnTime list holds; undefined for letters that the encoding does not have (capitals with a tone). */
function encodeTcvn3(text: string): string | undefined {
  const codes = [...text].map((letter) => TCVN3_CODES.get(letter) ?? (/[ -~]/.test(letter) ? letter : undefined))
  return codes.includes(undefined) ? undefined : codes.join('')
}
