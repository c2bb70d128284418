/**
 * What the committee writes: a task, an announcement or a question goes to the villages that it names; what was not read
 * surely, and what a stranger wrote, waits for one tap of somebody whose word counts.
 */
import type { GroupAction, GroupButton, NewTask } from './action.ts'
import { dueInWords, gistOf } from './gist.ts'
import type { Command } from './read-command.ts'
import type { Reading } from './reading/reading.ts'
import type { GroupWords, Scene, TaskKind } from './scene.ts'

export function committeeSays(scene: Scene, words: GroupWords, command: Command | undefined, reading: Reading | undefined): readonly GroupAction[] | undefined {
  const silent = scene.room?.isGroup === true ? [] : undefined
  if (command !== undefined) return scene.speaker === undefined ? silent : obey(scene, command)
  if (reading === undefined) return silent
  const explicit = /^\s*#\p{L}/u.test(words.text)
  // An officer also asks the bot things; only in the committee's room is every word meant for the villages.
  if (scene.room?.kind !== 'committee' && !explicit) return silent
  if (scene.speaker !== undefined && scene.quoted?.villageId !== undefined && namedVillages(scene, reading).length === 0) {
    const { number, villageId } = scene.quoted
    return reading.kind === 'ack' || reading.kind === 'chitchat' ? [] : [{ kind: 'to-village', number, villageId, text: words.text }]
  }
  if (!isForVillages(reading.kind)) return silent ?? (explicit ? [] : undefined)
  return give(scene, words, reading, reading.kind, explicit)
}

function obey({ tasks }: Scene, command: Command): readonly GroupAction[] {
  switch (command.kind) {
    case 'list':
      return [{ kind: 'list' }]
    case 'visits':
    case 'visited':
      return [{ kind: 'say', template: 'group-visits-private' }]
    case 'answer-ticket':
      return [{ kind: 'answer-ticket', ticketId: command.ticketId, text: command.text }]
    case 'send':
    case 'drop':
    case 'close': {
      const { kind, number } = command
      const task = tasks.find((one) => one.number === number)
      if (kind === 'send' && task?.state === 'asked') return [{ kind: 'send', task }]
      if (kind === 'drop' && task?.state === 'asked') return [{ kind: 'drop', number }, { kind: 'say', template: 'group-dropped', fields: { number: String(number) } }]
      if (kind === 'close' && task?.state === 'open') return [{ kind: 'close', number }, { kind: 'say', template: 'group-closed', fields: { number: String(number) } }]
      // A second tap on the same button needs no answer.
      return task === undefined ? [{ kind: 'say', template: 'group-no-task', fields: { number: String(number) } }] : []
    }
    default:
      return []
  }
}

const isForVillages = (kind: Reading['kind']): kind is TaskKind => kind === 'task' || kind === 'announcement' || kind === 'question'

function namedVillages({ villages }: Scene, { targets }: Reading): number[] {
  if (targets.includes('all')) return villages.map(({ id }) => id)
  return villages.filter(({ name, label }) => targets.includes(name) || targets.includes(label)).map(({ id }) => id)
}

function give(scene: Scene, words: GroupWords, reading: Reading, kind: TaskKind, explicit: boolean): readonly GroupAction[] {
  const { speaker } = scene
  const villageIds = namedVillages(scene, reading)
  if (villageIds.length === 0) return explicit && speaker !== undefined ? [{ kind: 'say', template: 'group-ask-villages' }] : []
  const twin = scene.tasks.find(({ sameWords, state }) => sameWords && (state === 'open' || state === 'asked'))
  if (twin !== undefined) return speaker === undefined ? [] : [{ kind: 'say', template: 'group-given-already', fields: { number: String(twin.number) } }]
  const task: NewTask = {
    number: scene.nextNumber, kind, text: words.text.replace(/^\s*#\p{L}+[\s:,]*/u, '').trim(), askedBy: speaker?.name ?? 'Ban chỉ đạo', attachments: words.attachments, villageIds,
    dueOn: reading.deadline, dueTime: reading.deadlineTime, needsAck: reading.needsAck,
  }
  if (speaker !== undefined && reading.confident) return [{ kind: 'give', task, open: true }]
  return [{ kind: 'give', task, open: false }, askToSend(scene, task)]
}

function askToSend({ villages, speaker, room }: Scene, task: NewTask): GroupAction {
  const number = String(task.number)
  const buttons: GroupButton[] = [{ title: 'Gửi đi', data: `g:send:${number}` }, { title: 'Không gửi', data: `g:drop:${number}` }]
  const named = task.villageIds.length === villages.length ? 'tất cả các nơi' : villages.filter(({ id }) => task.villageIds.includes(id)).map(({ label }) => label).join(', ')
  return {
    kind: 'say', template: speaker === undefined ? 'group-ask-stranger' : 'group-ask-give', buttons,
    fields: { number, gist: gistOf(task.text), villages: named, due: dueInWords(task), by_button: room?.canPress === true },
  }
}
