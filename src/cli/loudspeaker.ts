import { Command } from 'commander'
import { contentOf } from '../app/desk.ts'
import { openGround } from '../app/installation.ts'
import { loudspeakerScript, MOST_CHARS, WORDS_PER_MINUTE } from '../groups/loudspeaker.ts'
import { EXIT, UserError } from '../kernel/errors.ts'
import { chooseCommune } from './choose-commune.ts'
import type { Cli } from './cli.ts'
import { emptyRefusal, privateRefusal, PUBLIC_PHONE, readPublicPhones } from './paper/refusals.ts'

const HELP = `
Số, ngày, giờ và chữ viết tắt được viết ra chữ; cả bài được đọc hai lần. Loa không tìm được tên người: đừng đọc tên, tuổi, mức trợ cấp của riêng ai.
Lời mở đầu và kết thúc nằm trong mẫu vi/loudspeaker.speech, xem và thay bằng: loa wording`

/** `loa loudspeaker`: what the commune's announcer reads out. Nothing is sent and nothing is kept. */
export function loudspeakerCommand(cli: Cli): Command {
  return new Command('loudspeaker')
    .description('viết bài đọc loa phát thanh từ một thông báo')
    .argument('<lời>', 'nội dung, đặt trong dấu ngoặc kép')
    .option('--southern', 'đọc "lẻ", "ngàn" như miền Nam')
    .option(...PUBLIC_PHONE)
    .option('--commune <tên>', 'xã nào, khi có nhiều xã')
    .addHelpText('after', HELP)
    .action(async (text: string, options: { southern?: true; publicPhone?: string; commune?: string }) => {
      const publicPhones = readPublicPhones(options.publicPhone)
      const ground = await openGround(cli.config(), cli.log())
      try {
        const { id: communeId, profile: { sender, contact } } = await chooseCommune(ground, options.commune)
        const script = await loudspeakerScript(await contentOf(ground))({ communeId, text, sender, contact, publicPhones, speech: options.southern === true ? 'southern' : 'official' })
        if (script.kind === 'empty') throw emptyRefusal('loudspeaker')
        if (script.kind === 'private') throw privateRefusal('loudspeaker', script.numbers)
        if (script.kind === 'too-long') throw new UserError('loudspeaker.too-long', `Chưa làm. Lời này dài ${script.chars} chữ cái, một lần phát tối đa ${MOST_CHARS}. Chia thành nhiều bài.`)
        cli.print(script.text)
        cli.note(`\nĐọc mất ${duration(script.minutes)} (${script.words} tiếng, mỗi phút ${WORDS_PER_MINUTE} tiếng).`)
        if (script.unknown.length > 0) {
          cli.note(`Loa chưa biết đọc: ${script.unknown.join(', ')}. Viết đầy đủ các chữ ấy rồi chạy lại.`)
          cli.setExitCode(EXIT.attention)
        }
      } finally {
        await ground.close()
      }
    })
}

/** To ten seconds: nobody reads more evenly than that. */
function duration(minutes: number): string {
  const tens = Math.max(1, Math.round(minutes * 6))
  const [whole, seconds] = [Math.floor(tens / 6), (tens % 6) * 10]
  return ['khoảng', whole > 0 && `${whole} phút`, seconds > 0 && `${seconds} giây`].filter(Boolean).join(' ')
}
