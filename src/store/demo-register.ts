/**
 * What the demo enters in an officer's and in the citizens' place: villages, payment days, phones, renewals, money
 * fetched or not. It writes the same tables as everybody; nothing of Loa reads anything else because of it.
 */
import { randomBytes } from 'node:crypto'
import type { Day, Month } from '../domain/calendar.ts'
import type { NoticeState } from '../domain/notice-state.ts'
import { searchKey } from '../domain/person-name.ts'
import type { Cipher } from './cipher.ts'
import type { Database } from './database.ts'

export interface DemoSchedule {
  month: Month
  village: string | null
  method: string
  place: string
  paysOn: Day
  fromTime: string
  toTime: string
  confirmed: boolean
}

export function demoRegister({ pool }: Database, cipher: Cipher, communeId: number) {
  return {
    async enterVillages(villages: readonly { kind: string; name: string; aliases: readonly string[]; head: { name: string } }[]): Promise<void> {
      for (const { kind, name, aliases, head } of villages) {
        await pool.query(
          `INSERT INTO village (commune_id, kind, name, search_key, aliases, head_name) VALUES ($1, $2, $3, $4, $5, $6)
           ON CONFLICT (commune_id, search_key) DO UPDATE SET kind = excluded.kind, aliases = excluded.aliases, head_name = excluded.head_name`,
          [communeId, kind, name, searchKey(name), aliases, head.name],
        )
      }
    },

    async enterSchedules(schedules: readonly DemoSchedule[]): Promise<void> {
      for (const { month, village, method, place, paysOn, fromTime, toTime, confirmed } of schedules) {
        await pool.query(
          `INSERT INTO payment_schedule (commune_id, month, village_id, method, place, pays_on, from_time, to_time, confirmed)
           SELECT $1, $2::date, (SELECT id FROM village WHERE commune_id = $1 AND search_key = $3), $4, $5, $6, $7, $8, $9`,
          [communeId, `${month}-01`, village === null ? null : searchKey(village), method, place, paysOn, fromTime, toTime, confirmed],
        )
      }
    },

    /** Every phone of the register becomes a phone on the demo's page; several people may share one. */
    async givePhones(): Promise<number> {
      const { rows } = await pool.query<{ id: string }>("SELECT id FROM contact WHERE commune_id = $1 AND kind = 'phone' AND state = 'active' ORDER BY id", [communeId])
      const addresses = rows.map(() => randomBytes(18).toString('base64url'))
      await pool.query(
        `WITH phones AS (SELECT * FROM unnest($2::bigint[], $3::bytea[], $4::bytea[]) AS u(phone_id, address_enc, address_idx)),
         made AS (INSERT INTO contact (commune_id, kind, address_enc, address_idx) SELECT $1, 'webchat', address_enc, address_idx FROM phones RETURNING id, address_idx)
         INSERT INTO person_contact (person_id, contact_id, relation, rank, source)
         SELECT pc.person_id, made.id, pc.relation, pc.rank, 'linked'
         FROM phones JOIN made USING (address_idx) JOIN person_contact pc ON pc.contact_id = phones.phone_id AND pc.removed_at IS NULL`,
        [communeId, rows.map((row) => row.id), addresses.map((address) => cipher.encrypt(address)), addresses.map((address) => cipher.blindIndex('webchat', address))],
      )
      return rows.length
    },

    async markUncollected(entries: readonly { citizenId: string; months: readonly Month[] }[], at: Date): Promise<void> {
      for (const { citizenId, months } of entries) {
        await pool.query(
          `INSERT INTO payment (commune_id, person_id, month, category, amount, status, updated_at)
           SELECT $1, p.id, m.month, '', coalesce((SELECT sum(amount) FROM allowance a WHERE a.person_id = p.id), 540000)::int, 'uncollected', $4
           FROM person p, unnest($3::date[]) AS m(month) WHERE p.commune_id = $1 AND p.citizen_idx = $2
           ON CONFLICT (commune_id, person_id, month, category) DO UPDATE SET status = 'uncollected', updated_at = excluded.updated_at`,
          [communeId, cipher.blindIndex('citizen', citizenId), months.map((month) => `${month}-01`), at],
        )
      }
    },

    /** Another twelve months from the day after the old card's end, or from the day of payment where it has ended. */
    async renew(cardId: string, from: Day, to: Day, at: Date): Promise<void> {
      await pool.query(
        `INSERT INTO card (commune_id, person_id, card_no_enc, card_group, valid_from, valid_to, five_year_on, created_at)
         SELECT commune_id, person_id, card_no_enc, card_group, $2, $3, five_year_on, $4 FROM card WHERE id = $1`,
        [cardId, from, to, at],
      )
    },

    /** Cards that end on `day` and that no later card follows. */
    async endingOn(day: Day): Promise<number> {
      const { rows } = await pool.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM card c WHERE c.commune_id = $1 AND c.valid_to = $2 AND c.withdrawn_at IS NULL
           AND NOT EXISTS (SELECT FROM card c2 WHERE c2.person_id = c.person_id AND c2.valid_to > c.valid_to)`,
        [communeId, day],
      )
      return rows[0]?.n ?? 0
    },

    async sentOn(day: Day): Promise<number> {
      const { rows } = await pool.query<{ n: number }>(
        "SELECT count(*)::int AS n FROM webchat_message WHERE direction = 'out' AND (sent_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date = $1",
        [day],
      )
      return rows[0]?.n ?? 0
    },

    /** Card reminders that arrived since `afterId`, for the holders to act on. */
    async remindedCards(afterId: string): Promise<{ noticeId: string; cardId: string; validTo: Day; step: string }[]> {
      const { rows } = await pool.query<{ id: string; card_id: string; valid_to: Day; step: string }>(
        `SELECT n.id, n.card_id, c.valid_to, n.params ->> 'step' AS step FROM notice n JOIN card c ON c.id = n.card_id
         WHERE n.commune_id = $1 AND n.id > $2 AND n.state IN ('sent', 'delivered') ORDER BY n.id`,
        [communeId, afterId],
      )
      return rows.map((row) => ({ noticeId: row.id, cardId: row.card_id, validTo: row.valid_to, step: row.step }))
    },

    /** Messages that lie unread, with the instant at which they came. */
    async unread(): Promise<{ messageId: string; contactId: string; requestId: string; sentAt: Date }[]> {
      const { rows } = await pool.query<{ id: string; contact_id: string; dedupe_key: string; sent_at: Date }>(
        "SELECT id, contact_id, dedupe_key, sent_at FROM webchat_message WHERE direction = 'out' AND seen_at IS NULL ORDER BY id",
      )
      return rows.map((row) => ({ messageId: row.id, contactId: row.contact_id, requestId: row.dedupe_key, sentAt: row.sent_at }))
    },

    async markRead(messageIds: readonly string[], at: Date): Promise<void> {
      await pool.query('UPDATE webchat_message SET seen_at = $2 WHERE id = ANY($1::bigint[])', [messageIds, at])
    },

    async openVisits(): Promise<{ noticeId: string; personId: string; listedOn: Day }[]> {
      const { rows } = await pool.query<{ notice_id: string; person_id: string; listed_on: Day }>(
        `SELECT notice_id, person_id, (created_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS listed_on FROM visit WHERE commune_id = $1 AND outcome IS NULL`,
        [communeId],
      )
      return rows.map((row) => ({ noticeId: row.notice_id, personId: row.person_id, listedOn: row.listed_on }))
    },

    async reportVisit(noticeId: string, outcome: 'told' | 'absent', at: Date): Promise<void> {
      await pool.query("UPDATE visit SET outcome = $2, outcome_at = $3, outcome_by = 'trưởng ấp' WHERE notice_id = $1", [noticeId, outcome, at])
    },

    /** Who is paid in cash or at home this month and has no line in its list yet gets one: collected, or not. */
    async closeMonth(month: Month, isCollected: (personId: string) => boolean, at: Date): Promise<void> {
      const { rows } = await pool.query<{ person_id: string; amount: number }>(
        `SELECT a.person_id, sum(coalesce(a.amount, 0))::int AS amount FROM allowance a
         WHERE a.commune_id = $1 AND a.status = 'active' AND coalesce(a.payment_method, 'cash') IN ('cash', 'home') GROUP BY a.person_id`,
        [communeId],
      )
      await pool.query(
        `WITH closed AS (SELECT * FROM unnest($2::bigint[], $3::int[], $4::text[]) AS u(person_id, amount, status)),
         known AS (UPDATE payment y SET status = c.status, updated_at = $6 FROM closed c WHERE y.commune_id = $1 AND y.person_id = c.person_id AND y.month = $5 RETURNING y.person_id)
         INSERT INTO payment (commune_id, person_id, month, category, amount, status, updated_at)
         SELECT $1, person_id, $5, '', amount, status, $6 FROM closed WHERE person_id NOT IN (SELECT person_id FROM known)`,
        [communeId, rows.map((row) => row.person_id), rows.map((row) => row.amount), rows.map((row) => (isCollected(row.person_id) ? 'paid' : 'uncollected')), `${month}-01`, at],
      )
    },

    /** Notices by state, and notices still on their way (for waiting until a morning is done). */
    async states(): Promise<Partial<Record<NoticeState, number>>> {
      const { rows } = await pool.query<{ state: NoticeState; n: number }>('SELECT state, count(*)::int AS n FROM notice WHERE commune_id = $1 GROUP BY state', [communeId])
      return Object.fromEntries(rows.map((row) => [row.state, row.n]))
    },

    async onTheirWay(): Promise<number> {
      const { rows } = await pool.query<{ n: number }>("SELECT count(*)::int AS n FROM notice WHERE state IN ('queued', 'sending')")
      return rows[0]?.n ?? 0
    },

    /** What the sixty days must never show; each list is empty when all is well. */
    async brokenPromises(quiet: { from: string; to: string }): Promise<{ toldTwice: number; atNight: number; afterRenewal: number; unreachableForgotten: number }> {
      const { rows } = await pool.query<{ told_twice: number; at_night: number; after_renewal: number; forgotten: number }>(
        `SELECT
          (SELECT count(*)::int FROM (SELECT notice_id FROM attempt WHERE state IN ('sent', 'delivered') GROUP BY notice_id, channel HAVING count(*) > 1) x)
            + (SELECT count(*)::int FROM (SELECT n.recipient, n.card_id, n.schedule_id, n.template_key, n.params ->> 'step', n.due_on FROM notice n JOIN webchat_message w ON w.dedupe_key LIKE '%-' || n.id || '-%'
               GROUP BY 1, 2, 3, 4, 5, 6 HAVING count(*) > 1 AND count(DISTINCT n.id) > 1 AND n.card_id IS NOT NULL) y) AS told_twice,
          (SELECT count(*)::int FROM webchat_message WHERE to_char(sent_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'HH24:MI') >= $1 OR to_char(sent_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'HH24:MI') < $2) AS at_night,
          (SELECT count(*)::int FROM attempt a JOIN notice n ON n.id = a.notice_id JOIN card c ON c.id = n.card_id
             WHERE a.state IN ('sent', 'delivered') AND EXISTS (SELECT FROM card c2 WHERE c2.person_id = c.person_id AND c2.valid_to > c.valid_to AND c2.created_at < a.started_at)) AS after_renewal,
          (SELECT count(*)::int FROM notice n WHERE n.commune_id = $3 AND n.state = 'failed'
             OR n.state = 'visit' AND NOT EXISTS (SELECT FROM visit v WHERE v.notice_id = n.id)) AS forgotten`,
        [quiet.from, quiet.to, communeId],
      )
      const [row] = rows as [{ told_twice: number; at_night: number; after_renewal: number; forgotten: number }]
      return { toldTwice: row.told_twice, atNight: row.at_night, afterRenewal: row.after_renewal, unreachableForgotten: row.forgotten }
    },
  }
}

export type DemoRegister = ReturnType<typeof demoRegister>
