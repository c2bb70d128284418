/** What an officer sets up for the committee and the village heads, and sees of it. */
import { OFFICER_CODE_ALPHABET, OFFICER_CODE_LENGTH } from '../bot/proof-offered.ts'
import { later } from '../domain/calendar.ts'
import { boardOf } from '../groups/board.ts'
import { dueAt, gistOf } from '../groups/gist.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Ground } from '../store/ground.ts'
import { addHolder, endHolder, endRoom, listHolders, listRooms } from '../store/registry.ts'
import type { NewHolder } from '../store/registry.ts'
import { storeRoomCode } from '../store/room-codes.ts'
import type { NewRoomCode } from '../store/room-codes.ts'
import { listTasks } from '../store/task-list.ts'
import { randomInt } from 'node:crypto'

export type { HolderRow, Office, RoomListRow } from '../store/registry.ts'

const CODE_FOR_MS = 7 * 24 * 3_600_000

export const roomsOf = ({ database, cipher }: Pick<Ground, 'database' | 'cipher'>, clock: Clock) => ({
  list: (communeId: number) => listRooms(database.pool, cipher, communeId),
  end: (communeId: number, id: string, by: string) => endRoom(database, communeId, id, by, clock.now()),
  holders: (communeId: number) => listHolders(database.pool, cipher, communeId, clock.now()),
  addHolder: (holder: NewHolder) => addHolder(database, cipher, holder, clock.now()),
  endHolder: (communeId: number, id: string, by: string) => endHolder(database, communeId, id, by, clock.now()),
  /** A code for one use: whoever sends it from a chat makes the chat that room. */
  makeCode: async (request: Pick<NewRoomCode, 'communeId' | 'kind' | 'villageId' | 'holderId' | 'by'>): Promise<{ code: string; expiresAt: Date }> => {
    const now = clock.now()
    const code = Array.from({ length: OFFICER_CODE_LENGTH }, () => OFFICER_CODE_ALPHABET[randomInt(OFFICER_CODE_ALPHABET.length)]).join('')
    const expiresAt = later(now, CODE_FOR_MS)
    await storeRoomCode(database.pool, cipher, { ...request, code, expiresAt }, now)
    return { code, expiresAt }
  },
  /** Open tasks with how far each village is. */
  tasks: async (communeId: number) => {
    const now = clock.now()
    const { villages, tasks } = await listTasks(database.pool, cipher, communeId)
    return tasks.map((task) => ({
      number: task.number, kind: task.kind, state: task.state, gist: gistOf(task.text), text: task.text, givenAt: task.givenAt, dueOn: task.dueOn, dueTime: task.dueTime,
      late: (dueAt(task) ?? now) < now, ...boardOf(task, villages, now),
    }))
  },
})
