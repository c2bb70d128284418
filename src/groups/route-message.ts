/**
 * One message of a chat that may be a room, in its own turn: look at the scene, read, decide, carry out. Everything is
 * committed with the message; what goes to other chats is a notice and leaves a moment later.
 */
import type { Content, TemplateFields } from '../content/content.ts'
import { later } from '../domain/calendar.ts'
import type { ChannelName, ContactKind } from '../domain/notice-state.ts'
import type { GroupAction, GroupButton, NewTask, VisitOutcome } from './action.ts'
import { decide } from './decide.ts'
import { dueInWords, gistOf } from './gist.ts'
import { nextVisit, noted } from './next-visit.ts'
import type { VisitDue } from './next-visit.ts'
import { numbersNamed, readCommand, withoutMentions } from './read-command.ts'
import type { Command } from './read-command.ts'
import type { ReadGroupMessage, SenderRole } from './reading/reading.ts'
import type { Figures } from '../domain/figure-names.ts'
import type { GroupWords, Scene } from './scene.ts'
import { sendOut } from './send-out.ts'
import type { OutDesk, SendOutDeps } from './send-out.ts'

export interface RoomMessage {
  inboundId: string
  channel: ChannelName
  isGroup: boolean
  /** In a group: the messenger's own id of who wrote. */
  from: string | undefined
  text: string
  buttonData: string | undefined
  startPayload: string | undefined
  /** The provider's id of our message that this one answers. */
  replyTo: string | undefined
  attachments: readonly Attached[]
  occurredAt: Date
}

export interface Attached {
  kind: string
  url?: string
  name?: string
}

export interface SceneRequest {
  from: string | undefined
  /** For finding a task that was given in the same words. */
  words: string
  numbers: readonly number[]
  replyTo: string | undefined
  heldId: string | undefined
}

export type Bound = { kind: 'committee' } | { kind: 'village'; village: string } | { kind: 'holder'; name: string; office: string | undefined } | { kind: 'refused' }

export interface RoomDesk extends OutDesk {
  isRoom: boolean
  /** What can be pressed there is the channel's to say. */
  scene(request: SceneRequest): Promise<Omit<Scene, 'room'> & { room: Omit<NonNullable<Scene['room']>, 'canPress'> | undefined }>
  bind(code: string, from: string | undefined, isGroup: boolean): Promise<Bound>
  /** Returns the task's id. */
  give(task: NewTask, open: boolean, words: string): Promise<string>
  setState(number: number, state: 'open' | 'dropped' | 'closed'): Promise<void>
  mark(number: number, villageIds: readonly number[], as: 'confirmed' | 'done'): Promise<void>
  report(report: { number: number | undefined; villageId: number; figures: Figures; text: string }): Promise<void>
  /** The chats to which an answer goes up: where the task was given, or every room of the committee. */
  committeeChats(number: number | undefined): Promise<readonly string[]>
  openTicket(ticket: { topic: string; facts: string }): Promise<string>
  /** Own chats of the officers. */
  officerChats(): Promise<readonly string[]>
  answerTicket(ticketId: string, text: string): Promise<boolean>
  /** Things to tell people at home, those of one person together. */
  visits(villageIds: readonly number[]): Promise<readonly VisitDue[]>
  /** False: nobody of these villages is to be seen under this number. */
  visited(personId: string, villageIds: readonly number[], outcome: VisitOutcome): Promise<boolean>
  openTasks(): Promise<readonly { number: number; text: string; dueOn: string | undefined; dueTime: string | undefined }[]>
}

export interface RouteDeps extends SendOutDeps {
  content: Pick<Content, 'render'>
  read: ReadGroupMessage
  /** Takes out what looks like a number of somebody's papers, telephone or account. */
  mask(text: string): { text: string; masked: boolean }
  canPress(kind: ContactKind, isGroup: boolean): boolean
  /** What a head is to tell, by the notice that reached nobody. */
  tell(noticeIds: readonly string[]): Promise<ReadonlyMap<string, string>>
}

export interface Routed {
  kind: string
  replies: readonly { text: string; buttons: readonly GroupButton[]; lane: 'reply'; templates: string }[]
}

const ANSWERED_WITHIN_MS = 3 * 86_400_000

