import { Command } from 'commander'
import { openGround, settingsOf } from '../app/installation.ts'
import type { Ground, ScheduleRow } from '../app/installation.ts'
import { dayInVietnamese, monthOf, vietnamDay, weekdayName } from '../domain/calendar.ts'
import type { Day } from '../domain/calendar.ts'
import { holidayOn } from '../domain/policy/holidays.ts'
import { systemClock } from '../kernel/clock.ts'
import { EXIT, UserError } from '../kernel/errors.ts'
import { chooseCommune } from './choose-commune.ts'
import { chooseVillage } from './choose-village.ts'
import type { Cli } from './cli.ts'
import { readDay } from './read-day.ts'

interface ScheduleOptions {
  commune?: string
  date?: string
  month?: string
  village?: string
  place?: string
  time?: string
  method?: string
  confirmed?: boolean
  cancel?: boolean
}

const METHODS: Readonly<Record<string, string>> = { 'tien-mat': 'cash', 'tai-nha': 'home', 'tai-khoan': 'bank', 'tai-khoan-an-sinh': 'social_security_account' }

/** `loa schedule`: when and where allowances are paid; people hear of it the day before and in the morning, and of every change. */
export function scheduleCommand(cli: Cli): Command {
  return new Command('schedule')
    .description('xem, thêm, đổi lịch chi trả trợ cấp; người đã được báo sẽ được báo lại khi lịch đổi')
    .argument('[số]', 'số của lịch cần đổi; không có thì thêm lịch mới khi có --date, hoặc chỉ xem')
    .option('--date <ngày/tháng/năm>', 'ngày chi trả, ví dụ 04/12/2026')
    .option('--month <tháng/năm>', 'trợ cấp của tháng nào; mặc định là tháng của ngày chi trả')
    .option('--village <tên>', 'thôn, ấp nào; mặc định là mọi nơi chưa có lịch riêng')
    .option('--place <nơi>', 'nơi chi trả')
    .option('--time <giờ:phút>', 'từ mấy giờ; mặc định là 07:30')
    .option('--method <cách>', `cách chi trả: ${Object.keys(METHODS).join(', ')}; mặc định là mọi cách`)
    .option('--confirmed', 'ngày đã chắc chắn; nếu không, tin nhắn ghi "dự kiến"')
    .option('--cancel', 'hủy lịch này')
    .option('--commune <tên>', 'xã nào, khi có nhiều xã')
    .action(async (id: string | undefined, options: ScheduleOptions) => {
      if (id === undefined && options.date === undefined && (options.cancel !== undefined || options.confirmed !== undefined)) {
        const option = options.cancel === undefined ? '--confirmed' : '--cancel'
        throw refused(`Viết số của lịch: loa schedule SỐ ${option}. Xem các số: loa schedule`)
      }
      const ground = await openGround(cli.config(), cli.log())
      try {
        const commune = await chooseCommune(ground, options.commune)
        if (id !== undefined) await change(ground, commune.id, id, options, cli)
        else if (options.date !== undefined) await add(ground, commune.id, options, cli)
        const rows = await settingsOf(ground).schedules.list(commune.id, vietnamDay(systemClock.now()))
        cli.print(rows.length === 0 ? 'Chưa có lịch chi trả nào từ hôm nay trở đi.' : rows.map(describe).join('\n'))
      } finally {
        await ground.close()
      }
    })
}

async function add(ground: Ground, communeId: number, options: ScheduleOptions, cli: Cli): Promise<void> {
  const { schedules } = settingsOf(ground)
  const paysOn = readComing(options.date as string)
  if (options.place === undefined) throw refused('Thêm --place: nơi chi trả, ví dụ --place "nhà văn hóa ấp".')
  const village = options.village === undefined ? undefined : await chooseVillage(ground, communeId, options.village)
  const schedule = {
    communeId, paysOn,
    month: options.month === undefined ? monthOf(paysOn) : readMonth(options.month),
    villageId: village?.id,
    method: readMethod(options.method),
    place: readPlace(options.place),
    fromTime: options.time === undefined ? '07:30' : readTime(options.time),
    confirmed: options.confirmed === true,
  }
  const same = await schedules.findSame(schedule)
  if (same !== undefined) throw refused(`Tháng này nơi đó đã có lịch số ${same}. Muốn đổi ngày: loa schedule ${same} --date …`)
  await schedules.add(schedule)
  warnAboutTime(cli, schedule.fromTime)
  const holiday = holidayOn(paysOn)
  if (holiday !== undefined) cli.note(`Chú ý: ${dayInVietnamese(paysOn)} là ngày nghỉ lễ (${holiday.name}).`)
}

