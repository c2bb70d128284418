/**
 * The figures that a village reports, by name: "nghèo 4, cận nghèo 7", "5 hộ nghèo và 11 hộ cận nghèo", "phát 45/52 thẻ". Each
 * number takes the words that stand around it up to the next number; what they say decides its name. A later figure replaces
 * an earlier one of the same name, so that a correction wins.
 */
import { cueAt } from './cues.ts'
import type { Cues, Found } from './cues.ts'
import { countAt } from './counts.ts'
import type { Words } from './words.ts'

/** More numbers than any village reports: a pasted table, which an officer reads. */
const MOST = 60

export type Figures = Readonly<Record<string, number>>

interface Amount {
  value: number
  /** Of "128/130": the whole. */
  of?: number
  from: number
  to: number
}

/** Behind these a number names something, or it is the figure that is taken back. */
const NOT_A_FIGURE_AFTER = new Set('mau so phieu bieu khoan dieu dot lan cap thang nam tuan ky quy phong tang duong quoc lo ma kenh doi lop gio ngay mung mong thu to thon ap khu'.split(' '))
const NOT_COUNTED = new Set('tuoi t trieu dong ngan nghin ty k tr phan% trang ngay tuan thang nam gio phut lan km m met kg ki tan bao lit cay so ruoi h bua hom dem chieu con'.split(' '))
const COUNTED = new Set('ho nha the nguoi tre suat phan can cai chau em cu gia truong phieu qua cay ngoi dua khau doi'.split(' '))
const TAKEN_BACK = [['khong', 'phai'], ['chu', 'khong'], ['thay', 'vi'], ['thay', 'cho'], ['chu', 'k'], ['dau', 'phai'], ['truoc', 'la'], ['cu', 'la'], ['ghi', 'nham'], ['ghi', 'lon'], ['bao', 'nham'], ['bao', 'lon'], ['noi', 'nham'], ['noi', 'lon'], ['viet', 'nham']]
const BECOMES = new Set(['thanh', 'sang', 'len', 'xuong'])

export interface FigureReading {
  named: Figures
  /** Numbers that count something, named or not. */
  counted: number
}

export function readFigures(words: Words, cues: Cues<string>, taken: (at: number) => boolean): FigureReading {
  const amounts = findAmounts(words, cues, taken)
  const figures: Record<string, number> = {}
  for (const { names, amount } of namedAmounts(words, cues, amounts)) {
    const [name, whole] = names
    if (name !== undefined) figures[name] = amount.value
    if (whole !== undefined && amount.of !== undefined) figures[whole] = amount.of
  }
  const counted = amounts.filter(({ to }) => COUNTED.has(words.list[to]?.plain ?? '')).length
  return { named: { ...figures, ...noneOf(words, cues, figures) }, counted }
}

function findAmounts(words: Words, cues: Cues<string>, taken: (at: number) => boolean): Amount[] {
  const amounts: Amount[] = []
  for (let at = 0; at < words.list.length && amounts.length < MOST; ) {
    const amount = taken(at) ? undefined : amountAt(words, cues, at)
    if (amount !== undefined) amounts.push(amount)
    at = amount?.to ?? at + 1
  }
  return amounts.filter((amount) => !isTakenBack(words, amounts, amount))
}

function amountAt(words: Words, cues: Cues<string>, at: number): Amount | undefined {
  const plain = words.list[at]?.plain ?? ''
  const before = words.list[at]?.opensClause === true ? '' : (words.list[at - 1]?.plain ?? '')
  const share = /^(\d{1,5})\/(\d{1,5})$/.exec(plain)
  if (share !== null) return Number(share[1]) <= Number(share[2]) ? { value: Number(share[1]), of: Number(share[2]), from: at, to: at + 1 } : undefined
  const thousands = /^\d{1,3}(?:\.\d{3})+$/.test(plain) ? { value: Number(plain.replaceAll('.', '')), to: at + 1, inWords: false } : undefined
  const count = thousands ?? countAt(words, at)
  if (count === undefined || (before.startsWith('#') && namesATask(words, count.to))) return undefined
  const whole = words.list[count.to]?.plain === 'tren' ? countAt(words, count.to + 1) : undefined
  if (whole !== undefined && whole.value >= count.value && words.list[whole.to]?.plain !== 'tuoi') return { value: count.value, of: whole.value, from: at, to: whole.to }
  const next = words.list[count.to]?.opensClause === true ? '' : (words.list[count.to]?.plain ?? '')
  if (NOT_COUNTED.has(next)) return undefined
  const counted = COUNTED.has(next)
  if (!counted && NOT_A_FIGURE_AFTER.has(before)) return undefined
  // "năm", "ba", "không" are numbers where something is counted, or right behind what a report counts.
  if (count.inWords && !counted && !(endsFigure(words, cues, at) && !continues(words, count.to))) return undefined
  if (count.inWords && ((count.value === 0 && !endsClause(words, count.to)) || next === 'so')) return undefined
  return { value: count.value, from: at, to: count.to }
}

