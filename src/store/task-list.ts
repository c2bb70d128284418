/** Open tasks for whoever looks after them, those that wait for a yes among them. */
import type { Cipher } from './cipher.ts'
import type { Queryable } from './database.ts'
import { sceneVillages } from './room-scene.ts'
import { TASK_COLUMNS, taskOf } from './tasks.ts'
import type { TaskRow } from './tasks.ts'

const MOST = 500

export async function listTasks(pool: Queryable, cipher: Cipher, communeId: number) {
  const [villages, { rows }] = await Promise.all([
    sceneVillages(pool, communeId),
    pool.query<TaskRow>(`SELECT ${TASK_COLUMNS} FROM task t WHERE t.commune_id = $1 AND t.state IN ('open', 'asked') ORDER BY t.number DESC LIMIT $2`, [communeId, MOST]),
  ])
  return { villages, tasks: rows.map((row) => taskOf(row, cipher)) }
}
