/** What is known when a message comes from a chat that may be a room: where it was said, by whom, and which tasks it may be about. */
import type { Day, TimeOfDay } from '../domain/calendar.ts'
import type { Figures } from '../domain/figure-names.ts'

export type RoomKind = 'committee' | 'village' | 'private'
export type Office = 'head' | 'deputy' | 'officer' | 'committee'

export interface Scene {
  /** undefined: nothing is routed from here; only a code can make it a room. */
  room: { id: string; kind: RoomKind; isGroup: boolean; canPress: boolean } | undefined
  /** Whose word counts here; undefined: a stranger, or a villager in the village's group. */
  speaker: Speaker | undefined
  villages: readonly SceneVillage[]
  /** What a new task would be called. */
  nextNumber: number
  /** Named or quoted in the message, or given in the same words; and for a village's own people what is open for them. Newest first. */
  tasks: readonly SceneTask[]
  /** The message answers one of ours. */
  quoted: { number: number; villageId: number | undefined } | undefined
  /** What was said here in the last minutes by ourselves: two machines that answer each other are cut off. */
  saidLately: number
  /** A message that waited to be told which task it answers. */
  held: { text: string } | undefined
}

export interface Speaker {
  office: Office
  name: string
  /** Of a head or deputy: the villages that they speak for. */
  villageIds: readonly number[]
}

export interface SceneVillage {
  id: number
  /** As registered: "Đông Lợi". */
  name: string
  /** With its kind: "Ấp Đông Lợi". */
  label: string
  aliases: readonly string[]
}

export type TaskKind = 'task' | 'announcement' | 'question'

export interface SceneTask {
  id: string
  number: number
  kind: TaskKind
  state: 'asked' | 'open' | 'closed' | 'dropped'
  text: string
  askedBy: string
  attachments: readonly string[]
  dueOn: Day | undefined
  dueTime: TimeOfDay | undefined
  needsAck: boolean
  /** It was given in these very words. */
  sameWords: boolean
  targets: readonly SceneTarget[]
}

export interface SceneTarget {
  villageId: number
  confirmed: boolean
  answered: boolean
  /** What counts now of what the village reported. */
  figures: Figures | undefined
}

export interface GroupWords {
  inboundId: string
  text: string
  pressed: string | undefined
  /** "ảnh", "tệp danh-sach.xlsx": what hangs on it, in words. */
  attachments: readonly string[]
}
