/**
 * Somebody asks through a messenger that what we hold of them be deleted. Loa stops at once what it may stop by itself:
 * it writes to this chat no more, and to the person only what is a duty, through the village head. Whether a register
 * that the law makes the commune keep may be erased is the officer's decision, so they are told.
 */
import type { ContactKind } from '../domain/notice-state.ts'
import type { AlertRow } from './channel-alerts.ts'
import type { Cipher } from './cipher.ts'
import type { Queryable } from './database.ts'

export async function withdraw(
  pool: Queryable, cipher: Cipher, kind: ContactKind, { chat, dedupeKey, occurredAt }: { chat: string; dedupeKey: string; occurredAt: Date },
): Promise<AlertRow> {
  const { rows } = await pool.query<{ person_id: string }>(
    `WITH gone AS (
       UPDATE contact SET state = 'gone', state_at = greatest(state_at, $3) WHERE kind = $1 AND address_idx = $2 RETURNING id
     ), unlinked AS (
       UPDATE person_contact pc SET removed_at = $3 FROM gone WHERE pc.contact_id = gone.id AND pc.removed_at IS NULL RETURNING pc.person_id, pc.relation
     )
     -- a daughter who writes for her parents asks for herself, not for them
     UPDATE person p SET opted_out_at = coalesce(p.opted_out_at, $3) FROM unlinked u WHERE p.id = u.person_id AND u.relation = 'self' RETURNING p.id AS person_id`,
    [kind, cipher.blindIndex(kind, chat), occurredAt],
  )
  const personIds = rows.map((row) => row.person_id)
  const said =
    personIds.length === 0
      ? 'Một người nhắn với xã qua Zalo yêu cầu xóa dữ liệu của mình. Tài khoản ấy không đứng tên ai trên sổ; Loa đã thôi nhắn tới đó.'
      : 'Một người dân yêu cầu qua Zalo xóa dữ liệu của mình. Loa đã thôi nhắn tới tài khoản ấy; việc bắt buộc phải báo sẽ vào danh sách đến nhà. Cán bộ cần xem xét và trả lời người dân trong thời hạn luật định.'
  return { dedupeKey, code: `${kind}.withdrawal`, said, personIds, occurredAt }
}
