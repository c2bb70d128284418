import { Command } from 'commander'
import { settingsOf } from '../../app/installation.ts'
import type { Ground } from '../../app/installation.ts'
import type { Asked, ZaloConnection, ZaloDesk, ZaloOverview } from '../../app/zalo-desk.ts'
import { dayInVietnamese, daysBetween, vietnamDay, vietnamTime } from '../../domain/calendar.ts'
import { systemClock } from '../../kernel/clock.ts'
import { EXIT } from '../../kernel/errors.ts'
import type { Cli } from '../cli.ts'
import { count } from '../terminal.ts'
import { ASK_MS, withDesk } from './with-desk.ts'

const HOUR_MS = 60 * 60_000
const QUALITY_WORDS: Readonly<Record<ZaloOverview['quality'], string>> = { HIGH: 'tốt', MEDIUM: 'trung bình', LOW: 'thấp, sắp bị giảm hạn mức', UNDEFINED: 'chưa được đánh giá' }

/** `loa zalo status`: whether the account is connected, what is left of its quotas, what an officer must look at. */
export function zaloStatus(cli: Cli): Command {
  return new Command('status')
    .description('tình hình của Zalo OA: kết nối, gói, hạn mức, các mẫu tin, việc cần người xem')
    .option('--seen', 'đã xem các việc được nêu: lần sau không nêu lại')
    .option('--json', 'in JSON cho máy đọc')
    .action((options: { seen?: boolean; json?: boolean }) =>
      withDesk(cli, async (desk, ground) => {
        const connection = await desk.connection()
        const overview: Asked<ZaloOverview> | undefined = connection === undefined ? undefined : await desk.overview(AbortSignal.timeout(ASK_MS))
        const alerts = await desk.alerts()
        if (options.json === true) {
          cli.print(JSON.stringify({ oaId: desk.oaId, connection, overview, alerts: alerts.map(({ code, said, occurredAt, people }) => ({ code, said, occurredAt, personIds: people.map(({ id }) => id) })) }))
        } else {
          cli.print([`Zalo OA số ${desk.oaId}`, ...connectionLines(connection, systemClock.now()), ...overviewLines(overview), ...(await templateLines(desk, ground))].join('\n'))
          if (alerts.length > 0) cli.print('Cần người xem:')
          for (const { said, occurredAt, people } of alerts) {
            const about = people.length === 0 ? '' : ` (${people.map(({ id, name }) => `${name}, người số ${id}`).join('; ')})`
            cli.print(`  ${dayInVietnamese(vietnamDay(occurredAt))} ${vietnamTime(occurredAt)}: ${said}${about}`)
          }
        }
        if (options.seen === true) cli.note(`Đã ghi là đã xem: ${count(await desk.markSeen())} việc.`)
        if (connection?.trouble !== undefined || overview?.ok !== true || (alerts.length > 0 && options.seen !== true)) cli.setExitCode(EXIT.attention)
      }),
    )
}

function connectionLines(connection: ZaloConnection | undefined, now: Date): string[] {
  if (connection === undefined) return ['  Kết nối: chưa có. Chạy: loa zalo authorise']
  const { rotatedAt, accessEndsAt, trouble, messageApi } = connection
  const hours = Math.floor((now.getTime() - rotatedAt.getTime()) / HOUR_MS)
  const age = hours < 48 ? `${count(hours)} giờ` : `${count(daysBetween(vietnamDay(rotatedAt), vietnamDay(now)))} ngày`
  return [
    `  Kết nối: mã truy cập được gia hạn cách đây ${age}${accessEndsAt <= now ? ', nay đã hết hạn và sẽ được gia hạn khi gửi tin' : ''}`,
    ...(trouble === undefined ? [] : [`  ✗ ${trouble}`]),
    ...(messageApi === 'v2' ? ['  OA của cơ quan nhà nước: Zalo nhận tin trả lời ở địa chỉ riêng, Loa đã ghi nhớ'] : []),
  ]
}

function overviewLines(overview: Asked<ZaloOverview> | undefined): string[] {
  if (overview === undefined) return []
  if (!overview.ok) return [`  ✗ ${overview.said}`]
  const { name, plan, planEndsOn, quota, quality, callsPerMinute } = overview.value
  return [
    `  Tên: ${name}`,
    `  Gói: ${plan === '' ? 'Zalo không nói' : plan}${planEndsOn === undefined ? '' : `, hết hạn ngày ${dayInVietnamese(planEndsOn)}`}${callsPerMinute === undefined ? '' : `, ${count(callsPerMinute)} lượt gọi mỗi phút`}`,
    quota === undefined ? '  Hạn mức tin theo mẫu: chưa đọc được' : `  Hạn mức tin theo mẫu: ${count(quota.daily)} tin mỗi ngày, hôm nay còn ${count(quota.remaining)}`,
    `  Chất lượng gửi tin theo Zalo: ${QUALITY_WORDS[quality]}`,
  ]
}

async function templateLines(desk: ZaloDesk, ground: Ground): Promise<string[]> {
  const lines: string[] = []
  for (const { id, name } of await settingsOf(ground).communes()) {
    const known = await desk.templates.list(id)
    lines.push(known.length === 0 ? `  Mẫu tin của ${name}: chưa có, nên chỉ nhắn được người vừa nhắn với OA trong bảy ngày. Xem: loa zalo template` : `  Mẫu tin của ${name}: ${known.map((one) => `${one.key} → ${one.id}`).join(', ')}`)
  }
  return lines
}
