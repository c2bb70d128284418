/**
 * What a village's head writes, in an own chat or in the village's group: an answer finds the task that it belongs to, a
 * question finds the officer, and what is neither is left to whoever else is meant.
 */
import type { Figures } from '../domain/figure-names.ts'
import { figuresInWords } from '../domain/figure-names.ts'
import { fold } from '../domain/vietnamese-text.ts'
import type { GroupAction } from './action.ts'
import { gistOf } from './gist.ts'
import type { Command } from './read-command.ts'
import { numbersNamed } from './read-command.ts'
import type { Reading } from './reading/reading.ts'
import type { GroupWords, Scene, SceneTask, Speaker } from './scene.ts'

export function headSays(scene: Scene, speaker: Speaker, words: GroupWords, command: Command | undefined, reading: Reading | undefined): readonly GroupAction[] | undefined {
  const mine = scene.tasks.filter(({ state, targets }) => state === 'open' && targets.some(({ villageId }) => speaker.villageIds.includes(villageId)))
  const here: Here = { scene, speaker, words, mine }
  if (command !== undefined) return obey(here, command, reading)
  const silent = scene.room?.isGroup === true ? [] : undefined
  if (speaker.villageIds.length === 0) return silent
  const meant = taskMeant(here)
  if (reading === undefined) return meant === undefined || words.attachments.length === 0 ? silent : report(here, meant, undefined, words.attachments.join(', '), [])
  if (meant !== undefined && scene.quoted !== undefined) return answerTo(here, meant, reading)
  switch (reading.kind) {
    case 'chitchat':
    case 'announcement':
    case 'task':
      return silent
    case 'issue':
      return reading.confident ? raise(here, 'village-issue', meant?.number, words.text) : silent
    case 'question':
      // Without anything open it is a citizen's question, and the bot knows those better.
      return mine.length === 0 ? silent : raise(here, 'village-question', meant?.number, words.text)
    case 'ack':
      if (mine.length === 0) return silent
      return meant === undefined ? askWhich(here) : answerTo(here, meant, reading)
    case 'report':
      if (mine.length === 0) return reading.confident ? report(here, undefined, reading, words.text) : silent
      if (!reading.confident && scene.room?.isGroup === true) return []
      return meant === undefined || !reading.confident ? askWhich(here) : answerTo(here, meant, reading)
  }
}

interface Here {
  scene: Scene
  speaker: Speaker
  words: GroupWords
  /** Open tasks of the speaker's villages, newest first. */
  mine: readonly SceneTask[]
}

function obey(here: Here, command: Command, reading: Reading | undefined): readonly GroupAction[] | undefined {
  if (command.kind === 'list') return [{ kind: 'list' }]
  // Names of people who are cared for: never where a village reads along.
  if (command.kind === 'visits' || command.kind === 'visited') return here.scene.room?.kind === 'private' && !here.scene.room.isGroup ? [command] : [{ kind: 'say', template: 'group-visits-private' }]
  if (!('number' in command)) return []
  const number = String(command.number)
  const task = here.mine.find((one) => one.number === command.number)
  if (task === undefined) return [{ kind: 'say', template: 'group-no-task', fields: { number } }]
  switch (command.kind) {
    case 'confirm':
    case 'done':
      return marked(here, task, command.kind === 'confirm' ? 'confirmed' : 'done')
    case 'how-to-ask':
      return [{ kind: 'say', template: 'group-how-to-ask', fields: { number } }]
    case 'ask':
      return raise(here, 'village-question', task.number, command.text)
    case 'report':
      return report(here, task, reading, command.text)
    case 'for':
      return here.scene.held === undefined ? [] : report(here, task, reading, here.scene.held.text)
    default:
      return []
  }
}

/** Quoted, named by its number, or the only one that it can be. */
function taskMeant({ scene, words, mine }: Here): SceneTask | undefined {
  const numbers = scene.quoted === undefined ? numbersNamed(words.text) : [scene.quoted.number]
  const named = mine.filter(({ number }) => numbers.includes(number))
  if (named.length > 0) return named.length === 1 ? named[0] : undefined
  return mine.length === 1 ? mine[0] : undefined
}

