/** Takes an import back, or says why not. Undoing an undo is importing the file again. */
import type { Clock } from '../kernel/clock.ts'
import { UserError } from '../kernel/errors.ts'
import { dayInVietnamese, vietnamDay } from '../domain/calendar.ts'

export interface UndoneImport {
  kind: 'undone'
  fileName: string
  /** Rows that became what they were before. */
  restored: number
  removedPeople: number
  /** Added by the import, but already told something: they stay, without the benefits that the import gave them. */
  keptPeople: number
  cancelledNotices: number
}

export type UndoOutcome =
  | UndoneImport
  | { kind: 'unknown' }
  | { kind: 'already-undone'; at: Date }
  | { kind: 'blocked'; by: { id: string; fileName: string; at: Date } }

export interface UndoDeps {
  clock: Clock
  undo(batchId: string, now: Date): Promise<UndoOutcome>
}

/** Throws a UserError where nothing was undone. */
export const undoImport = ({ clock, undo }: UndoDeps) => async (batchId: string): Promise<UndoneImport> => {
  const outcome = await undo(batchId, clock.now())
  switch (outcome.kind) {
    case 'undone':
      return outcome
    case 'unknown':
      throw new UserError('undo.unknown', `Không có lần nhập số ${batchId}. Xem các lần nhập bằng lệnh: loa undo-import --list`)
    case 'already-undone':
      throw new UserError('undo.already', `Lần nhập số ${batchId} đã được hoàn tác ngày ${dayInVietnamese(vietnamDay(outcome.at))}. Không có gì thay đổi.`)
    case 'blocked': {
      const { id, fileName, at } = outcome.by
      throw new UserError(
        'undo.blocked',
        `Chưa hoàn tác được lần nhập số ${batchId}: lần nhập số ${id} (tệp "${fileName}", ngày ${dayInVietnamese(vietnamDay(at))}) đã sửa trên cùng dữ liệu. Hãy hoàn tác lần nhập số ${id} trước.`,
      )
    }
  }
}
