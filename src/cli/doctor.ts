import { Command } from 'commander'
import { createApp } from '../app.ts'
import { overviewOf } from '../app/installation.ts'
import type { App } from '../app.ts'
import { vietnamDay } from '../domain/calendar.ts'
import { CHANNEL_WORDS } from '../domain/channel-words.ts'
import { tableWarnings } from '../domain/policy/tables.ts'
import { EXIT, UserError } from '../kernel/errors.ts'
import { createLog } from '../kernel/log.ts'
import type { Cli } from './cli.ts'
import { count } from './terminal.ts'
import { slowWords } from './words.ts'

interface Finding {
  what: string
  ok: boolean
  /** Right for today, but somebody should know. */
  remark?: true
  said: string
}

/** What stopped Loa from starting, by the first word of its code. */
const PART_WORDS: Readonly<Record<string, string>> = {
  config: 'Cấu hình', database: 'Cơ sở dữ liệu', postgres: 'Cơ sở dữ liệu', keys: 'Khóa mã hóa', queue: 'Hàng đợi', content: 'Mẫu tin', web: 'Trang web',
}

/** A machine whose clock is off sends at the wrong hour. */
const CLOCK_TOLERANCE_MS = 5_000
const CHECK_TIMEOUT_MS = 10_000
const TABLE_NOTICE_DAYS = 60

/** `loa doctor`: looks at everything that Loa stands on, and says what to do. */
export function doctorCommand(cli: Cli): Command {
  return new Command('doctor').description('kiểm tra cấu hình, cơ sở dữ liệu, hàng đợi, đồng hồ, các kênh; nói cần làm gì').action(async () => {
    const findings: Finding[] = []
    try {
      const config = cli.config()
      findings.push({ what: 'Cấu hình', ok: true, said: 'đọc được' })
      // What is wrong is said below, in sentences; a log line about the same is for machines.
      const app = await createApp(config, createLog({ level: 'silent' }))
      findings.push(...(await examine(app)))
      await app.stop()
    } catch (problem) {
      if (!(problem instanceof UserError)) throw problem
      findings.push({ what: PART_WORDS[problem.code.split('.')[0] ?? ''] ?? 'Khởi động', ok: false, said: problem.said })
    }
    for (const { what, ok, said, remark } of findings) cli.print(`${ok ? (remark === true ? '!' : '✓') : '✗'} ${what}: ${said.replace(/\.$/, '')}`)
    cli.print('(✓ tốt · ! dùng được, nên xem · ✗ cần làm)')
    if (findings.some((finding) => !finding.ok)) cli.setExitCode(EXIT.attention)
  })
}

async function examine(app: App): Promise<Finding[]> {
  const { ground } = app
  const look = overviewOf(ground, app.clock)
  const server = await look.server()
  const drift = Math.abs(server.now.getTime() - app.clock.now().getTime())
  const [overview] = await look.communes()
  return [
    {
      what: 'Cơ sở dữ liệu',
      ok: Number.parseInt(server.version, 10) >= 14,
      said: `PostgreSQL ${server.version}${ground.config.databaseUrl === undefined ? ' kèm theo Loa' : ''}${Number.parseInt(server.version, 10) >= 14 ? '' : '; cần từ bản 14 trở lên'}`,
    },
    { what: 'Khóa mã hóa', ...(await keys(app)) },
    await queue(app),
    {
      what: 'Đồng hồ',
      ok: drift < CLOCK_TOLERANCE_MS,
      said: drift < CLOCK_TOLERANCE_MS ? 'khớp với máy chủ dữ liệu' : `lệch ${Math.round(drift / 1000)} giây so với máy chủ dữ liệu; bật đồng bộ giờ (NTP), nếu không tin sẽ đi sai giờ`,
    },
    ...(await Promise.all(app.channels.map((channel) => channelFinding(channel)))),
    ...(await look.slowChannels()).map((slow): Finding => ({ what: `Kênh ${CHANNEL_WORDS[slow.channel]}`, ok: true, remark: true, said: slowWords(slow) })),
    ...(app.channels.some((channel) => channel.name !== 'webchat')
      ? []
      : [{ what: 'Kênh tới điện thoại', ok: false, said: 'chưa bật kênh nào: mọi tin sẽ thành lượt đến nhà (loa visits); muốn nhắn được thì đặt SMS_PROVIDER hoặc Zalo (xem mục "Từng kênh một" trong README)' }]),
    ...tables(app),
    overview === undefined
      ? { what: 'Danh sách', ok: false, said: 'chưa nhập danh sách nào; chạy: loa import TỆP' }
      : { what: 'Danh sách', ok: true, said: `${overview.commune}, ${count(overview.persons)} người` },
  ]
}

/** A table that has run out stops the test run too; one that is only unsure is a remark. */
function tables(app: App): Finding[] {
  const what = 'Bảng mức chính sách'
  const warnings = tableWarnings(vietnamDay(app.clock.now()), TABLE_NOTICE_DAYS)
  return warnings.length === 0 ? [{ what, ok: true, said: 'còn hiệu lực' }] : warnings.map(({ kind, message }) => ({ what, said: message, ...(kind === 'unsure' ? ({ ok: true, remark: true } as const) : { ok: false }) }))
}

async function keys({ ground }: App): Promise<Omit<Finding, 'what'>> {
  const ok = await overviewOf(ground).canReadSecrets()
  const where = ground.config.keys === undefined ? `tệp ${ground.config.dataDir}/keys; nhớ sao lưu tệp này ở nơi khác` : 'LOA_KEYS'
  return { ok, said: ok ? `đọc được dữ liệu (${where})` : `không đọc được dữ liệu đã mã hóa; lấy lại khóa cũ (${where})` }
}

async function queue({ queue: backend }: App): Promise<Finding> {
  const what = `Hàng đợi (${backend.kind === 'redis' ? 'Redis' : 'PostgreSQL'})`
  return backend.ping().then(
    () => ({ what, ok: true, said: 'đang trả lời' }),
    () => ({ what, ok: false, said: 'không trả lời; tin vẫn được giữ và sẽ đi khi hàng đợi chạy lại' }),
  )
}

async function channelFinding(channel: App['channels'][number]): Promise<Finding> {
  const what = `Kênh ${CHANNEL_WORDS[channel.name]}`
  if (channel.check === undefined) return { what, ok: true, said: 'đã bật' }
  return channel.check(AbortSignal.timeout(CHECK_TIMEOUT_MS)).then(
    ({ ok, said }) => ({ what, ok, said }),
    () => ({ what, ok: false, said: 'nhà cung cấp không trả lời; kiểm tra mạng và địa chỉ' }),
  )
}
