/** What the demo's page of phones shows. */
import type { App } from '../../app.ts'
import type { DemoPersonRow } from '../../app/installation.ts'
import { ageRangeOn } from '../../domain/birth.ts'
import type { Birth } from '../../domain/birth.ts'
import { vietnamDay } from '../../domain/calendar.ts'
import type { Day } from '../../domain/calendar.ts'
import { villageHead } from '../../domain/village-head.ts'
import { formOfAddress } from '../../domain/form-of-address.ts'
import type { DemoPerson } from '../../web/demo/demo-page.ts'
import type { DemoPort } from '../../web/demo/demo-routes.ts'
import type { Demo } from './prepare-demo.ts'

const OFFICER = 'Cán bộ trực'
const COMMITTEE = 'Ban chỉ đạo'

export function demoPort(app: App, demo: Demo): DemoPort {
  return {
    async people(query, offset, limit) {
      const today = vietnamDay(app.clock.now())
      const { people, total } = await demo.view.people(query, offset, limit)
      return { people: people.map((row) => personOf(row, today)), total }
    },
    rooms: async () => (await demo.rooms.list()).map(({ id, holder, address, letters }) => ({
      id, chatAddress: address, letters, name: holder?.name ?? COMMITTEE,
      office: holder === undefined ? `${demo.sample.name}: giao việc, xem bảng` : holder.village === undefined ? OFFICER : `${sentence(villageHead(holder.village, demo.sample.name))} · ${holder.village}`,
    })),
    async summary() {
      const today = vietnamDay(app.clock.now())
      return { commune: demo.sample.name, today, ...(await demo.view.summary(today)) }
    },
  }
}

const sentence = (words: string): string => words.charAt(0).toLocaleUpperCase('vi') + words.slice(1)

function personOf(row: DemoPersonRow, today: Day): DemoPerson {
  const birth = birthOf(row)
  const age = birth === undefined ? undefined : ageRangeOn(birth, today).youngest
  return {
    id: row.id,
    name: `${formOfAddress({ sex: row.sex, birth }, today)} ${row.fullName}`,
    ...(age === undefined ? {} : { age }),
    ...(row.village === undefined ? {} : { village: row.village }),
    ...(row.cardValidTo === undefined ? {} : { cardValidTo: row.cardValidTo }),
    ...(row.allowanceDong === undefined ? {} : { allowanceDong: row.allowanceDong }),
    hasPhone: row.hasPhone,
    openVisits: row.openVisits,
    ...(row.address === undefined ? {} : { chatAddress: row.address }),
    letters: row.letters.map(({ id, text, sentAt, seenAt }) => ({ id, direction: 'out', text, sentAt, ...(seenAt === undefined ? {} : { seenAt }) })),
  }
}

function birthOf({ birth, birthPrecision }: DemoPersonRow): Birth | undefined {
  if (birth === undefined || birthPrecision === undefined) return undefined
  return { value: birth.slice(0, { day: 10, month: 7, year: 4 }[birthPrecision]), precision: birthPrecision }
}
