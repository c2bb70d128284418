import { Command } from 'commander'
import { open } from 'node:fs/promises'
import { dataOfPerson } from '../app/person-data.ts'
import { openGround, settingsOf } from '../app/installation.ts'
import type { FateDecision, PersonFate } from '../app/installation.ts'
import { dayInVietnamese, vietnamDay } from '../domain/calendar.ts'
import type { Day } from '../domain/calendar.ts'
import { ERASED_WORDS, REQUEST_WORDS } from '../domain/data-request.ts'
import type { DataRequestKind } from '../domain/data-request.ts'
import { systemClock } from '../kernel/clock.ts'
import { EXIT, UserError } from '../kernel/errors.ts'
import { onePerson } from './ask.ts'
import { chooseCommune } from './choose-commune.ts'
import type { Cli } from './cli.ts'
import { canAsk, confirm } from './confirm.ts'
import { readDay } from './read-day.ts'

interface PersonOptions {
  daMat?: string
  chuyenDi?: string
  conSong?: true
  yeuCau?: string
  xuat?: string
  xoa?: true
  yes?: true
  commune?: string
}

const HELP = `
Người đã mất hoặc đã chuyển đi không được nhắc gì nữa: tin chưa gửi và lượt đến nhà được hủy. Ghi nhầm thì ghi lại bằng --con-song, những gì
chưa quá hạn trở lại như trước. Lệnh này không dừng trợ cấp và không xóa tên ai khỏi sổ.`

/** `loa person`: whether somebody lives, and lives here; the officer's word, which can be taken back. */
export function personCommand(cli: Cli): Command {
  return new Command('person')
    .description('ghi một người đã mất, đã chuyển đi, hoặc còn sống và còn ở xã; yêu cầu xem, xóa dữ liệu của người ấy')
    .argument('<người>', 'số hoặc họ tên')
    .option('--da-mat <ngày/tháng/năm>', 'đã mất ngày nào')
    .option('--chuyen-di <ngày/tháng/năm>', 'đã chuyển đi ngày nào')
    .option('--con-song', 'còn sống, còn ở xã; cũng để bỏ điều đã ghi nhầm')
    .option('--yeu-cau <xem|xoa>', 'ghi yêu cầu của người này: xem, hoặc xóa dữ liệu về mình')
    .option('--xuat <tệp>', 'xuất mọi điều Loa giữ về người này ra một tệp, để giao cho chính người ấy')
    .option('--xoa', 'xóa dữ liệu về người này theo yêu cầu của người ấy')
    .option('--yes', 'không hỏi lại trước khi xóa')
    .option('--commune <tên>', 'xã nào, khi có nhiều xã')
    .addHelpText('after', HELP)
    .action(async (wanted: string, options: PersonOptions) => {
      const decision = readDecision(options)
      const wish = readWish(options)
      const ground = await openGround(cli.config(), cli.log())
      try {
        const { id: communeId } = await chooseCommune(ground, options.commune)
        const personId = await onePerson(ground, communeId, wanted)
        const { fateOf, decideFate } = settingsOf(ground)
        if (wish !== undefined) return await fulfil(cli, dataOfPerson(ground), { communeId, personId, by: 'cli' }, wish)
        const before = (await fateOf(communeId, personId)) as PersonFate
        if (decision !== undefined) cli.print(decided(before, decision, await decideFate({ communeId, personId, by: 'cli' }, decision)))
        else cli.print(described(personId, before))
      } finally {
        await ground.close()
      }
    })
}

type Wish = { kind: 'note'; what: DataRequestKind } | { kind: 'export'; path: string } | { kind: 'erase'; sure: boolean }

function readWish({ yeuCau, xuat, xoa, yes, daMat, chuyenDi, conSong }: PersonOptions): Wish | undefined {
  const given = [yeuCau, xuat, xoa].filter((one) => one !== undefined).length
  if (given === 0) return undefined
  if (given > 1 || [daMat, chuyenDi, conSong].some((one) => one !== undefined)) throw refused('Mỗi lần một việc: --yeu-cau, --xuat, --xoa, hoặc ghi đã mất, đã chuyển đi, còn sống.')
  if (xuat !== undefined) return { kind: 'export', path: xuat }
  if (xoa === true) return { kind: 'erase', sure: yes === true }
  if (yeuCau !== 'xem' && yeuCau !== 'xoa') throw refused('Viết --yeu-cau xem, hoặc --yeu-cau xoa.')
  return { kind: 'note', what: yeuCau === 'xem' ? 'export' : 'erase' }
}

async function fulfil(cli: Cli, desk: ReturnType<typeof dataOfPerson>, who: { communeId: number; personId: string; by: string }, wish: Wish): Promise<void> {
  if (wish.kind === 'note') {
    const { replyBy, doBy } = await desk.note(who, wish.what)
    cli.print(`Đã ghi yêu cầu ${REQUEST_WORDS[wish.what]}. Trả lời người ấy chậm nhất ${dayInVietnamese(replyBy)}, làm xong chậm nhất ${dayInVietnamese(doBy)}.`)
    return
  }
  if (wish.kind === 'export') {
    const file = await open(wish.path, 'wx', 0o600).catch((cause: unknown) => {
      throw new UserError('person.not-written', `Không tạo được tệp ${wish.path}: đã có tệp ấy, hoặc không được ghi ở đó.`, { cause })
    })
    await file.writeFile((await desk.read(who)) ?? '').finally(() => file.close())
    cli.print(`Đã xuất ra ${wish.path}. Tệp có số giấy tờ và lời tin nhắn chưa mã hóa: giao tận tay người ấy rồi xóa tệp.`)
    return
  }
  if (!wish.sure && !(canAsk() && (await confirm({ text: ERASE_QUESTION, signal: cli.signal, stopped: 'Chưa xóa gì.' })))) throw new UserError('person.not-erased', 'Chưa xóa gì. Chắc chắn thì thêm --yes.')
  const erased = await desk.erase(who)
  cli.print(erased?.identity === true ? 'Đã xóa tên, ngày sinh, số giấy tờ, số liên lạc và mọi lời tin nhắn. Con số chi trả của các tháng trước vẫn đúng.' : ERASED_WORDS)
}

const ERASE_QUESTION = 'Xóa số liên lạc, lời tin nhắn và (khi không còn hưởng gì) cả tên, ngày sinh, số giấy tờ của người này? Không lấy lại được.'

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