async function change(ground: Ground, communeId: number, id: string, options: ScheduleOptions, cli: Cli): Promise<void> {
  const changed = !/^\d{1,15}$/.test(id)
    ? 'none'
    : await settingsOf(ground).schedules.change(
      communeId,
      id,
      {
        ...(options.date === undefined ? {} : { paysOn: readComing(options.date) }),
        ...(options.time === undefined ? {} : { fromTime: readTime(options.time) }),
        ...(options.place === undefined ? {} : { place: readPlace(options.place) }),
        ...(options.confirmed === undefined ? {} : { confirmed: options.confirmed }),
        ...(options.cancel === undefined ? {} : { cancelled: options.cancel }),
      },
      systemClock.now(),
    )
  if (changed === 'none') throw refused(`Không có lịch số "${id}". Xem các lịch: loa schedule`)
  if (changed === 'cancelled') throw refused(`Lịch số ${id} đã hủy nên không đổi được. Thêm lịch mới: loa schedule --date NGÀY --place "NƠI CHI TRẢ"`)
  if (options.time !== undefined) warnAboutTime(cli, options.time)
}

function describe({ id, paysOn, fromTime, village, place, method, confirmed, cancelled, month }: ScheduleRow): string {
  const how = Object.keys(METHODS).find((name) => METHODS[name] === method)
  const state = cancelled ? 'đã hủy' : confirmed ? 'chắc chắn' : 'dự kiến'
  return `  ${id}  ${weekdayName(paysOn)} ${dayInVietnamese(paysOn)} từ ${fromTime} · trợ cấp tháng ${month.slice(5)}/${month.slice(0, 4)} · ${village ?? 'mọi nơi chưa có lịch riêng'} · ${place}${how === undefined ? '' : ` · ${how}`} · ${state}`
}

function readComing(text: string): Day {
  const read = readDay(text)
  if (read === undefined) throw refused(`"${text}" không phải một ngày. Viết như 04/12/2026.`)
  if (read < vietnamDay(systemClock.now())) throw refused(`Ngày ${text} đã qua.`)
  return read
}

function readMonth(text: string): string {
  const [, month = '', year = ''] = /^(\d{1,2})\/(\d{4})$/.exec(text) ?? []
  if (Number(month) < 1 || Number(month) > 12 || year === '') throw refused(`"${text}" không phải một tháng. Viết như 12/2026.`)
  return `${year}-${month.padStart(2, '0')}`
}

function readTime(text: string): string {
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(text)) throw refused(`"${text}" không phải một giờ. Viết như 07:30.`)
  return text
}

/** "19:30" for "7:30" is a slip that sends people out at night. */
function warnAboutTime(cli: Cli, time: string): void {
  if (time < '06:30' || time > '17:00') cli.note(`Chú ý: ${time} là giờ chi trả không thường gặp. Nếu gõ nhầm: loa schedule SỐ --time 07:30`)
}

function readPlace(text: string): string {
  // Every message puts "tại" before it.
  const place = text.trim().normalize('NFC').replace(/^tại\s+/iu, '')
  if (place === '' || place.length > 120) throw refused('Nơi chi trả cần từ 1 đến 120 chữ.')
  return place
}

function readMethod(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const method = METHODS[text]
  if (method === undefined) throw refused(`Cách chi trả "${text}" chưa rõ; chỉ nhận ${Object.keys(METHODS).join(', ')}.`)
  return method
}

const refused = (said: string): UserError => new UserError('schedule.refused', said, { exitCode: EXIT.usage })
