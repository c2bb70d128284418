/** The demo's page and its first report: people, what the register knows of them, what they received and why. */
import type { Day } from '../domain/calendar.ts'
import type { ChannelName, NoticeState } from '../domain/notice-state.ts'
import { searchKey } from '../domain/person-name.ts'
import type { Cipher } from './cipher.ts'
import type { Database } from './database.ts'

export interface DemoPersonRow {
  id: string
  fullName: string
  sex: 'male' | 'female' | undefined
  birth: Day | undefined
  birthPrecision: 'day' | 'month' | 'year' | undefined
  village: string | undefined
  cardValidTo: Day | undefined
  allowanceDong: number | undefined
  hasPhone: boolean
  openVisits: number
  address: string | undefined
  /** Oldest first, the newest three. */
  letters: DemoLetterRow[]
}

export interface DemoLetterRow {
  id: string
  contactId: string
  text: string
  sentAt: Date
  seenAt: Date | undefined
}

export interface ToldRow {
  templateKey: string
  state: NoticeState
  channel: ChannelName | undefined
  n: number
}

export interface ToldExample {
  noticeId: string
  person: string
  village: string | undefined
  templateKey: string
  state: NoticeState
  text: string | undefined
  endReason: string | undefined
}

export function demoView({ pool }: Database, cipher: Cipher, communeId: number) {
  const lettersOf = async (contactIds: readonly string[]): Promise<DemoLetterRow[]> => {
    const { rows } = await pool.query<{ id: string; contact_id: string; body_enc: Buffer; sent_at: Date; seen_at: Date | null }>(
      `SELECT m.* FROM unnest($1::bigint[]) AS u(contact_id)
       JOIN LATERAL (SELECT id, contact_id, body_enc, sent_at, seen_at FROM webchat_message w WHERE w.contact_id = u.contact_id ORDER BY w.id DESC LIMIT 3) m ON true
       ORDER BY m.id`,
      [[...new Set(contactIds)]],
    )
    return rows.map((row) => ({
      id: row.id, contactId: row.contact_id, sentAt: row.sent_at, seenAt: row.seen_at ?? undefined,
      text: (JSON.parse(cipher.decrypt(row.body_enc)) as { text: string }).text,
    }))
  }
  return {
    async people(query: string, offset: number, limit: number): Promise<{ people: DemoPersonRow[]; total: number }> {
      const { rows } = await pool.query<PersonRow>(PEOPLE, [communeId, searchKey(query), offset, limit])
      const letters = await lettersOf(rows.flatMap((row) => row.contact_id ?? []))
      return {
        people: rows.map((row) => personOf(row, cipher, letters.filter((letter) => letter.contactId === row.contact_id))),
        total: Number(rows[0]?.total ?? 0),
      }
    },

    async summary(today: Day): Promise<{ people: number; toldToday: number; counts: Partial<Record<NoticeState, number>> }> {
      const { rows } = await pool.query<{ people: number; told: number; counts: Record<string, number> | null }>(
        `SELECT (SELECT count(*)::int FROM person WHERE commune_id = $1) AS people,
           (SELECT count(DISTINCT person_id)::int FROM notice WHERE commune_id = $1 AND (state_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date = $2 AND state IN ('sent', 'delivered')) AS told,
           (SELECT jsonb_object_agg(state, n) FROM (SELECT state, count(*) AS n FROM notice WHERE commune_id = $1 AND (state_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date = $2 GROUP BY state) s) AS counts`,
        [communeId, today],
      )
      const [row] = rows as [{ people: number; told: number; counts: Record<string, number> | null }]
      return { people: row.people, toldToday: row.told, counts: row.counts ?? {} }
    },

    /** Who got what: notices by kind of message and how they ended. */
    async told(): Promise<ToldRow[]> {
      const { rows } = await pool.query<{ template_key: string; state: NoticeState; channel: ChannelName | null; n: number }>(
        'SELECT template_key, state, channel, count(*)::int AS n FROM notice WHERE commune_id = $1 GROUP BY 1, 2, 3 ORDER BY 1, 4 DESC',
        [communeId],
      )
      return rows.map((row) => ({ templateKey: row.template_key, state: row.state, channel: row.channel ?? undefined, n: row.n }))
    },

    /** One person for each kind of message and outcome, with the words they read. */
    async examples(): Promise<ToldExample[]> {
      const { rows } = await pool.query<{ id: string; full_name: string; village: string | null; template_key: string; state: NoticeState; text_enc: Buffer | null; end_reason: string | null }>(
        `SELECT DISTINCT ON (n.template_key, n.state) n.id, p.full_name, nullif(trim(v.kind || ' ' || v.name), '') AS village, n.template_key, n.state, a.text_enc, n.end_reason
         FROM notice n JOIN person p ON p.id = n.person_id LEFT JOIN village v ON v.id = p.village_id
         LEFT JOIN LATERAL (SELECT text_enc FROM attempt WHERE notice_id = n.id ORDER BY id DESC LIMIT 1) a ON true
         WHERE n.commune_id = $1 AND n.state IN ('sent', 'delivered', 'visit') ORDER BY n.template_key, n.state, n.id`,
        [communeId],
      )
      return rows.map((row) => ({
        noticeId: row.id, person: row.full_name, village: row.village ?? undefined, templateKey: row.template_key, state: row.state,
        text: row.text_enc === null ? undefined : cipher.decrypt(row.text_enc), endReason: row.end_reason ?? undefined,
      }))
    },
  }
}

