/** Counts and short lists for people who look after the installation; no identifiers, names only on visit lists. */
import type { ChannelName, NoticeState } from '../domain/notice-state.ts'
import type { Cipher } from './cipher.ts'
import type { Queryable } from './database.ts'
import { STILL_TO_SEE } from './visits.ts'

export interface CommuneOverview {
  communeId: number
  commune: string
  persons: number
  cards: number
  allowances: number
  /** Notices of the last seven days and of the days ahead. */
  states: Readonly<Partial<Record<NoticeState, number>>>
  /** People on the visit list. */
  openVisits: number
  /** Citizens' questions that wait for a person. */
  openTickets: number
  urgentTickets: number
  /** Seconds that the oldest notice that is due and may leave has waited. */
  oldestDueSeconds: number
  lastImport: { fileName: string; committedAt: Date } | undefined
}

export async function communeOverviews(pool: Queryable, now: Date): Promise<CommuneOverview[]> {
  const { rows } = await pool.query<{
    id: number; name: string; persons: string; cards: string; allowances: string; open_visits: string; open_tickets: number; urgent_tickets: number
    states: Record<string, number> | null; oldest: number | null; file_name: string | null; committed_at: Date | null
  }>(
    `SELECT c.id, c.name,
       (SELECT count(*) FROM person WHERE commune_id = c.id) AS persons,
       (SELECT count(*) FROM card WHERE commune_id = c.id AND withdrawn_at IS NULL) AS cards,
       (SELECT count(*) FROM allowance WHERE commune_id = c.id AND withdrawn_at IS NULL AND status = 'active') AS allowances,
       (SELECT count(DISTINCT person_id) FROM visit vi WHERE vi.commune_id = c.id AND ${STILL_TO_SEE}) AS open_visits,
       (SELECT count(*)::int FROM ticket WHERE commune_id = c.id AND state = 'open') AS open_tickets,
       (SELECT count(*)::int FROM ticket WHERE commune_id = c.id AND state = 'open' AND urgent) AS urgent_tickets,
       (SELECT jsonb_object_agg(state, n) FROM (SELECT state, count(*) AS n FROM notice WHERE commune_id = c.id AND kind <> 'reply' AND due_on >= ($1 AT TIME ZONE 'Asia/Ho_Chi_Minh')::date - 7 GROUP BY state) s) AS states,
       (SELECT extract(epoch FROM $1 - min(greatest(not_before, state_at)))::int FROM notice WHERE commune_id = c.id AND state = 'queued') AS oldest,
       b.file_name, b.committed_at
     FROM commune c
     LEFT JOIN LATERAL (SELECT file_name, committed_at FROM import_batch WHERE commune_id = c.id AND undone_at IS NULL ORDER BY id DESC LIMIT 1) b ON true
     ORDER BY c.id`,
    [now],
  )
  return rows.map((row) => ({
    communeId: row.id,
    commune: row.name,
    persons: Number(row.persons),
    cards: Number(row.cards),
    allowances: Number(row.allowances),
    states: row.states ?? {},
    openVisits: Number(row.open_visits),
    openTickets: row.open_tickets,
    urgentTickets: row.urgent_tickets,
    oldestDueSeconds: Math.max(0, row.oldest ?? 0),
    lastImport: row.file_name === null || row.committed_at === null ? undefined : { fileName: row.file_name, committedAt: row.committed_at },
  }))
}

const DECIDE = `UPDATE notice SET state = CASE $2 WHEN 'arrived' THEN 'delivered' ELSE 'planned' END, state_at = $3, maybe_sent_at = NULL, claimed_by = NULL, tries = 0,
  not_before = CASE $2 WHEN 'arrived' THEN not_before ELSE $3 END, request_no = request_no + CASE $2 WHEN 'arrived' THEN 0 ELSE 1 END`

/** Sends whose outcome nobody knows: a person decides whether to tell again. */
export interface UnconfirmedNotice {
  noticeId: string
  commune: string
  person: string
  village: string | undefined
  /** undefined: it may have been sent before a restore, nobody knows where */
  channel: ChannelName | undefined
  since: Date
}

export async function unconfirmedNotices(pool: Queryable, limit: number): Promise<UnconfirmedNotice[]> {
  const { rows } = await pool.query<{ id: string; commune: string; full_name: string | null; village: string | null; channel: ChannelName | null; state_at: Date }>(
    `SELECT n.id, c.name AS commune, p.full_name, v.name AS village, n.channel, n.state_at
     FROM notice n JOIN commune c ON c.id = n.commune_id LEFT JOIN person p ON p.id = n.person_id LEFT JOIN village v ON v.id = p.village_id
     WHERE n.state = 'unconfirmed' ORDER BY n.state_at LIMIT $1`,
    [limit],
  )
  return rows.map((row) => ({
    noticeId: row.id, commune: row.commune, person: row.full_name ?? '', village: row.village ?? undefined, channel: row.channel ?? undefined, since: row.state_at,
  }))
}

/** The same word on all of them: after a restore they may be thousands. */
export async function decideAllUnconfirmed(pool: Queryable, decision: 'arrived' | 'again', now: Date): Promise<number> {
  const { rowCount } = await pool.query(`${DECIDE} WHERE state = 'unconfirmed' AND $1::bigint IS NULL`, [null, decision, now])
  return rowCount ?? 0
}

/** A person's word on a send whose outcome nobody knew: it arrived, or it is to be sent again. */
export async function decideUnconfirmed(pool: Queryable, noticeId: string, decision: 'arrived' | 'again', now: Date): Promise<boolean> {
  const { rowCount } = await pool.query(`${DECIDE} WHERE id = $1 AND state = 'unconfirmed'`, [noticeId, decision, now])
  return rowCount === 1
}

/** Whether the keys read what is there: one encrypted value of each table is opened. */
export async function canReadSecrets(pool: Queryable, cipher: Cipher): Promise<boolean> {
  const { rows } = await pool.query<{ sample: Buffer }>('(SELECT address_enc AS sample FROM contact LIMIT 1) UNION ALL (SELECT secrets_enc FROM person WHERE secrets_enc IS NOT NULL LIMIT 1)')
  try {
    for (const { sample } of rows) cipher.decrypt(sample)
    return true
  } catch {
    return false
  }
}