/** undefined: the chat's own conversation goes on. */
export function routeMessage(deps: RouteDeps) {
  const send = sendOut(deps)
  return async (desk: RoomDesk, message: RoomMessage, now: Date): Promise<Routed | undefined> => {
    const command = readCommand(message.text, message.buttonData, message.startPayload)
    if (!desk.isRoom && command?.kind !== 'bind') return undefined
    const words = withoutMentions(message.text)
    const scene = withButtons(deps, message, await desk.scene({
      from: message.from, words, replyTo: message.replyTo,
      numbers: [...numbersNamed(words), ...(command !== undefined && 'number' in command ? [command.number] : [])],
      heldId: command?.kind === 'for' ? command.inboundId : undefined,
    }))
    const clean = deps.mask(words)
    const said: GroupWords = { inboundId: message.inboundId, text: clean.text, pressed: message.buttonData, attachments: inWords(message.attachments) }
    const reading = toBeRead(scene, words, command) === undefined ? undefined : deps.read({
      text: toBeRead(scene, words, command) as string, fromRole: roleOf(scene), fromVillage: villageOf(scene), sentAt: message.occurredAt, villages: scene.villages,
    })
    const masked = masksIn(deps, scene, command)
    const actions = decide(masked.scene, said, masked.command, reading)
    if (actions === undefined) return undefined
    const replies: Saying[] = []
    for (const action of actions) replies.push(...(await carryOut(action)))
    if ((clean.masked || masked.any) && actions.some(leavesTheRoom)) replies.push({ template: 'group-masked' })
    return { kind: reading?.kind ?? command?.kind ?? 'none', replies: await Promise.all(replies.map(write)) }

    async function write({ template, fields = {}, buttons = [] }: Saying): Promise<Routed['replies'][number]> {
      const canPress = scene.room?.canPress === true
      return { text: await textOf(template, fields), buttons: canPress ? buttons : [], lane: 'reply', templates: template }
    }

    async function textOf(key: string, fields: TemplateFields): Promise<string> {
      return (await deps.content.render({ communeId: desk.communeId, key, form: 'chat', fields: { sender: desk.sender, ...fields } })).text
    }

    async function carryOut(action: GroupAction): Promise<readonly Saying[]> {
      switch (action.kind) {
        case 'say':
          return [action]
        case 'bind':
          return [boundSaying(await desk.bind(action.code, message.from, message.isGroup))]
        case 'give': {
          const id = await desk.give(action.task, action.open, words)
          if (action.open) await send(desk, { ...action.task, id }, action.task.villageIds, now)
          return []
        }
        case 'send':
          await desk.setState(action.task.number, 'open')
          await send(desk, action.task, action.task.targets.map(({ villageId }) => villageId), now)
          return []
        case 'drop':
        case 'close':
          await desk.setState(action.number, action.kind === 'drop' ? 'dropped' : 'closed')
          return []
        case 'mark':
          await desk.mark(action.number, action.villageIds, action.as)
          return []
        case 'report':
          await desk.report(action)
          return []
        case 'to-committee':
          await relayTo(await desk.committeeChats(action.number), 'group-answer', action.fields, `answer:${message.inboundId}`, action.number)
          return []
        case 'to-village': {
          const [address] = await desk.addresses([action.villageId])
          const village = scene.villages.find(({ id }) => id === action.villageId)?.label ?? ''
          const fields = { asker: scene.speaker?.name ?? '', village, number: String(action.number), text: action.text }
          await relayTo(address === undefined ? [] : [address.contactId], 'group-word', fields, `word:${message.inboundId}`, action.number, action.villageId)
          return []
        }
        case 'ticket': {
          const { number, village, text } = action
          const about_number = number === undefined ? null : String(number)
          const ticket = await desk.openTicket({ topic: action.topic, facts: JSON.stringify({ village, task: number ?? null }) })
          await relayTo(await desk.officerChats(), 'group-question', { village, about_number, text, ticket }, `question:${message.inboundId}`, number)
          return []
        }
        case 'answer-ticket':
          return (await desk.answerTicket(action.ticketId, await textOf('officer-text', { text: action.text }))) ? [] : [{ template: 'group-no-task', fields: { number: action.ticketId } }]
        case 'list':
          return [await listed()]
        case 'visits':
          return [await nextVisit(await desk.visits(own(scene)), deps.tell, scene.room?.canPress === true, now)]
        case 'visited': {
          const before = await desk.visits(own(scene))
          const seen = before.find(({ personId }) => personId === action.personId)
          if (seen === undefined || !(await desk.visited(action.personId, own(scene), action.outcome))) return [{ template: 'group-visit-none' }]
          return [noted(seen, action.outcome), await nextVisit(await desk.visits(own(scene)), deps.tell, scene.room?.canPress === true, now)]
        }
      }
    }

    async function relayTo(contactIds: readonly string[], template: string, fields: TemplateFields, reason: string, number?: number, villageId?: number): Promise<void> {
      const text = await textOf(template, fields)
      const task = scene.tasks.find((one) => one.number === number)
      await desk.relay(contactIds.map((contactId) => ({
        contactId, reason, text, templates: template, buttons: [], taskId: task?.id, villageId: villageId ?? scene.speaker?.villageIds[0], notBefore: now, notAfter: later(now, ANSWERED_WITHIN_MS),
      })))
    }

    async function listed(): Promise<Saying> {
      const tasks = await desk.openTasks()
      if (tasks.length === 0) return { template: 'group-no-open-tasks' }
      const lines = tasks.map((task) => [`${task.number}. ${gistOf(task.text)}`, dueInWords({ dueOn: task.dueOn, dueTime: task.dueTime })].filter(Boolean).join(', hạn '))
      return { template: 'group-open-tasks', fields: { lines: lines.join('\n') } }
    }
  }
}

