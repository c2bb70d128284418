import { dayInVietnamese, weekdayName } from '../../domain/calendar.ts'
import type { Day } from '../../domain/calendar.ts'
import { communeProfile } from '../../domain/commune-profile.ts'
import { holidayOn } from '../../domain/policy/holidays.ts'
import { EXIT } from '../../kernel/errors.ts'
import type { Cli } from '../cli.ts'
import { count, table } from '../terminal.ts'
import type { Demo } from './prepare-demo.ts'

export interface SimulatedDay {
  day: Day
  sent: number
  seen: number
  renewed: number
  /** Cards whose last day this was, not renewed by then. */
  ended: number
  /** Notices that became a visit. */
  visits: number
  told: number
  /** Could not leave in time and had lost their point. */
  expired: number
}

/** The calendar of the simulated days, and whether a promise was broken in them. */
export async function printCalendar(cli: Cli, demo: Demo, calendar: readonly SimulatedDay[]): Promise<void> {
  const header = ['Ngày', '', 'tin gửi', 'tin đã xem', 'thẻ gia hạn', 'thẻ hết hạn', 'cần đến nhà', 'đã đến nhà', '']
  const lines = calendar.map(({ day, sent, seen, renewed, ended, visits, told }) => [
    dayInVietnamese(day), weekdayName(day), sent, seen, renewed, ended, visits, told, remark(demo, day),
  ])
  cli.print(table([header, ...lines]))
  const total = (of: (day: SimulatedDay) => number): number => calendar.reduce((sum, day) => sum + of(day), 0)
  cli.print(
    `\n${count(calendar.length)} ngày: ${count(total((day) => day.sent))} tin đã gửi, ${count(total((day) => day.seen))} tin đã xem, ` +
      `${count(total((day) => day.renewed))} thẻ được gia hạn, ${count(total((day) => day.ended))} thẻ hết hạn, ` +
      `${count(total((day) => day.visits))} việc cần đến nhà báo tin (đã báo ${count(total((day) => day.told))}), ${count(total((day) => day.expired))} tin quá hạn nên không gửi.`,
  )
  const { quietHours } = communeProfile(demo.sample.name, demo.sample.profile)
  const broken = await demo.register.brokenPromises(quietHours)
  const promises: readonly (readonly [string, number])[] = [
    ['Không ai được nhắc hai lần cùng một việc', broken.toldTwice],
    ['Không tin nào đi ban đêm', broken.atNight],
    ['Không nhắc thẻ đã gia hạn', broken.afterRenewal],
    ['Ai không liên lạc được đều có trong danh sách đến nhà báo tin', broken.unreachableForgotten],
  ]
  for (const [promise, times] of promises) cli.print(`${times === 0 ? '✓' : `✗ (${count(times)})`} ${promise}`)
  if (promises.some(([, times]) => times > 0)) cli.setExitCode(EXIT.fault)
}

function remark(demo: Demo, day: Day): string {
  const paid = demo.sample.schedules.filter((schedule) => schedule.paysOn === day && schedule.village !== null && schedule.method === 'cash')
  const holiday = holidayOn(day)
  return [
    ...(holiday === undefined ? [] : [typeof holiday === 'string' ? holiday : holiday.name]),
    ...(paid.length === 0 ? [] : [`trả tiền mặt: ấp ${[...new Set(paid.map((schedule) => schedule.village))].join(', ')}`]),
  ].join(' · ')
}
