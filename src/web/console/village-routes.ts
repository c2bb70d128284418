/** Thôn, ấp: who heads which village, by which chats they are reached, and how far each is with what the committee asked. */
import type { Figures } from '../../domain/figure-names.ts'
import { readPhone } from '../../domain/phone.ts'
import type { TaskStatus } from '../../domain/task-status.ts'
import { VILLAGES } from './cookies.ts'
import type { Officer } from './officer.ts'
import type { Answer, Call, OfficerRoute } from './route.ts'
import { codePage, villagesPage } from './village-pages.ts'

export interface HolderShown {
  id: string
  office: 'head' | 'deputy' | 'officer' | 'committee'
  name: string
  phone: string | undefined
  /** Messengers on which they have an own chat: "telegram". */
  chats: readonly string[]
}

export interface RoomShown {
  id: string
  channel: string
  lost: boolean
}

export interface VillageShown {
  id: number
  title: string
  toSee: number
  heads: readonly HolderShown[]
  groups: readonly RoomShown[]
  late: number
}

export interface TaskShown {
  number: number
  text: string
  /** Whoever gave it has not said yet that it may go out. */
  waitsForYes: boolean
  due: string | undefined
  givenAt: Date
  lines: readonly { village: string; status: TaskStatus; at: string | undefined; figures: Figures | undefined }[]
  total: Figures
  /** What villages had said before they put it right. */
  corrections: readonly { village: string; before: Figures; at: Date }[]
}

export interface VillagesView {
  villages: readonly VillageShown[]
  toSee: number
  officers: readonly HolderShown[]
  committee: readonly RoomShown[]
  tasks: readonly TaskShown[]
}

export interface CodeMade {
  code: string
  expiresAt: Date
  for: string
  /** For somebody's own chat; otherwise for a group. */
  isOwn: boolean
}

export interface VillagesPort {
  view(officer: Officer): Promise<VillagesView>
  /** Undefined: there is no such village. */
  addHolder(officer: Officer, holder: { office: 'head' | 'deputy' | 'officer'; villageId: number | undefined; name: string; phone: string | undefined }): Promise<string | undefined>
  endHolder(officer: Officer, id: string): Promise<boolean>
  endRoom(officer: Officer, id: string): Promise<boolean>
  /** Neither: for the committee's group. Undefined: there is no such village or person. */
  makeCode(officer: Officer, wanted: { villageId: number | undefined; holderId: string | undefined }): Promise<CodeMade | undefined>
}

export function villageRoutes(port: VillagesPort): OfficerRoute[] {
  const ended = (path: string, work: (officer: Officer, id: string) => Promise<boolean>): OfficerRoute => ({
    method: 'POST', path: `${VILLAGES}/${path}`, may: 'villages.manage',
    answer: async ({ officer, form }) => (/^\d{1,15}$/.test(form.get('id')) && (await work(officer, form.get('id'))) ? { go: VILLAGES } : 'missing'),
  })
  return [
    { method: 'GET', path: VILLAGES, may: 'villages.see', answer: async (call) => villagesPage(await port.view(call.officer), call) },
    { method: 'POST', path: `${VILLAGES}/nguoi`, may: 'villages.manage', answer: (call) => addHolder(port, call) },
    ended('thoi-viec', port.endHolder),
    ended('thoi-gan', port.endRoom),
    {
      method: 'POST', path: `${VILLAGES}/ma`, may: 'villages.manage',
      answer: async ({ officer, form }) => {
        const [village, holder] = [form.get('village'), form.get('holder')]
        if (!/^\d{0,9}$/.test(village) || !/^\d{0,15}$/.test(holder) || (village === '' && holder === '' && form.get('committee') !== '1')) return 'missing'
        const made = await port.makeCode(officer, { villageId: village === '' ? undefined : Number(village), holderId: holder === '' ? undefined : holder })
        return made === undefined ? 'missing' : codePage(made)
      },
    },
  ]
}

async function addHolder(port: VillagesPort, call: Call): Promise<Answer> {
  const { officer, form } = call
  const [name, phone, office, village] = [form.get('name').normalize('NFC').trim().slice(0, 80), form.get('phone').trim(), form.get('office'), form.get('village')]
  if ((office !== 'head' && office !== 'deputy' && office !== 'officer') || !/^\d{0,9}$/.test(village)) return 'missing'
  const read = phone === '' ? undefined : readPhone(phone)
  const problem = name === '' ? 'Viết họ tên.' : phone !== '' && read === undefined ? 'Số điện thoại chưa đúng.' : office !== 'officer' && village === '' ? 'Chọn thôn, ấp.' : undefined
  if (problem !== undefined) return { ...villagesPage(await port.view(officer), call, { name, phone, office, village, problem }), status: 400 }
  const id = await port.addHolder(officer, { office, villageId: office === 'officer' ? undefined : Number(village), name, phone: read?.e164 })
  return id === undefined ? 'missing' : { go: VILLAGES }
}