const endsClause = (words: Words, at: number): boolean => words.list[at] === undefined || words.list[at]?.opensClause === true

/** "#baocao 12 hộ nghèo 4": figures that end with a number have their names first, so the number behind the mark is a task's. */
function namesATask(words: Words, from: number): boolean {
  const end = clauseEnd(words, from)
  return end === from || /^\d/.test(words.list[end - 1]?.plain ?? '')
}

function endsFigure(words: Words, cues: Cues<string>, at: number): boolean {
  for (let from = Math.max(0, at - 4); from < at; from += 1) if (cueAt(cues, words, from)?.to === at) return true
  return false
}

/** "năm 2026" after "nghèo": a year. */
const continues = (words: Words, at: number): boolean => /^(19|20)\d\d$/.test(words.list[at]?.plain ?? '')

/** "12 chứ không phải 11", "từ 11 thành 12". */
function isTakenBack(words: Words, amounts: readonly Amount[], { from, to }: Amount): boolean {
  const behind = (texts: readonly string[]): boolean => texts.every((text, offset) => words.list[from - texts.length + offset]?.plain === text)
  if (TAKEN_BACK.some(behind)) return true
  const next = amounts.find((other) => other.from > from)
  return next !== undefined && next.from - to <= 2 && BECOMES.has(words.list[next.from - 1]?.plain ?? words.list[to]?.plain ?? '')
}

/** What stands in front of the first number of a clause tells whether names come before or behind their numbers. */
function namedAmounts(words: Words, cues: Cues<string>, amounts: readonly Amount[]): { names: string[]; amount: Amount }[] {
  const result: { names: string[]; amount: Amount }[] = []
  let about = objectOf(said(words, cues, 0, amounts[0]?.from ?? 0)) ?? ''
  for (const [index, amount] of amounts.entries()) {
    const [start, end] = [clauseStart(words, amount.from), clauseEnd(words, amount.to)]
    const before = amounts[index - 1]
    const front = said(words, cues, Math.max(before?.to ?? 0, start), amount.from)
    const back = said(words, cues, amount.to, Math.min(amounts[index + 1]?.from ?? end, end))
    const inClause = amounts.filter(({ from }) => from >= start && from < end)
    const first = inClause[0] ?? amount
    const leading = said(words, cues, start, first.from)
    const namesFirst = leading.includes('total') || named(leading, about).length > 0
    const parts = inClause.length === 1 ? [...front, ...back] : namesFirst ? [...front, ...unitOf(back)] : partsBehind(amount, { inClause, end, front, back })
    const subject = objectOf(parts) ?? objectOf(back)
    if (subject !== undefined) about = subject
    // "Có 3 hộ gửi đơn" counts who did something, not all there are.
    const names = named(parts.includes('own') && !parts.includes('total') && !endsClause(words, amount.to + 1) ? parts.filter((part) => part !== 'own') : parts, about)
    // "cận nghèo 5, à không, 4": the second number is that of the first name.
    const corrects = names.length === 0 && before !== undefined && said(words, cues, before.to, amount.from).includes('correct')
    result.push({ names: corrects ? (result.at(-1)?.names ?? []) : names, amount })
  }
  return result
}

/** Names behind their numbers; but in "90 thẻ, phát đủ 90" the last number ends its clause, and what was done stands before it. */
function partsBehind(amount: Amount, { inClause, end, front, back }: { inClause: readonly Amount[]; end: number; front: string[]; back: string[] }): string[] {
  const last = inClause.at(-1) as Amount
  if (last.to !== end) return back
  if (amount === last) return front
  return amount === inClause.at(-2) ? [...unitOf(back), 'own'] : back
}

/** Behind a number whose name stands before it only what is counted belongs to it. */
const unitOf = (back: readonly string[]): string[] => back.slice(0, 1).filter((part) => OBJECTS.includes(part))

function said(words: Words, cues: Cues<string>, from: number, to: number): string[] {
  const parts: string[] = []
  for (let at = from; at < to; ) {
    const cue: Found<string> | undefined = cueAt(cues, words, at)
    if (cue !== undefined && cue.to <= to) parts.push(...cue.says.split('+'))
    at = cue !== undefined && cue.to <= to ? cue.to : at + 1
  }
  return parts
}