const own = ({ speaker }: Scene): readonly number[] => speaker?.villageIds ?? []

export interface Saying {
  template: string
  fields?: TemplateFields
  buttons?: readonly GroupButton[]
}

const leavesTheRoom = ({ kind }: GroupAction): boolean => kind === 'give' || kind === 'to-committee' || kind === 'to-village' || kind === 'ticket' || kind === 'answer-ticket'

function boundSaying(bound: Bound): Saying {
  switch (bound.kind) {
    case 'committee':
      return { template: 'group-bound-committee' }
    case 'village':
      return { template: 'group-bound-village', fields: { village: bound.village } }
    case 'holder':
      return { template: 'group-bound-holder', fields: { name: bound.name, office: bound.office ?? null } }
    case 'refused':
      return { template: 'group-code-wrong' }
  }
}

/** A report's own words are read for figures, whether written after a command or kept back until its task was known. */
function toBeRead(scene: Scene, words: string, command: Command | undefined): string | undefined {
  if (scene.room === undefined) return undefined
  if (command === undefined) return words.trim() === '' ? undefined : words
  const report = command.kind === 'report' ? command.text : command.kind === 'for' ? scene.held?.text : undefined
  return report === undefined ? undefined : `#baocao ${report}`
}

function masksIn(deps: RouteDeps, scene: Scene, command: Command | undefined): { scene: Scene; command: Command | undefined; any: boolean } {
  const held = scene.held === undefined ? undefined : deps.mask(scene.held.text)
  const inCommand = command !== undefined && 'text' in command ? deps.mask(command.text) : undefined
  return {
    scene: held === undefined ? scene : { ...scene, held: { text: held.text } },
    command: inCommand === undefined || command === undefined ? command : ({ ...command, text: inCommand.text } as Command),
    any: held?.masked === true || inCommand?.masked === true,
  }
}

function withButtons(deps: RouteDeps, message: RoomMessage, scene: Awaited<ReturnType<RoomDesk['scene']>>): Scene {
  if (scene.room === undefined) return { ...scene, room: undefined }
  const kind = message.channel === 'sms' ? 'phone' : message.channel
  return { ...scene, room: { ...scene.room, canPress: deps.canPress(kind, message.isGroup) } }
}

function roleOf({ speaker }: Scene): SenderRole {
  if (speaker === undefined) return 'committee'
  return speaker.office === 'head' || speaker.office === 'deputy' ? 'village_head' : speaker.office
}

const villageOf = ({ speaker, villages }: Scene): string | undefined => villages.find(({ id }) => id === speaker?.villageIds[0])?.name

const ATTACHED: Readonly<Record<string, string>> = { image: 'ảnh', file: 'tệp', audio: 'tin thoại', video: 'video', link: 'đường dẫn', location: 'vị trí' }

/** "ảnh", "tệp danh-sach.xlsx", with the messenger's own link where it gives one: nothing is copied through us. */
function inWords(attached: readonly Attached[]): string[] {
  return attached.flatMap(({ kind, name, url }) => {
    const word = ATTACHED[kind]
    if (word === undefined) return []
    return [[word, name, url?.startsWith('https://') === true ? url : undefined].filter(Boolean).join(' ')]
  })
}

