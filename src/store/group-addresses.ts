/** Where each village is reached, the best way first: the head's own chat, the village's group, the head's telephone, then the deputy's. */
import type { ContactKind } from '../domain/notice-state.ts'
import type { Queryable } from './database.ts'
import { inOffice, sameHolder } from './office-holders.ts'

export interface AddressRow {
  villageId: number
  contactId: string
  kind: ContactKind
  isGroup: boolean
}

const ADDRESSES = `
WITH holder AS (
  SELECT * FROM office_holder h WHERE h.commune_id = $1 AND h.village_id = ANY($2::int[]) AND h.office IN ('head', 'deputy') AND ${inOffice('h', '$3')}
), way AS (
  SELECT h.village_id, r.contact_id, false AS is_group, CASE h.office WHEN 'head' THEN 0 ELSE 3 END AS rank
  FROM holder h JOIN office_holder same ON ${sameHolder('h', 'same')} JOIN room r ON r.holder_id = same.id AND r.kind = 'private' AND r.ended_at IS NULL
  UNION ALL
  SELECT r.village_id, r.contact_id, r.is_group, 1 FROM room r WHERE r.commune_id = $1 AND r.kind = 'village' AND r.village_id = ANY($2::int[]) AND r.ended_at IS NULL
  UNION ALL
  SELECT h.village_id, h.phone_contact_id, false, CASE h.office WHEN 'head' THEN 2 ELSE 4 END FROM holder h WHERE h.phone_contact_id IS NOT NULL
)
SELECT w.village_id, w.contact_id, ct.kind, w.is_group
FROM way w JOIN contact ct ON ct.id = w.contact_id AND ct.state = 'active'
ORDER BY w.village_id, w.rank, ct.last_inbound_at DESC NULLS LAST, ct.id`

export async function villageAddresses(client: Queryable, communeId: number, villageIds: readonly number[], today: string): Promise<AddressRow[]> {
  const { rows } = await client.query<{ village_id: number; contact_id: string; kind: ContactKind; is_group: boolean }>(ADDRESSES, [communeId, villageIds, today])
  return rows.map((row) => ({ villageId: row.village_id, contactId: row.contact_id, kind: row.kind, isGroup: row.is_group }))
}