const OBJECTS = ['household', 'card', 'gift', 'house', 'person', 'child']
const objectOf = (parts: readonly string[]): string | undefined => parts.find((part) => OBJECTS.includes(part) && part !== 'person')

/** The rules in order: the first whose parts were all said names the figure; the second name is that of the whole of a share. */
const RULES: readonly (readonly [parts: string, name: string, whole?: string])[] = [
  ['new near-poor', 'can_ngheo_moi'], ['new poor', 'ngheo_moi'],
  ['new orphan', 'tre_mo_coi'], ['fell-back', 'tai_ngheo'], ['escaped', 'thoat_ngheo'],
  ['near-poor unchecked', 'ho_chua_ra_soat'], ['poor unchecked', 'ho_chua_ra_soat'],
  ['near-poor', 'ho_can_ngheo'], ['poor', 'ho_ngheo'],
  ['unchecked', 'ho_chua_ra_soat', 'tong_ho'], ['checked', 'ho_da_ra_soat', 'tong_ho'],
  ['child no-card', 'tre_chua_co_the'],
  ['gift not-given', 'qua_chua_phat'], ['gift left', 'qua_chua_phat'], ['gift given', 'qua_da_phat', 'qua_tet'], ['card wrong', 'the_sai'],
  ['card not-given', 'the_chua_phat'], ['card left', 'the_chua_phat'], ['card given', 'the_da_phat', 'tong_the'], ['card received', 'tong_the'], ['gift received', 'qua_tet'], ['person not-given', 'chua_nhan_tien'],
  ['not-bought', 'ho_chua_mua_bhyt'], ['bought', 'ho_da_mua_bhyt', 'tong_ho'],
  ['not-paid', 'chua_nhan_tien'], ['orphan', 'tre_mo_coi'], ['disabled', 'nguoi_khuyet_tat'], ['injured', 'nguoi_bi_thuong'], ['cut-off', 'ho_bi_co_lap'],
  ['flooded', 'nha_ngap'], ['unroofed', 'nha_toc_mai'], ['leaking', 'nha_dot_nat'], ['makeshift', 'nha_tam'],
  ['attended', 'ho_du_hop', 'tong_ho'], ['elderly', 'nguoi_cao_tuoi'], ['dead', 'nguoi_mat'], ['gift tet', 'qua_tet'],
  ['gift total', 'qua_tet'], ['card total', 'tong_the'], ['household total', 'tong_ho'], ['household own', 'tong_ho'], ['card own', 'tong_the'], ['gift own', 'qua_tet'], ['new', 'ngheo_moi'], ['elder', 'nguoi_cao_tuoi'],
]

/** What a clause leaves out, the clause before it has said: "quà đã phát 37, chưa phát 5". */
function named(parts: readonly string[], about: string): string[] {
  const rule = RULES.find(([wanted]) => wanted.split(' ').every((part) => parts.includes(part)))
    ?? (objectOf(parts) === undefined ? RULES.find(([wanted]) => wanted.split(' ').every((part) => parts.includes(part) || part === about)
      && parts.some((part) => wanted.split(' ').includes(part))) : undefined)
  return rule === undefined ? [] : rule.slice(1).filter((name) => name !== undefined)
}

/** That nothing was done is seldom said so; "không có danh sách mà rà" is no figure. */
const DONE = new Set(['ho_da_ra_soat', 'the_da_phat', 'qua_da_phat', 'ho_da_mua_bhyt', 'tong_ho', 'tong_the', 'qua_tet', 'ho_du_hop'])

/** "không có hộ tái nghèo", "không ai bị thương": a figure, and it is nought. */
function noneOf(words: Words, cues: Cues<string>, figures: Figures): Figures {
  const none: Record<string, number> = {}
  for (let at = 0; at < words.list.length; at += 1) {
    const from = cueAt(cues, words, at, 'none')?.to
    if (from === undefined) continue
    // "tái nghèo không có": with nothing behind it, it speaks of what stands before.
    const end = clauseEnd(words, from)
    const about = from === end && words.list[at]?.plain === 'khong' ? said(words, cues, Math.max(clauseStart(words, at), at - 4), at) : said(words, cues, from, Math.min(from + 6, end))
    const [name] = named(about, 'person')
    if (name !== undefined && !DONE.has(name) && figures[name] === undefined) none[name] = 0
  }
  return none
}

function clauseStart(words: Words, from: number): number {
  let at = from
  while (at > 0 && words.list[at]?.opensClause !== true) at -= 1
  return at
}

function clauseEnd(words: Words, from: number): number {
  let at = from
  while (at < words.list.length && words.list[at]?.opensClause !== true) at += 1
  return at
}
