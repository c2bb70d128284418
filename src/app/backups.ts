/** A register into a file and back. */
import { createContent } from '../content/create-content.ts'
import type { Config } from '../kernel/config.ts'
import type { Log } from '../kernel/log.ts'
import { systemClock } from '../kernel/clock.ts'
import type { Clock } from '../kernel/clock.ts'
import { writeAudit } from '../store/audit.ts'
import { doubtWhatIsDue } from '../store/backup/doubt.ts'
import { restoreBackup } from '../store/backup/restore-backup.ts'
import type { Restored } from '../store/backup/restore-backup.ts'
import { writeBackup } from '../store/backup/write-backup.ts'
import { listCommunes } from '../store/communes.ts'
import { openBareGround, openGround } from '../store/ground.ts'
import type { Ground } from '../store/ground.ts'
import { templateOverrides } from '../store/template-overrides.ts'
import { tasksUnderWay } from './groups.ts'
import { TEMPLATES } from './templates-dir.ts'

export const backupTo = ({ database, cipher }: Pick<Ground, 'database' | 'cipher'>, path: string, progress: (rows: number, total: number) => void, clock: Clock = systemClock): Promise<number> =>
  writeBackup(database, cipher, { path, madeAt: clock.now(), progress })

export interface RestoreRequest {
  path: string
  nothingSentSince: boolean
  progress: (rows: number) => void
}

export interface RestoreReport extends Restored {
  /** What was on its way at the backup, or is due since: a person decides. */
  inDoubt: number
  /** An official account whose pair of tokens has been used up since. */
  zaloToConnect: boolean
}

export async function restoreFrom(config: Config, log: Log, { path, nothingSentSince, progress }: RestoreRequest, clock: Clock = systemClock): Promise<RestoreReport> {
  const bare = await openBareGround(config, log)
  let restored: Restored
  try {
    restored = await restoreBackup(bare.database, bare.cipher, { path, now: clock.now(), nothingSentSince, progress })
  } finally {
    await bare.close()
  }
  const ground = await openGround(config, log)
  try {
    const { database } = ground
    if (!nothingSentSince) {
      // What villages still owe may have been asked for again by the lost installation: asked for here and left in doubt, nobody hears it twice.
      await tasksUnderWay(ground, clock, [], await createContent({ templatesDir: TEMPLATES, overrides: templateOverrides(database) })).followUp()
      await doubtWhatIsDue(database.pool, restored.madeAt, clock.now())
    }
    const communes = await listCommunes(database)
    await writeAudit(database.pool, communes.map(({ id }) => ({ communeId: id, actor: 'cli', action: 'register.restored', subject: restored.madeAt })), clock.now())
    const { rows } = await database.pool.query<{ doubt: number; zalo: boolean }>("SELECT (SELECT count(*)::int FROM notice WHERE state = 'unconfirmed') AS doubt, EXISTS (SELECT FROM zalo_account) AS zalo")
    const [found] = rows
    return { ...restored, inDoubt: found?.doubt ?? 0, zaloToConnect: found?.zalo === true && !nothingSentSince }
  } finally {
    await ground.close()
  }
}
