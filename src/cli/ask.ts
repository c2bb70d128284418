import { Command } from 'commander'
import { askOf, contentOf, peopleNamed } from '../app/desk.ts'
import { openGround } from '../app/installation.ts'
import type { Ground } from '../app/installation.ts'
import { TOPIC_WORDS } from '../bot/topic-words.ts'
import { systemClock } from '../kernel/clock.ts'
import { EXIT, UserError } from '../kernel/errors.ts'
import { chooseCommune } from './choose-commune.ts'
import type { Cli } from './cli.ts'
import { RELATION_OPTION, readRelation } from './relation-option.ts'

interface AskOptions {
  as?: string
  unlinked?: boolean
  relation?: string
  commune?: string
}

/** `loa ask`: the reply that a chat would get. Nothing is sent and nothing is kept. */
export function askCommand(cli: Cli): Command {
  return new Command('ask')
    .description('xem trợ lý sẽ trả lời một câu thế nào, không gửi cho ai')
    .argument('<câu hỏi>', 'câu hỏi, đặt trong dấu ngoặc kép')
    .option('--as <người>', 'hỏi như cuộc trò chuyện của người này: số hoặc họ tên')
    .option('--unlinked', 'hỏi như cuộc trò chuyện chưa liên kết với ai')
    .option(...RELATION_OPTION)
    .option('--commune <tên>', 'xã nào, khi có nhiều xã')
    .action(async (text: string, options: AskOptions) => {
      if ((options.as === undefined) === (options.unlinked !== true)) {
        throw new UserError('ask.usage', 'Viết --as kèm số hoặc họ tên, hoặc --unlinked.', { exitCode: EXIT.usage })
      }
      const relation = readRelation(options.relation)
      const ground = await openGround(cli.config(), cli.log())
      try {
        const commune = await chooseCommune(ground, options.commune)
        const as = options.as === undefined ? [] : [{ personId: await onePerson(ground, commune.id, options.as), relation }]
        const ask = await askOf(ground, await contentOf(ground), systemClock)
        const { replies, actions } = await ask({ commune, as, text: text.normalize('NFC') })
        for (const { text: said, buttons } of replies) {
          cli.print(said)
          if (buttons.length > 0) cli.print(`[${buttons.map(({ title }) => title).join('] [')}]`)
        }
        for (const action of actions) if (action.kind === 'ticket') cli.note(`(chuyển cán bộ: ${TOPIC_WORDS[action.topic]}${action.urgent === true ? ', khẩn' : ''})`)
      } finally {
        await ground.close()
      }
    })
}

/** By number, or by a name that only one person has. */
export async function onePerson(ground: Ground, communeId: number, wanted: string): Promise<string> {
  const found = await peopleNamed(ground, communeId, wanted)
  const [person, other] = found
  if (person === undefined) throw new UserError('person.none', `Không có ai tên hoặc số "${wanted}" trong danh sách của xã.`)
  if (other === undefined) return person.id
  const lines = found.map(({ id, fullName, village, birthYear }) => `  ${[id, fullName, birthYear && `sinh ${birthYear}`, village].filter(Boolean).join(' · ')}`)
  throw new UserError('person.several', `Có nhiều người tên "${wanted}"; dùng số thay cho tên:\n${lines.join('\n')}`)
}
