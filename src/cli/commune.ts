import { Command } from 'commander'
import { openGround, settingsOf } from '../app/installation.ts'
import { provinceCode } from '../bot/answers/province-code.ts'
import type { CommuneProfile } from '../domain/commune-profile.ts'
import { CHANNEL_NAMES } from '../domain/notice-state.ts'
import type { ChannelName } from '../domain/notice-state.ts'
import { CURRENT_PROVINCES } from '../domain/policy/province-codes.ts'
import { EXIT, UserError } from '../kernel/errors.ts'
import { chooseCommune } from './choose-commune.ts'
import type { Cli } from './cli.ts'
import { table } from './terminal.ts'

interface Setting {
  name: string
  said: string
  show(profile: CommuneProfile, isOn: (channel: ChannelName) => boolean): string
  read(text: string): Partial<CommuneProfile>
}

const text = (name: string, key: 'sender' | 'contact' | 'renewPlace' | 'submissionPlace' | 'address' | 'officeHours', said: string): Setting => ({
  name, said,
  show: (profile) => profile[key],
  read: (value) => ({ [key]: value.trim().normalize('NFC') }),
})

const SETTINGS: readonly Setting[] = [
  text('nguoi-gui', 'sender', 'tên ghi ở đầu mọi tin'),
  text('lien-he', 'contact', 'người và số điện thoại để dân hỏi'),
  text('noi-gia-han', 'renewPlace', 'nơi gia hạn thẻ bảo hiểm y tế'),
  text('noi-nop-ho-so', 'submissionPlace', 'nơi nộp hồ sơ'),
  text('dia-chi', 'address', 'trụ sở'),
  text('gio-lam-viec', 'officeHours', 'giờ làm việc'),
  {
    name: 'tinh', said: 'tỉnh, thành phố',
    show: ({ province }) => province,
    read: (value) => {
      const province = CURRENT_PROVINCES[provinceCode(value) ?? '']
      if (province === undefined) throw wrong('tinh', `"${value}" không phải một trong 34 tỉnh, thành phố hiện nay: ${Object.values(CURRENT_PROVINCES).join(', ')}`)
      return { province }
    },
  },
  {
    name: 'gio-nghi', said: 'không nhắn tin trong khoảng này',
    show: ({ quietHours }) => `${quietHours.from}-${quietHours.to}`,
    read: (value) => {
      const [, from, to] = /^(\d\d:\d\d)-(\d\d:\d\d)$/.exec(value) ?? []
      // Promised to every reader: nothing between 21:00 and 07:00. A commune may rest longer, not shorter.
      if (from === undefined || to === undefined || from > '21:00' || from < '12:00' || to < '07:00' || to > '12:00') {
        throw wrong('gio-nghi', 'cần dạng 20:30-07:00, bắt đầu muộn nhất 21:00 và hết sớm nhất 07:00')
      }
      return { quietHours: { from, to } }
    },
  },
  {
    name: 'kenh', said: 'thứ tự thử các kênh',
    show: ({ cascade }, isOn) => cascade.map((name) => (isOn(name) ? name : `${name} (chưa bật)`)).join(', '),
    read: (value) => {
      const names = value.split(',').map((name) => name.trim())
      if (names.some((name) => !(CHANNEL_NAMES as readonly string[]).includes(name))) throw wrong('kenh', `chỉ nhận ${CHANNEL_NAMES.join(', ')}`)
      return { cascade: names as ChannelName[] }
    },
  },
  {
    name: 'sms-co-dau', said: 'tin SMS có dấu (tốn gấp đôi) hay không',
    show: ({ smsAccents }) => (smsAccents ? 'có' : 'không'),
    read: (value) => {
      if (!['có', 'không'].includes(value)) throw wrong('sms-co-dau', 'chỉ nhận có hoặc không')
      return { smsAccents: value === 'có' }
    },
  },
  {
    name: 'gia-sms', said: 'đồng cho một đoạn tin SMS',
    show: ({ smsSegmentDong }) => String(smsSegmentDong),
    read: (value) => {
      if (!/^\d{1,5}$/.test(value)) throw wrong('gia-sms', 'cần một số đồng, ví dụ 350')
      return { smsSegmentDong: Number(value) }
    },
  },
  {
    name: 'duyet-tren', said: 'thông báo tới nhiều người hơn số này thì người thứ hai duyệt',
    show: ({ approvalOver }) => String(approvalOver),
    read: (value) => {
      if (!/^\d{1,6}$/.test(value)) throw wrong('duyet-tren', 'cần một số người, ví dụ 200')
      return { approvalOver: Number(value) }
    },
  },
]

/** `loa commune`: what every message of the commune says about itself. */
export function communeCommand(cli: Cli): Command {
  return new Command('commune')
    .description('xem hoặc đặt thông tin của xã, phường: người liên hệ, nơi gia hạn, giờ nghỉ, thứ tự kênh')
    .argument('[đặt...]', 'các mục cần đặt, dạng tên=giá trị, ví dụ: lien-he="cô Châu 0276 …"')
    .option('--commune <tên>', 'xã nào, khi có nhiều xã')
    .action(async (assignments: string[], options: { commune?: string }) => {
      const change = Object.assign({}, ...assignments.map(readAssignment)) as Partial<CommuneProfile>
      const ground = await openGround(cli.config(), cli.log())
      try {
        const commune = await chooseCommune(ground, options.commune)
        const { sms, telegram, webchat, zalo, zaloBot } = cli.config()
        const on: Readonly<Record<ChannelName, boolean>> = { sms: sms.enabled, telegram: telegram.enabled, webchat: webchat.enabled, zalo: zalo.enabled || zaloBot.enabled }
        const isOn = (channel: ChannelName): boolean => on[channel]
        const profile = assignments.length === 0 ? commune.profile : await settingsOf(ground).changeProfile(commune.id, change)
        cli.print(`${commune.name}\n${table(SETTINGS.map((setting) => [setting.name, setting.show(profile, isOn), setting.said]))}`)
      } finally {
        await ground.close()
      }
    })
}

function readAssignment(assignment: string): Partial<CommuneProfile> {
  const at = assignment.indexOf('=')
  const setting = SETTINGS.find((one) => one.name === assignment.slice(0, at))
  if (at < 1 || setting === undefined) {
    throw new UserError('commune.unknown-setting', `Không hiểu "${assignment}". Viết tên=giá trị, với tên là một trong: ${SETTINGS.map((one) => one.name).join(', ')}.`, { exitCode: EXIT.usage })
  }
  const value = assignment.slice(at + 1)
  if (value.trim() === '' || value.length > 200) throw wrong(setting.name, 'cần từ 1 đến 200 chữ')
  return setting.read(value)
}

const wrong = (name: string, said: string): UserError => new UserError('commune.wrong-setting', `${name}: ${said}.`, { exitCode: EXIT.usage })
