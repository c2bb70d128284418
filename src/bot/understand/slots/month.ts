/** The payment month that a message names: `this`, `next`, `previous`, or `YYYY-MM` read from the day it was sent. */
import { monthOf, shiftMonth } from '../../../domain/calendar.ts'
import type { Day } from '../../../domain/calendar.ts'

/** Written numbers of months; "tháng giêng" and "tháng chạp" are how the elderly say January and December. */
const NAMED: Readonly<Record<string, number>> = {
  gieng: 1, mot: 1, hai: 2, ba: 3, tu: 4, bon: 4, nam: 5, sau: 6, bay: 7, bai: 7, tam: 8, chin: 9, muoi: 10, 'muoi mot': 11, 'muoi hai': 12, chap: 12,
}
const NUMBER = '(?:\\d{1,2}|muoi mot|muoi hai|muoi|gieng|chap|mot|hai|ba|tu|bon|nam|sau|bay|tam|chin)'
/** "from July", "born in May", "filed in October", "expires in December" are months of other events. */
const OTHER_EVENT = '(?:tu|sinh|nop|het han|ky|han|ngay \\d+) '
const EXPLICIT = new RegExp(`(?<!${OTHER_EVENT})(?<![a-z0-9])thang (${NUMBER})(?: nam| ?[/-])? ?(20\\d\\d)?(?![a-z0-9])`)
const WITH_YEAR = /(?<![\d/])(\d{1,2})[/-](20\d\d)(?![\d/])/
/** "Two months now" counts months and names none. */
const COUNTED = '(?<!(?:\\d|may|hai|ba|bon|nam|sau|nua) )'
const RELATIVE: readonly (readonly [RegExp, 'this' | 'next' | 'previous'])[] = [
  [new RegExp(`${COUNTED}(?:thang|ky|dot|lan) (?:nay|ni|hien tai)(?![a-z])`), 'this'],
  [new RegExp(`${COUNTED}(?:thang|ky|dot) (?:sau|toi|ke|ke tiep|tiep theo)(?![a-z])(?! (?:thang|nay|gio))`), 'next'],
  [new RegExp(`${COUNTED}(?:thang|ky|dot) (?:truoc|roi|vua roi|vua qua|qua)(?![a-z])`), 'previous'],
]

/** Expects unmarked words with their numbers, separated by spaces. */
export function readMonth(text: string, sentOn: Day): string | undefined {
  const dated = WITH_YEAR.exec(text)
  if (dated !== null && isMonth(Number(dated[1]))) return `${dated[2]}-${String(dated[1]).padStart(2, '0')}`
  const explicit = EXPLICIT.exec(text)
  // Without marks "thang sau" is next month far oftener than June.
  if (explicit !== null && !(explicit[1] === 'sau' && explicit[2] === undefined)) {
    const number = NAMED[explicit[1] as string] ?? Number(explicit[1])
    if (isMonth(number)) return explicit[2] === undefined ? nearest(number, sentOn) : `${explicit[2]}-${String(number).padStart(2, '0')}`
  }
  return RELATIVE.find(([pattern]) => pattern.test(text))?.[1]
}

const isMonth = (number: number): boolean => number >= 1 && number <= 12

/** People speak of payments up to three months ahead; every other month is one that is past. */
function nearest(number: number, sentOn: Day): string {
  const now = monthOf(sentOn)
  for (let ahead = 3; ahead > -9; ahead -= 1) {
    const month = shiftMonth(now, ahead)
    if (Number(month.slice(5)) === number) return month
  }
  return now
}
