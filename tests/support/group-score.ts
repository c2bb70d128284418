/** How well group messages with known labels are read: what the bench prints and the tests hold to. */
import { readFileSync } from 'node:fs'
import { readInstant } from '../../src/domain/calendar.ts'
import { GROUP_KINDS } from '../../src/groups/reading/reading.ts'
import type { GroupKind, GroupMessage, KnownVillage, ReadGroupMessage, Reading, SenderRole } from '../../src/groups/reading/reading.ts'

export interface LabelledGroupMessage {
  id: string
  message: GroupMessage
  label: Omit<Reading, 'confident'>
}

interface Line {
  id: string
  from_role: SenderRole
  from_village: string | null
  text: string
  sent_at: string
  villages: (string | KnownVillage)[]
  kind: GroupKind
  targets: string[]
  deadline: string | null
  deadline_time: string | null
  needs_ack: boolean
  numbers: Record<string, number>
}

export const PARTS = ['kind', 'targets', 'deadline', 'time', 'ack', 'numbers'] as const
export type Part = (typeof PARTS)[number]

export interface GroupScore {
  messages: number
  /** Ids of the messages that were read wrongly, by what was wrong. */
  wrong: Readonly<Record<Part, readonly string[]>>
  confident: number
  /** Confident, and yet of a wrong kind or for the wrong villages. */
  misrouted: readonly string[]
  perKind: readonly { kind: GroupKind; messages: number; right: number; takenFor: readonly string[] }[]
}

export function readGroupMessages(file: URL): LabelledGroupMessage[] {
  return readFileSync(file, 'utf8').trimEnd().split('\n').map((text) => {
    const line = JSON.parse(text) as Line
    const villages = line.villages.map((village) => (typeof village === 'string' ? { name: village, aliases: [] } : village))
    const sentAt = readInstant(line.sent_at)
    if (sentAt === undefined) throw new Error(`${line.id}: ${line.sent_at} is no instant`)
    return {
      id: line.id,
      message: { text: line.text, fromRole: line.from_role, fromVillage: line.from_village ?? undefined, sentAt, villages },
      label: { kind: line.kind, targets: line.targets, deadline: line.deadline ?? undefined, deadlineTime: line.deadline_time ?? undefined, needsAck: line.needs_ack, numbers: line.numbers },
    }
  })
}

export function scoreGroups(messages: readonly LabelledGroupMessage[], read: ReadGroupMessage): GroupScore {
  const readings = messages.map((one) => ({ ...one, reading: read(one.message) }))
  const wrong = Object.fromEntries(PARTS.map((part) => [part, readings.filter(({ label, reading }) => !isRight(part, label, reading)).map(({ id }) => id)])) as unknown as GroupScore['wrong']
  const lost = new Set([...wrong.kind, ...wrong.targets])
  return {
    messages: readings.length,
    wrong,
    confident: readings.filter(({ reading }) => reading.confident).length,
    misrouted: readings.filter(({ id, reading }) => reading.confident && lost.has(id)).map(({ id }) => id),
    perKind: GROUP_KINDS.map((kind) => {
      const labelled = readings.filter(({ label }) => label.kind === kind)
      const others = labelled.filter(({ reading }) => reading.kind !== kind)
      return { kind, messages: labelled.length, right: labelled.length - others.length, takenFor: others.map(({ id, reading }) => `${id} ${reading.kind}`) }
    }),
  }
}

function isRight(part: Part, label: LabelledGroupMessage['label'], reading: Reading): boolean {
  switch (part) {
    case 'kind': return reading.kind === label.kind
    case 'targets': return sorted(reading.targets) === sorted(label.targets)
    case 'deadline': return reading.deadline === label.deadline
    case 'time': return reading.deadlineTime === label.deadlineTime
    case 'ack': return reading.needsAck === label.needsAck
    case 'numbers': return sorted(Object.entries(reading.numbers).map(String)) === sorted(Object.entries(label.numbers).map(String))
  }
}

const sorted = (texts: readonly string[]): string => [...texts].sort().join(' | ')

export const share = (score: GroupScore, part: Part): number => 1 - score.wrong[part].length / score.messages
