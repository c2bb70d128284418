/**
 * A task on its way to the villages: one chat for each, and one message for a chat, however many villages it speaks for.
 * Each message is a notice whose reason is the task, so that nobody is told it twice, whoever sends it out again.
 */
import type { Content } from '../content/content.ts'
import { later } from '../domain/calendar.ts'
import type { ContactKind } from '../domain/notice-state.ts'
import type { GroupButton } from './action.ts'
import { dueAt, dueInWords } from './gist.ts'
import type { SceneTask, SceneVillage } from './scene.ts'
import { splitText } from './split-text.ts'

/** Where a village is reached: its head's own chat, its group, a telephone; the best first. */
export interface Address {
  villageId: number
  contactId: string
  kind: ContactKind
  isGroup: boolean
}

export interface Relay {
  contactId: string
  /** Why this chat is told: never twice for one reason. */
  reason: string
  text: string
  buttons: readonly GroupButton[]
  templates: string
  taskId: string | undefined
  villageId: number | undefined
  notBefore: Date
  notAfter: Date
}

export interface SendOutDeps {
  content: Pick<Content, 'render'>
  /** Whether something can be pressed under a message there. */
  canPress(kind: ContactKind, isGroup: boolean): boolean
}

export interface OutDesk {
  communeId: number
  sender: string
  villages: readonly SceneVillage[]
  addresses(villageIds: readonly number[]): Promise<readonly Address[]>
  /** Those of these contacts that were told this task already, whatever became of it. */
  alreadyTold(taskId: string, contactIds: readonly string[]): Promise<readonly string[]>
  relay(relays: readonly Relay[]): Promise<void>
  /** Which notice tells the village; undefined: nobody can be told. */
  noteNotice(taskId: string, villageIds: readonly number[], contactId: string | undefined): Promise<void>
}

/** What one message carries beside its own words. */
const PART_CHARS = 1_400
/** Parts of one text keep their order where the first is under way before the next is rung for. */
const BETWEEN_PARTS_MS = 2_000
const TOLD_WITHIN_DAYS = 14

export type OutTask = Pick<SceneTask, 'id' | 'number' | 'kind' | 'text' | 'askedBy' | 'attachments' | 'dueOn' | 'dueTime' | 'needsAck'>

export function sendOut(deps: SendOutDeps) {
  return async (desk: OutDesk, task: OutTask, villageIds: readonly number[], now: Date): Promise<void> => {
    const addresses = await desk.addresses(villageIds)
    const told = await desk.alreadyTold(task.id, addresses.map(({ contactId }) => contactId))
    const byChat = new Map<string, { address: Address; villageIds: number[] }>()
    for (const villageId of villageIds) {
      const address = addresses.find((one) => one.villageId === villageId && !told.includes(one.contactId))
      if (address === undefined) await desk.noteNotice(task.id, [villageId], undefined)
      else byChat.set(address.contactId, { address, villageIds: [...(byChat.get(address.contactId)?.villageIds ?? []), villageId] })
    }
    const relays: Relay[] = []
    for (const one of byChat.values()) relays.push(...(await written(deps, desk, task, one, now)))
    await desk.relay(relays)
    for (const { address, villageIds: ids } of byChat.values()) await desk.noteNotice(task.id, ids, address.contactId)
  }
}

async function written(deps: SendOutDeps, desk: OutDesk, task: OutTask, { address, villageIds }: { address: Address; villageIds: readonly number[] }, now: Date): Promise<Relay[]> {
  const number = String(task.number)
  const wantsAnswer = task.kind !== 'announcement' || task.needsAck
  const byButton = deps.canPress(address.kind, address.isGroup)
  const village = desk.villages.filter(({ id }) => villageIds.includes(id)).map(({ label }) => label).join(', ')
  const render = async (key: string, fields: Record<string, string | boolean | null>): Promise<string> =>
    (await deps.content.render({ communeId: desk.communeId, key, form: 'chat', fields: { sender: desk.sender, number, ...fields } })).text
  const parts = splitText(task.text, PART_CHARS)
  const texts = await Promise.all(parts.map((text, index) => index > 0 ? render('group-part', { text }) : render('group-task', {
    asker: task.askedBy, village, text, attached: task.attachments.join(', ') || null, due: dueInWords(task),
    announced: task.kind === 'announcement', asked: task.kind === 'question', wants_answer: wantsAnswer, by_button: byButton,
  })))
  const buttons: GroupButton[] = wantsAnswer && byButton ? [{ title: 'Đã nhận', data: `g:ok:${number}` }, { title: 'Đã xong', data: `g:done:${number}` }, { title: 'Hỏi lại', data: `g:ask:${number}` }] : []
  return texts.map((text, index) => ({
    contactId: address.contactId, reason: index === 0 ? `task:${task.id}` : `task:${task.id}:${index + 1}`, text, templates: index === 0 ? 'group-task' : 'group-part',
    buttons: index === 0 ? buttons : [], taskId: task.id, villageId: villageIds[0], notBefore: later(now, index * BETWEEN_PARTS_MS), notAfter: lastMoment(task, now),
  }))
}

/** What is a fortnight late is told by somebody else. */
function lastMoment(task: OutTask, now: Date): Date {
  const due = dueAt(task)
  const atLeast = later(now, TOLD_WITHIN_DAYS * 86_400_000)
  return due === undefined || due < atLeast ? atLeast : due
}
