/**
 * What a restore may not know. Between the backup and the loss the installation went on: what the backup holds as still to
 * be sent may have been sent, and what it would plan again may have been planned and sent. None of that is sent again by
 * itself: it becomes `unconfirmed`, and a person decides. What the backup held as over stays over.
 */
import type pg from 'pg'
import { readInstant } from '../../domain/calendar.ts'
import { readSetting, writeSetting } from '../settings.ts'
import type { Database, Queryable } from '../database.ts'

const KEY = 'restored'

interface Doubt {
  /** Whatever could have left until then is in doubt. */
  until: string
  madeAt: string
}

/** What is due by now, the lost installation may have sent; and so may it have what is planned later for an hour before now. */
export async function doubtWhatIsDue(client: Queryable, madeAt: string, now: Date): Promise<void> {
  await writeSetting({ pool: client }, KEY, { madeAt, until: now.toISOString() } satisfies Doubt)
  await client.query("UPDATE notice SET state = 'unconfirmed', state_at = $1 WHERE state = 'planned' AND not_before <= $1", [now])
}

/** Returns the citizens' messages that waited for an answer: they may have one. */
export async function doubtWhatMayHaveLeft(client: pg.PoolClient, { madeAt, now }: { madeAt: string; now: Date }): Promise<string[]> {
  await doubtWhatIsDue(client, madeAt, now)
  // on their way at the backup
  await client.query("UPDATE notice SET state = 'unconfirmed', state_at = $1, claimed_by = NULL, maybe_sent_at = coalesce(maybe_sent_at, $1) WHERE state IN ('queued', 'sending')", [now])
  await client.query("UPDATE attempt SET state = 'unconfirmed', error_code = 'restored', error_class = 'RETRY', next_check_at = $1 WHERE state = 'sending'", [now])
  // a paused broadcast may have gone on since, and its notices wait for no hour that would tell
  await client.query("UPDATE notice SET state = 'unconfirmed', state_at = $1 WHERE state = 'planned' AND broadcast_id IN (SELECT id FROM broadcast WHERE state = 'paused')", [now])
  // Used since, perhaps: what opens once must not open again.
  for (const table of ['invitation', 'link_code', 'room_code']) await client.query(`UPDATE ${table} SET expires_at = $1 WHERE used_at IS NULL AND expires_at > $1`, [now])
  const { rows } = await client.query<{ id: string }>("SELECT id FROM inbound_message WHERE state = 'waiting' ORDER BY id")
  return rows.map(({ id }) => id)
}

/** undefined: nothing was ever restored here. */
export async function doubtedUntil(database: Pick<Database, 'pool'>): Promise<Date | undefined> {
  const doubt = await readSetting<Doubt>(database, KEY)
  return doubt === undefined ? undefined : readInstant(doubt.until)
}