const PEOPLE = `
SELECT p.id, p.full_name, p.sex, p.birth, p.birth_precision, nullif(trim(v.kind || ' ' || v.name), '') AS village,
  (SELECT max(c.valid_to) FROM card c WHERE c.person_id = p.id AND c.withdrawn_at IS NULL) AS card_valid_to,
  (SELECT sum(a.amount)::int FROM allowance a WHERE a.person_id = p.id AND a.status = 'active' AND a.withdrawn_at IS NULL) AS allowance,
  web.contact_id, web.address_enc, (SELECT count(*)::int FROM visit vi WHERE vi.person_id = p.id AND coalesce(vi.outcome, 'absent') = 'absent') AS open_visits,
  count(*) OVER () AS total
FROM person p
LEFT JOIN village v ON v.id = p.village_id
LEFT JOIN LATERAL (SELECT ct.id AS contact_id, ct.address_enc FROM person_contact pc JOIN contact ct ON ct.id = pc.contact_id
  WHERE pc.person_id = p.id AND pc.removed_at IS NULL AND ct.kind = 'webchat' ORDER BY pc.rank LIMIT 1) web ON true
WHERE p.commune_id = $1 AND ($2 = '' OR p.search_key LIKE '%' || $2 || '%')
ORDER BY (SELECT max(n.id) FROM notice n WHERE n.person_id = p.id AND n.state IN ('sent', 'delivered')) DESC NULLS LAST, p.sort_key, p.id
OFFSET $3 LIMIT $4`

interface PersonRow {
  id: string
  full_name: string
  sex: 'male' | 'female' | null
  birth: Day | null
  birth_precision: 'day' | 'month' | 'year' | null
  village: string | null
  card_valid_to: Day | null
  allowance: number | null
  contact_id: string | null
  address_enc: Buffer | null
  open_visits: number
  total: string
}

function personOf(row: PersonRow, cipher: Cipher, letters: DemoLetterRow[]): DemoPersonRow {
  return {
    id: row.id,
    fullName: row.full_name,
    sex: row.sex ?? undefined,
    birth: row.birth ?? undefined,
    birthPrecision: row.birth_precision ?? undefined,
    village: row.village ?? undefined,
    cardValidTo: row.card_valid_to ?? undefined,
    allowanceDong: row.allowance ?? undefined,
    hasPhone: row.address_enc !== null,
    openVisits: row.open_visits,
    address: row.address_enc === null ? undefined : cipher.decrypt(row.address_enc),
    letters,
  }
}
