/** What a sender says outright: "#giao", "#baocao", "#thongbao", "#hoi" for the kind, and "#nhan 12", "#xong 12" where a platform has no buttons. */
import { fold } from '../../domain/vietnamese-text.ts'
import type { GroupKind } from './reading.ts'

export interface TaskCommand {
  command: 'received' | 'done'
  taskNumber: number
}

const KIND_MARKS: Readonly<Record<string, GroupKind>> = {
  giao: 'task', giaoviec: 'task', viec: 'task', baocao: 'report', bc: 'report', thongbao: 'announcement', tb: 'announcement', hoi: 'question', vuong: 'issue', suco: 'issue',
}
const COMMANDS: Readonly<Record<string, TaskCommand['command']>> = { nhan: 'received', danhan: 'received', xong: 'done', daxong: 'done' }

/** The first mark decides. */
export function readKindMark(text: string): GroupKind | undefined {
  for (const [, mark = ''] of fold(text).matchAll(/#([a-z]+)/g)) {
    const kind = KIND_MARKS[mark]
    if (kind !== undefined) return kind
  }
  return undefined
}

/** "#nhan 12", "# xong 12", "#nhận12": the whole message, but for what is written behind the number. */
export function readTaskCommand(text: string): TaskCommand | undefined {
  const match = /^#\s?([a-z]+)\s?#?(\d{1,9})(?!\d)/.exec(fold(text))
  const command = COMMANDS[match?.[1] ?? '']
  return command === undefined ? undefined : { command, taskNumber: Number(match?.[2]) }
}
