import { Command } from 'commander'
import { openGround, settingsOf } from '../app/installation.ts'
import type { FateDecision, PersonFate } from '../app/installation.ts'
import { dayInVietnamese, vietnamDay } from '../domain/calendar.ts'
import type { Day } from '../domain/calendar.ts'
import { systemClock } from '../kernel/clock.ts'
import { EXIT, UserError } from '../kernel/errors.ts'
import { onePerson } from './ask.ts'
import { chooseCommune } from './choose-commune.ts'
import type { Cli } from './cli.ts'
import { readDay } from './read-day.ts'

interface PersonOptions {
  daMat?: string
  chuyenDi?: string
  conSong?: true
  commune?: string
}

const HELP = `
Người đã mất hoặc đã chuyển đi không được nhắc gì nữa: tin chưa gửi và lượt đến nhà được hủy. Ghi nhầm thì ghi lại bằng --con-song, những gì
chưa quá hạn trở lại như trước. Lệnh này không dừng trợ cấp và không xóa tên ai khỏi sổ.`

/** `loa person`: whether somebody lives, and lives here; the officer's word, which can be taken back. */
export function personCommand(cli: Cli): Command {
  return new Command('person')
    .description('ghi một người đã mất, đã chuyển đi, hoặc còn sống và còn ở xã')
    .argument('<người>', 'số hoặc họ tên')
    .option('--da-mat <ngày/tháng/năm>', 'đã mất ngày nào')
    .option('--chuyen-di <ngày/tháng/năm>', 'đã chuyển đi ngày nào')
    .option('--con-song', 'còn sống, còn ở xã; cũng để bỏ điều đã ghi nhầm')
    .option('--commune <tên>', 'xã nào, khi có nhiều xã')
    .addHelpText('after', HELP)
    .action(async (wanted: string, options: PersonOptions) => {
      const decision = readDecision(options)
      const ground = await openGround(cli.config(), cli.log())
      try {
        const { id: communeId } = await chooseCommune(ground, options.commune)
        const personId = await onePerson(ground, communeId, wanted)
        const { fateOf, decideFate } = settingsOf(ground)
        const before = (await fateOf(communeId, personId)) as PersonFate
        if (decision !== undefined) cli.print(decided(before, decision, await decideFate({ communeId, personId, by: 'cli' }, decision)))
        else cli.print(described(personId, before))
      } finally {
        await ground.close()
      }
    })
}

function readDecision({ daMat, chuyenDi, conSong }: PersonOptions): FateDecision | undefined {
  if ([daMat, chuyenDi, conSong].filter((given) => given !== undefined).length > 1) throw refused('Chỉ chọn một trong --da-mat, --chuyen-di và --con-song.')
  if (conSong === true) return { kind: 'here' }
  if (daMat !== undefined) return { kind: 'died', on: readPast(daMat) }
  return chuyenDi === undefined ? undefined : { kind: 'moved', on: readPast(chuyenDi) }
}

function readPast(text: string): Day {
  const day = readDay(text)
  if (day === undefined) throw refused(`"${text}" không phải một ngày. Viết như 15/11/2026.`)
  if (day > vietnamDay(systemClock.now())) throw refused(`Ngày ${text} chưa tới. Kiểm tra lại ngày.`)
  return day
}

function decided({ fullName }: PersonFate, decision: FateDecision, touched: number): string {
  if (decision.kind === 'here') return `Đã ghi: ${fullName} còn sống, còn ở xã. ${touched === 0 ? 'Loa nhắc như bình thường.' : `${touched} tin nhắc, lượt đến nhà trở lại như trước.`}`
  const what = decision.kind === 'died' ? 'đã mất' : 'đã chuyển đi'
  const cancelled = touched === 0 ? '' : ` Đã hủy ${touched} tin nhắc, lượt đến nhà.`
  return `Đã ghi: ${fullName} ${what} ngày ${dayInVietnamese(decision.on)}.${cancelled} Trợ cấp chưa bị dừng; hãy làm thủ tục theo quy định. Nếu ghi nhầm, ghi lại bằng --con-song.`
}

function described(personId: string, { fullName, birthYear, village, diedOn, movedOutOn, reported }: PersonFate): string {
  const known =
    diedOn !== undefined ? `đã mất ngày ${dayInVietnamese(diedOn)}`
    : movedOutOn !== undefined ? `đã chuyển đi ngày ${dayInVietnamese(movedOutOn)}`
    : reported !== undefined ? `có người báo ${reported === 'died' ? 'đã mất' : 'đã chuyển đi'}, cần xác nhận`
    : 'còn sống, còn ở xã'
  return [personId, fullName, birthYear && `sinh ${birthYear}`, village, known].filter(Boolean).join(' · ')
}

const refused = (said: string): UserError => new UserError('person.refused', said, { exitCode: EXIT.usage })
