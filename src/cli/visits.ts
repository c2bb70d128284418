import { Command } from 'commander'
import { explainerOf, openGround, overviewOf, settingsOf } from '../app/installation.ts'
import type { Ground, VisitRow } from '../app/installation.ts'
import { dayInVietnamese, vietnamDay } from '../domain/calendar.ts'
import { VISIT_WORDS } from '../domain/channel-words.ts'
import { visitTopic } from '../domain/visit-topics.ts'
import { EXIT, UserError } from '../kernel/errors.ts'
import { chooseCommune } from './choose-commune.ts'
import { chooseVillage } from './choose-village.ts'
import type { Cli } from './cli.ts'

const HELP = `
Một kết quả được ghi cho mọi việc đang cần báo người đó. da-bao: đã báo hết các việc, tên ra khỏi danh sách. vang: chưa gặp, tên còn trong
danh sách để đến lần sau. da-mat, chuyen-di: Loa giữ lại mọi tin nhắc và lượt đến nhà của người đó cho tới khi cán bộ ghi bằng: loa person`

/** `loa visits`: whom no channel reached, village by village, for the village head. */
export function visitsCommand(cli: Cli): Command {
  return new Command('visits')
    .description('danh sách người cần đến nhà báo tin, theo từng thôn, ấp')
    .argument('[số]', 'số của người đã đến báo, kèm --outcome')
    .option('--outcome <kết quả>', `đã đến báo ra sao: ${Object.keys(OUTCOMES).join(', ')}`)
    .option('--village <tên>', 'chỉ một thôn, ấp')
    .option('--commune <tên>', 'xã nào, khi có nhiều xã')
    .addHelpText('after', HELP)
    .action(async (personId: string | undefined, options: { village?: string; outcome?: string; commune?: string }) => {
      if (personId !== undefined || options.outcome !== undefined) checkReport(personId, options.outcome)
      const ground = await openGround(cli.config(), cli.log())
      try {
        if (personId !== undefined) await report(cli, ground, personId, options)
        else await list(cli, ground, options)
      } finally {
        await ground.close()
      }
    })
}

async function list(cli: Cli, ground: Ground, options: { village?: string; commune?: string }): Promise<void> {
  const narrowed = options.village !== undefined || options.commune !== undefined
  const commune = narrowed ? await chooseCommune(ground, options.commune) : undefined
  const village = commune === undefined || options.village === undefined ? undefined : await chooseVillage(ground, commune.id, options.village)
  const rows = await overviewOf(ground).visits({ ...(commune && { communeId: commune.id }), ...(village && { villageId: village.id }) })
  cli.print(rows.length === 0 ? 'Không có ai cần đến nhà báo tin.' : visitList(rows, await textsOf(ground, rows)))
}

const OUTCOMES = { 'da-bao': 'told', vang: 'absent', 'da-mat': 'died', 'chuyen-di': 'moved' } as const

function checkReport(personId: string | undefined, outcome: string | undefined): void {
  if (outcome !== undefined && Object.hasOwn(OUTCOMES, outcome) && personId !== undefined && /^\d{1,15}$/.test(personId)) return
  throw new UserError('visits.usage', `Viết số của người ở đầu dòng và kết quả: loa visits SỐ --outcome ${Object.keys(OUTCOMES).join('|')}`, { exitCode: EXIT.usage })
}

/** The village head's word. One word is about everything that is open for the person. */
async function report(cli: Cli, ground: Ground, personId: string, options: { outcome?: string; commune?: string }): Promise<void> {
  const outcome = OUTCOMES[options.outcome as keyof typeof OUTCOMES]
  const commune = await chooseCommune(ground, options.commune)
  const about = await settingsOf(ground).recordVisit({ communeId: commune.id, personId, outcome, by: 'cli' })
  if (about.length === 0) throw new UserError('visits.none', `Người số ${personId} không có trong danh sách cần đến nhà báo tin.`)
  cli.print(recorded(outcome, personId, about))
}

function recorded(outcome: (typeof OUTCOMES)[keyof typeof OUTCOMES], personId: string, about: readonly string[]): string {
  const topics = [...new Set(about.map(visitTopic))].join(', ')
  if (outcome === 'told') return about.length === 1 ? `Đã ghi: đã báo ${topics}.` : `Đã ghi cho ${about.length} việc: ${topics}.`
  if (outcome === 'absent') return 'Đã ghi: chưa gặp. Người này vẫn còn trong danh sách, để đến lần sau.'
  const option = outcome === 'died' ? '--da-mat' : '--chuyen-di'
  return `Đã ghi. Loa tạm giữ mọi tin nhắc và lượt đến nhà của người này; trợ cấp chưa bị dừng. Cán bộ kiểm tra rồi ghi: loa person ${personId} ${option} NGÀY, hoặc nếu báo nhầm: loa person ${personId} --con-song`
}

const textsOf = async (ground: Ground, rows: readonly VisitRow[]): Promise<ReadonlyMap<string, string>> =>
  (await explainerOf(ground))(rows.map((row) => row.noticeId), 'visit')

/** `texts`: by notice, what the village head is to tell. */
export function visitList(rows: readonly VisitRow[], texts: ReadonlyMap<string, string>): string {
  return [...grouped(rows, villageOf)]
    .map(([village, ofVillage]) => {
      const head = ofVillage[0]?.head === undefined ? '' : ` (${ofVillage[0].head})`
      const people = [...grouped(ofVillage, ({ personId }) => personId).values()]
      return [`${village}${head}: ${people.length} người`, ...people.flatMap((own) => personLines(own, texts))].join('\n')
    })
    .join('\n')
}

const villageOf = (row: VisitRow): string => (row.village === '' ? 'Chưa rõ thôn, ấp' : `${row.villageKind} ${row.village}`.trim())

function grouped<Key>(rows: readonly VisitRow[], keyOf: (row: VisitRow) => Key): Map<Key, VisitRow[]> {
  const groups = new Map<Key, VisitRow[]>()
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row])
  return groups
}

/** Who it is, so that two of one name are told apart, and why a visit; then what to tell. */
function personLines(own: readonly VisitRow[], texts: ReadonlyMap<string, string>): string[] {
  const { personId, person, birthYear, householdHead } = own[0] as VisitRow
  const who = [birthYear && `sinh ${birthYear}`, householdHead && `chủ hộ ${householdHead}`].filter(Boolean).join(', ')
  const reasons = [...new Set(own.map(({ reason }) => VISIT_WORDS[reason] ?? reason))].join('; ')
  const lastTry = own.flatMap(({ absentAt }) => absentAt ?? []).sort((one, other) => other.getTime() - one.getTime())[0]
  const tried = lastTry === undefined ? '' : ` · đã đến ngày ${dayInVietnamese(vietnamDay(lastTry))}, chưa gặp`
  return [
    `  ☐ ${personId} · ${person}${who === '' ? '' : ` (${who})`} · ${reasons}${tried}`,
    ...own.map((row) => `      ${texts.get(row.noticeId) ?? `Báo ${person}: ${visitTopic(row.templateKey)}.`} (cần báo từ ngày ${dayInVietnamese(row.dueOn)})`),
  ]
}
