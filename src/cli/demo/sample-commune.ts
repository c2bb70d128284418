/**
 * The sample commune of the demo and of the tests: .xlsx files as an officer keeps them, and what the officer would
 * have entered beside them. Everybody in it is invented, "cô Châu" too, and every file says so; a commune may bear the
 * same name, its people do not. The same day and seed give the same files, byte for byte.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { monthOf, shiftMonth } from '../../domain/calendar.ts'
import type { Day, Month } from '../../domain/calendar.ts'
import type { CommuneProfile } from '../../domain/commune-profile.ts'
import type { RosterKind } from '../../register/roster/roster.ts'
import { assistanceList, plantAssistanceTroubles } from './assistance-list.ts'
import { cardsList } from './cards-list.ts'
import { householdsList } from './households-list.ts'
import { SAMPLE_NOTE } from './officer-page.ts'
import { paymentSchedules } from './payment-schedules.ts'
import type { SampleSchedule } from './payment-schedules.ts'
import { paymentsList } from './payments-list.ts'
import { inventPopulation } from './population.ts'
import { createRandom } from './random.ts'
import { TROUBLES_TO_ASK } from './sample-list.ts'
import type { ListContext, SampleList, TruthRow } from './sample-list.ts'
import { VILLAGE_PLANS } from './villages.ts'
import { writeWorkbook } from '../../web/office/workbook.ts'

export interface SampleCommune {
  /** With its kind: "xã Tân Đông". */
  name: string
  province: string
  profile: Partial<CommuneProfile>
  villages: readonly SampleVillage[]
  files: readonly SampleFile[]
  schedules: readonly SampleSchedule[]
  /** Whose allowance still lies at the payment point, and for which months. */
  uncollected: readonly { citizenId: string; months: readonly Month[] }[]
}

export interface SampleVillage {
  kind: string
  name: string
  aliases: readonly string[]
  head: { name: string; phone: string }
}

export interface SampleFile {
  path: string
  kind: RosterKind
  /** Of a payment list. */
  month?: Month
  expected: {
    /** Rows that name a person, mistakes and repeats included. */
    dataRows: number
    /** Different people whom they name. */
    persons: number
    /** Rows about which the officer ought to be asked, at least. */
    rowsToAsk: number
    truth: readonly TruthRow[]
  }
}

const COMMUNE = 'xã Tân Đông'
const PROVINCE = 'Tây Ninh'
const DEFAULT_SEED = 1

const PROFILE: Partial<CommuneProfile> = {
  sender: `UBND ${COMMUNE}`,
  // No exchange has numbers that begin with 0 after the area code.
  contact: 'cô Châu 0276 000 1234',
  renewPlace: `Bưu điện - Văn hóa ${COMMUNE}`,
  address: `Trụ sở UBND ${COMMUNE}, ấp Đông Lợi`,
  officeHours: 'từ 07:30 đến 11:30 và 13:30 đến 17:00, thứ hai đến thứ sáu',
  province: PROVINCE,
}

const SIGNERS: ListContext['signers'] = [
  ['Người lập biểu', 'Đặng Thị Minh Châu'],
  ['Kế toán', 'Lê Thanh Bình'],
  ['Chủ tịch', 'Võ Hoàng Nam'],
]

/** Writes the four files into `dir`, which is made where it is missing. */
export async function writeSampleCommune(dir: string, options: { today: Day; seed?: number }): Promise<SampleCommune> {
  const { today, seed = DEFAULT_SEED } = options
  const population = inventPopulation(today, seed)
  const nextMonth = shiftMonth(monthOf(today), 1)
  const context = (stream: string): ListContext => ({ today, commune: COMMUNE, signers: SIGNERS, random: createRandom(seed, stream) })

  const troubles = plantAssistanceTroubles(population.allowances, createRandom(seed, 'assistance troubles'))
  const gone = new Set([...troubles].flatMap(([allowance, trouble]) => (trouble === 'noted-died' || trouble === 'noted-moved' ? [allowance] : [])))
  const payments = paymentsList(population.allowances.filter((allowance) => !gone.has(allowance)), nextMonth, context('payments list'))

  await mkdir(dir, { recursive: true })
  const save = async (fileName: string, kind: RosterKind, list: SampleList, month?: Month): Promise<SampleFile> => {
    const path = join(dir, fileName)
    await writeFile(path, writeWorkbook(list.sheets, { title: list.title, description: SAMPLE_NOTE, createdOn: today }))
    const rowsToAsk = list.truth.filter(({ trouble }) => trouble !== undefined && TROUBLES_TO_ASK.includes(trouble)).length
    return { path, kind, ...(month && { month }), expected: { dataRows: list.truth.length, persons: list.persons, rowsToAsk, truth: list.truth } }
  }
  return {
    name: COMMUNE,
    province: PROVINCE,
    profile: PROFILE,
    villages: VILLAGE_PLANS.map(({ name, aliases, headName }, i) => ({ kind: 'Ấp', name, aliases, head: { name: headName, phone: population.headPhones[i] ?? '' } })),
    files: [
      await save('tro_cap_xa_hoi.xlsx', 'assistance', assistanceList(population.allowances, troubles, context('assistance list'))),
      await save('the_bhyt.xlsx', 'cards', cardsList(population.cards, context('cards list'))),
      await save(`chi_tra_thang_${nextMonth.slice(5)}.xlsx`, 'payments', payments.list, nextMonth),
      await save('ho_ngheo_can_ngheo.xlsx', 'households', householdsList(population.families, context('households list'))),
    ],
    schedules: paymentSchedules(nextMonth),
    uncollected: payments.uncollected.map(({ person, months }) => ({ citizenId: person.citizenId, months })),
  }
}