const DONE = /(?<![a-z])(?:da|lam|phat|nop|gui|trien khai|thuc hien)?\s*(?:xong|hoan thanh|hoan tat)(?![a-z])/

function answerTo(here: Here, task: SceneTask, reading: Reading): readonly GroupAction[] {
  const { text } = here.words
  if (reading.kind === 'question') return raise(here, 'village-question', task.number, text)
  if (reading.kind === 'issue') return raise(here, 'village-issue', task.number, text)
  const counted = Object.keys(reading.numbers).length > 0
  if (reading.kind === 'ack' && !counted) return marked(here, task, DONE.test(fold(text)) && !/chua/.test(fold(text)) ? 'done' : 'confirmed')
  return report(here, task, reading, text)
}

function marked(here: Here, task: SceneTask, as: 'confirmed' | 'done'): readonly GroupAction[] {
  const villageIds = targetsOf(here, task)
  const fields = { village: labels(here, villageIds), number: String(task.number) }
  return [{ kind: 'mark', number: task.number, villageIds, as }, { kind: 'say', template: as === 'done' ? 'group-done' : 'group-confirmed', fields }]
}

function report(here: Here, task: SceneTask | undefined, reading: Reading | undefined, text: string, attached = here.words.attachments): readonly GroupAction[] {
  const villageId = villageMeant(here, task, text)
  const figures: Figures = reading?.numbers ?? {}
  const earlier = task?.targets.find((target) => target.villageId === villageId)?.figures
  const corrected = earlier !== undefined && Object.keys(figures).length > 0
  const said = {
    village: labels(here, [villageId]), about_number: task === undefined ? null : String(task.number), corrected,
  }
  return [
    { kind: 'report', number: task?.number, villageId, figures, text },
    { kind: 'to-committee', number: task?.number, fields: { ...said, text, attached: attached.join(', ') || null } },
    { kind: 'say', template: 'group-report-noted', fields: { ...said, figures: figuresInWords(figures) ?? null } },
  ]
}

function raise(here: Here, topic: 'village-question' | 'village-issue', number: number | undefined, text: string): readonly GroupAction[] {
  const village = labels(here, here.speaker.villageIds)
  const about_number = number === undefined ? null : String(number)
  const up: GroupAction[] = topic === 'village-issue' ? [{ kind: 'to-committee', number, fields: { village, about_number, text, corrected: false, attached: here.words.attachments.join(', ') || null } }] : []
  return [{ kind: 'ticket', topic, number, village, text }, ...up, { kind: 'say', template: 'group-question-noted' }]
}

const MOST_CHOICES = 5

function askWhich({ scene, mine, words }: Here): readonly GroupAction[] {
  const buttons = mine.slice(0, MOST_CHOICES).map(({ number, text }) => ({ title: `${number}. ${gistOf(text)}`.slice(0, 40), data: `g:for:${number}:${words.inboundId}` }))
  return [{ kind: 'say', template: 'group-which-task', fields: { by_button: scene.room?.canPress === true }, buttons }]
}

const targetsOf = ({ speaker }: Here, task: SceneTask): number[] => task.targets.map(({ villageId }) => villageId).filter((id) => speaker.villageIds.includes(id))

/** Who heads two villages says which one; else it is the first that has not answered. */
function villageMeant(here: Here, task: SceneTask | undefined, text: string): number {
  const own = task === undefined ? [...here.speaker.villageIds] : targetsOf(here, task)
  const words = ` ${fold(text)} `
  const named = own.find((id) => here.scene.villages.some((village) => village.id === id && words.includes(` ${fold(village.name)}`)))
  const open = task?.targets.find(({ villageId, answered }) => own.includes(villageId) && !answered)?.villageId
  return named ?? open ?? (own[0] as number)
}

const labels = ({ scene }: Here, ids: readonly number[]): string => scene.villages.filter(({ id }) => ids.includes(id)).map(({ label }) => label).join(', ')
