/** A group that is dissolved is a room no longer, and whoever leaves it has no more say in it. */
import type { ContactKind } from '../domain/notice-state.ts'
import type { Cipher } from './cipher.ts'
import type { Queryable } from './database.ts'

export async function changeRoom(
  pool: Queryable, cipher: Cipher, kind: ContactKind, event: { group: string; change: string; people: readonly string[]; occurredAt: Date },
): Promise<void> {
  const index = cipher.blindIndex(kind, event.group)
  const rooms = 'SELECT r.id FROM room r JOIN contact c ON c.id = r.contact_id WHERE c.kind = $1 AND c.address_idx = $2 AND r.ended_at IS NULL AND r.bound_at <= $3'
  if (event.change === 'deleted') {
    await pool.query(`UPDATE room SET ended_at = $3, end_reason = 'group-gone' WHERE id IN (${rooms})`, [kind, index, event.occurredAt])
  } else if (event.change === 'left') {
    await pool.query(`DELETE FROM room_member WHERE member_idx = ANY($4::bytea[]) AND joined_at <= $3 AND room_id IN (${rooms})`, [
      kind, index, event.occurredAt, event.people.map((person) => cipher.blindIndex('room-member', person)),
    ])
  }
}
