/** From nothing to an invented commune on the register: the files are written, and read again as an officer's would be. */
import { mkdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { communeNamed, demoParts, importInto, settingsOf } from '../../app/installation.ts'
import { roomsOf } from '../../app/rooms.ts'
import type { App } from '../../app.ts'
import type { Day } from '../../domain/calendar.ts'
import { communeProfile } from '../../domain/commune-profile.ts'
import { readPhone } from '../../domain/phone.ts'
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
  rooms: ReturnType<typeof demoParts>['rooms']
}

const WHO = 'demo'
/** Invented, like everybody here; the sample commune's letters name her too. */
const OFFICER = 'cô Châu'

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
  const { register, view, rooms } = demoParts(app.ground, commune.id)
  await register.enterVillages(sample.villages)
  cli.print(`Nhập ${sample.files.length} tệp Excel giống tệp cán bộ vẫn dùng (nằm trong ${folder}):`)
  for (const file of sample.files) cli.print(`  ${await importSample(app, commune.id, file, today)}`)
  await register.enterSchedules(sample.schedules)
  await register.markUncollected(sample.uncollected, app.clock.now())
  await register.givePhones()
  await enterRooms(app, commune.id, sample, today)
  return { communeId: commune.id, sample, citizens: createCitizens(seed), today, register, view, rooms }
}

/** What an officer sets up by `loa heads` and `loa room-code`, and what each of them does with the code. */
async function enterRooms(app: App, communeId: number, sample: SampleCommune, today: Day): Promise<void> {
  const desk = roomsOf(app.ground, app.clock)
  const { rooms } = demoParts(app.ground, communeId)
  const sender = communeProfile(sample.name, sample.profile).sender
  const enter = async (of: { kind: 'committee' | 'private'; holderId?: string }): Promise<void> => {
    const { code } = await desk.makeCode({ communeId, kind: of.kind, villageId: undefined, holderId: of.holderId, by: WHO })
    await rooms.enter(code, sender, app.clock.now())
  }
  const hold = async (holder: { office: 'head' | 'officer'; name: string; villageId?: number; phone?: string }): Promise<void> => {
    const holderId = await desk.addHolder({ communeId, villageId: undefined, phone: undefined, personId: undefined, termFrom: today, termTo: undefined, by: WHO, ...holder })
    await enter({ kind: 'private', holderId })
  }
  await enter({ kind: 'committee' })
  await hold({ office: 'officer', name: OFFICER })
  const villages = await settingsOf(app.ground, app.clock).villages(communeId)
  for (const { name, head } of sample.villages) {
    const villageId = villages.find((one) => one.name === name)?.id
    const phone = readPhone(head.phone)?.e164
    if (villageId !== undefined) await hold({ office: 'head', name: head.name, villageId, ...(phone === undefined ? {} : { phone }) })
  }
}

async function importSample(app: App, communeId: number, file: SampleCommune['files'][number], today: Day): Promise<string> {
  const roster = await openRosterFile(file.path)
  const reading = interpretRoster(roster, { today, ...(file.month === undefined ? {} : { month: file.month }) })
  const { counts } = await importInto(app.ground, app.clock)({ reading, sha256: roster.sha256, communeId, actor: WHO })
  const rest = [
    [counts.flagged, 'nhận nhưng cần cán bộ xem'],
    [counts.duplicate, 'trùng'],
    [counts.rejected, 'không nhận'],
  ] as const
  const remarks = rest.filter(([n]) => n > 0).map(([n, said]) => `${count(n)} ${said}`)
  return `${basename(file.path)}: ${KIND_WORDS[reading.kind]}, ${count(counts.persons)} người, ${count(counts.accepted)} dòng nhận ngay${remarks.length === 0 ? '' : `, ${remarks.join(', ')}`}`
}
