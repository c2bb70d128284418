import { Command } from 'commander'
import { dataOfPerson } from '../app/person-data.ts'
import { openGround, overviewOf } from '../app/installation.ts'
import type { CommuneOverview, GoneReportRow } from '../app/installation.ts'
import { dayInVietnamese, vietnamDay, vietnamTime } from '../domain/calendar.ts'
import { CHANNEL_WORDS, troubleWords } from '../domain/channel-words.ts'
import { REQUEST_WORDS } from '../domain/data-request.ts'
import type { NoticeState } from '../domain/notice-state.ts'
import { STATE_WORDS } from '../domain/state-words.ts'
import { EXIT } from '../kernel/errors.ts'
import type { Cli } from './cli.ts'
import { count } from './terminal.ts'
import { slowWords } from './words.ts'

/** The newest ones; `loa zalo status` shows what is older. */
const ALERTS = 10

/** `loa status`: what is going on, in sentences. */
export function statusCommand(cli: Cli): Command {
  return new Command('status')
    .description('tình hình: danh sách, tin nhắn bảy ngày qua, việc cần người xem')
    .option('--json', 'in JSON cho máy đọc')
    .action(async (options: { json?: boolean }) => {
      const ground = await openGround(cli.config(), cli.log())
      try {
        const overview = overviewOf(ground)
        const communes = await overview.communes()
        const unconfirmed = await overview.unconfirmed(20)
        const resting = await overview.restingChannels()
        const slow = await overview.slowChannels()
        const alerts = await overview.alerts(ALERTS)
        const gone = await overview.goneReports()
        if (options.json === true) {
          cli.print(JSON.stringify({ communes, unconfirmed: unconfirmed.map(({ noticeId, channel, since }) => ({ noticeId, channel, since })), resting, slow, gone: gone.map(({ personId, said, source, reportedAt, held }) => ({ personId, said, source, reportedAt, held })), alerts: alerts.map(({ channel, code, said, occurredAt }) => ({ channel, code, said, occurredAt })) }))
          return
        }
        if (communes.length === 0) cli.print('Chưa có xã nào. Nhập danh sách trước: loa import TỆP')
        for (const commune of communes) cli.print(describe(commune))
        if (gone.length > 0) cli.print(goneLines(gone))
        for (const { channel, reason, resumeAt } of resting) {
          cli.print(`Kênh ${CHANNEL_WORDS[channel]} đang tạm ngừng: ${troubleWords(reason)}; thử lại lúc ${vietnamTime(resumeAt)}. Xem: loa doctor`)
        }
        for (const channel of slow) cli.print(`Kênh ${CHANNEL_WORDS[channel.channel]}: ${slowWords(channel)}.`)
        for (const { channel, said, people } of alerts) {
          cli.print(`${CHANNEL_WORDS[channel]}: ${said}${people.length === 0 ? '' : ` (${people.map(({ id, name }) => `${name}, người số ${id}`).join('; ')})`}`)
        }
        const requests = await dataOfPerson(ground).open(undefined)
        for (const { personId, fullName, kind, doBy } of requests) cli.print(`${fullName} (người số ${personId}) yêu cầu ${REQUEST_WORDS[kind]}: làm xong chậm nhất ${dayInVietnamese(doBy)}. Xem: loa person --help`)
        if (alerts.length > 0) cli.print('Xem rồi thì ghi: loa zalo status --seen')
        if (unconfirmed.length > 0) {
          cli.print('Chưa rõ đã tới hay chưa. Loa không tự gửi lại; hỏi người nhận rồi ghi: loa unconfirmed SỐ --arrived hoặc --again')
          for (const notice of unconfirmed) cli.print(`  ${notice.noticeId} · ${notice.person}${notice.village === undefined ? '' : `, ${notice.village}`} · ${notice.channel === undefined ? 'trước khi khôi phục' : CHANNEL_WORDS[notice.channel]}`)
        }
        if (communes.some(({ openTickets }) => openTickets > 0) || gone.length > 0 || unconfirmed.length > 0 || resting.length > 0 || alerts.length > 0 || requests.length > 0) cli.setExitCode(EXIT.attention)
      } finally {
        await ground.close()
      }
    })
}

/** Enough to start with; the next ones come up as these are decided. */
const GONE_SHOWN = 20

function goneLines(gone: readonly GoneReportRow[]): string {
  const held = gone.reduce((sum, report) => sum + report.held, 0)
  const more = gone.length > GONE_SHOWN ? [`  … và ${count(gone.length - GONE_SHOWN)} người nữa`] : []
  return [
    `${count(gone.length)} người cần xác nhận còn sống, còn ở xã${held === 0 ? '' : `; đang giữ lại ${count(held)} tin nhắc, lượt đến nhà của họ`}. Ghi: loa person SỐ --da-mat NGÀY, --chuyen-di NGÀY hoặc --con-song`,
    ...gone.slice(0, GONE_SHOWN).map((one) => {
      const by = one.source === 'visit' ? 'trưởng thôn, trưởng ấp báo' : one.source === 'chat' ? 'người nhà nhắn tin báo' : `danh sách${one.fileName === undefined ? '' : ` ${one.fileName}`} ghi`
      return `  ${one.personId} · ${one.person}${one.village === undefined ? '' : `, ${one.village}`} · ${by} ${one.said === 'died' ? 'đã mất' : 'đã chuyển đi'} (${dayInVietnamese(vietnamDay(one.reportedAt))})`
    }),
    ...more,
  ].join('\n')
}

function waited(seconds: number): string {
  const minutes = Math.ceil(seconds / 60)
  if (minutes < 120) return `${minutes} phút`
  return minutes < 48 * 60 ? `${Math.round(minutes / 60)} giờ` : `${count(Math.round(minutes / 1440))} ngày`
}

function describe(commune: CommuneOverview): string {
  const states = (Object.entries(commune.states) as [NoticeState, number][]).map(([state, n]) => `${count(n)} ${STATE_WORDS[state]}`)
  return [
    `${commune.commune}: ${count(commune.persons)} người, ${count(commune.cards)} thẻ bảo hiểm y tế, ${count(commune.allowances)} suất trợ cấp`,
    `  Tin nhắc bảy ngày qua và sắp tới: ${states.length === 0 ? 'chưa có' : states.join(' · ')}`,
    ...(commune.openTickets > 0 ? [`  ${count(commune.openTickets)} câu hỏi của người dân chờ cán bộ${commune.urgentTickets > 0 ? `, ${count(commune.urgentTickets)} việc khẩn` : ''}. Xem: loa tickets`] : []),
    ...(commune.openVisits > 0 ? [`  ${count(commune.openVisits)} người cần đến nhà báo tin. Xem: loa visits`] : []),
    ...(commune.oldestDueSeconds > 60 ? [`  Tin chờ lâu nhất đã chờ ${waited(commune.oldestDueSeconds)}. Nếu "loa start" không chạy thì không tin nào được gửi.`] : []),
    commune.lastImport === undefined ? '  Chưa nhập tệp nào.' : `  Nhập gần nhất: ${commune.lastImport.fileName}`,
  ].join('\n')
}
