/** Every few seconds: boards whose task has changed are written again, in place where the messenger can, else anew once a day. */
import type { Content } from '../content/content.ts'
import type { ContactKind } from '../domain/notice-state.ts'
import type { Clock } from '../kernel/clock.ts'
import { boardOf, writeBoard } from './board.ts'
import type { BoardTask } from './board.ts'

export interface StaleTask extends BoardTask {
  id: string
  communeId: number
  sender: string
}

export interface KeepBoardsDeps {
  clock: Clock
  content: Pick<Content, 'render'>
  /** Kinds of chats in which a message can be changed. */
  editable: readonly ContactKind[]
  /** Notices that went out since tell that villages were told. */
  noteTold(now: Date): Promise<void>
  stale(editable: readonly ContactKind[], now: Date, limit: number): Promise<readonly StaleTask[]>
  villages(communeId: number): Promise<readonly { id: number; label: string }[]>
  post(taskId: string, text: string, editable: readonly ContactKind[], now: Date): Promise<void>
}

const AT_ONCE = 50

/** Returns how many boards were written. */
export function keepBoards(deps: KeepBoardsDeps) {
  return async (): Promise<number> => {
    const now = deps.clock.now()
    await deps.noteTold(now)
    const tasks = await deps.stale(deps.editable, now, AT_ONCE)
    const villages = new Map<number, readonly { id: number; label: string }[]>()
    for (const task of tasks) {
      const known = villages.get(task.communeId) ?? (await deps.villages(task.communeId))
      villages.set(task.communeId, known)
      const text = await writeBoard(deps.content, { id: task.communeId, sender: task.sender }, task, boardOf(task, known, now))
      await deps.post(task.id, text, deps.editable, now)
    }
    return tasks.length
  }
}
