/** From nothing to an invented commune on the register: the files are written, and read again as an officer's would be. */
import { mkdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { communeNamed, demoParts, importInto } from '../../app/installation.ts'
import type { App } from '../../app.ts'
import type { Day } from '../../domain/calendar.ts'
import { interpretRoster } from '../../register/roster/interpret-roster.ts'
import { openRosterFile } from '../../register/roster/open-roster-file.ts'
import type { RosterKind } from '../../register/roster/roster.ts'
import type { Cli } from '../cli.ts'
import { count } from '../terminal.ts'
import { createCitizens } from './citizens.ts'
import type { Citizens } from './citizens.ts'
import { writeSampleCommune } from './sample-commune.ts'
import type { SampleCommune } from './sample-commune.ts'

export interface Demo {
  communeId: number
  sample: SampleCommune
  citizens: Citizens
  today: Day
  register: ReturnType<typeof demoParts>['register']
  view: ReturnType<typeof demoParts>['view']
}

const KIND_WORDS: Readonly<Record<RosterKind, string>> = {
  assistance: 'danh sách hưởng trợ cấp',
  cards: 'danh sách thẻ bảo hiểm y tế',
  payments: 'danh sách chi trả',
  households: 'danh sách hộ nghèo, cận nghèo',
}

export async function prepareDemo(cli: Cli, app: App, { today, seed }: { today: Day; seed: number }): Promise<Demo> {
  const folder = join(app.ground.config.dataDir, 'demo')
  await mkdir(folder, { recursive: true })
  const sample = await writeSampleCommune(folder, { today, seed })
  cli.print(`Xã mẫu: ${sample.name}. Mọi tên người, số giấy tờ, số điện thoại đều được đặt ra, không có thật.`)
  const commune = await communeNamed(app.ground, sample.name, sample.profile)
  const { register, view } = demoParts(app.ground, commune.id)
  await register.enterVillages(sample.villages)
  cli.print(`Nhập ${sample.files.length} tệp Excel giống tệp cán bộ vẫn dùng (nằm trong ${folder}):`)
  for (const file of sample.files) cli.print(`  ${await importSample(app, commune.id, file, today)}`)
  await register.enterSchedules(sample.schedules)
  await register.markUncollected(sample.uncollected, app.clock.now())
  await register.givePhones()
  return { communeId: commune.id, sample, citizens: createCitizens(seed), today, register, view }
}

async function importSample(app: App, communeId: number, file: SampleCommune['files'][number], today: Day): Promise<string> {
  const roster = await openRosterFile(file.path)
  const reading = interpretRoster(roster, { today, ...(file.month === undefined ? {} : { month: file.month }) })
  const { counts } = await importInto(app.ground, app.clock)({ reading, sha256: roster.sha256, communeId, actor: 'demo' })
  const rest = [
    [counts.flagged, 'nhận nhưng cần cán bộ xem'],
    [counts.duplicate, 'trùng'],
    [counts.rejected, 'không nhận'],
  ] as const
  const remarks = rest.filter(([n]) => n > 0).map(([n, said]) => `${count(n)} ${said}`)
  return `${basename(file.path)}: ${KIND_WORDS[reading.kind]}, ${count(counts.persons)} người, ${count(counts.accepted)} dòng nhận ngay${remarks.length === 0 ? '' : `, ${remarks.join(', ')}`}`
}
