/** The import's writes of phones. A number is one contact however many people share it, and only the link is theirs. */
import { unnested } from './bulk-rows.ts'
import type { Column } from './bulk-rows.ts'
import type { Cipher } from './cipher.ts'
import { take } from './import-changes.ts'
import type { Recorder } from './import-changes.ts'
import type { PhoneLink, RegisterChanges } from '../domain/register-facts.ts'

export async function writePhones(scope: Scope, { inserted, updated }: RegisterChanges['phones']): Promise<void> {
  const indexOf = indexesOf(scope.cipher, [...inserted, ...updated])
  if (inserted.length > 0) await addPhones(scope, inserted, indexOf)
  if (updated.length > 0) await moveLinks(scope, updated, indexOf)
}

interface Scope {
  recorder: Recorder
  cipher: Cipher
  communeId: number
}

type IndexOf = (link: PhoneLink) => Buffer

function indexesOf(cipher: Cipher, links: readonly PhoneLink[]): IndexOf {
  const indexes = new Map<string, Buffer>()
  for (const { phone } of links) if (!indexes.has(phone)) indexes.set(phone, cipher.blindIndex('phone', phone))
  return (link) => indexes.get(link.phone) as Buffer
}

interface NewContact {
  phone: string
  index: Buffer
}

/** One statement, so that nothing of it waits for an answer: the server works on while we prepare what comes next. */
async function addPhones(scope: Scope, links: readonly PhoneLink[], indexOf: IndexOf): Promise<void> {
  const { recorder, cipher, communeId } = scope
  const contacts = [...new Map(links.map((link) => [link.phone, indexOf(link)]))].map(([phone, index]): NewContact => ({ phone, index }))
  const contactColumns: Column<NewContact>[] = [
    { name: 'address_enc', type: 'bytea', value: (contact) => cipher.encrypt(contact.phone) },
    { name: 'address_idx', type: 'bytea', value: (contact) => contact.index },
  ]
  const fresh = unnested(contactColumns, contacts, 3)
  const listed = unnested(linkColumns(indexOf), links, 3 + fresh.values.length)
  const { rowCount } = await recorder.client.query(
    `WITH added AS (
       INSERT INTO contact (commune_id, kind, batch_id, address_enc, address_idx) SELECT $2, 'phone', $1::bigint, address_enc, address_idx FROM ${fresh.from}
       ON CONFLICT (commune_id, kind, address_idx) DO NOTHING RETURNING id, address_idx)
     INSERT INTO person_contact (person_id, contact_id, rank, source, batch_id)
     SELECT u.person_id, coalesce(a.id, c.id), u.rank, 'import', $1::bigint
     FROM ${listed.from} LEFT JOIN added a USING (address_idx) ${contactOf('LEFT JOIN', 'a.id IS NULL AND', 'ON true')}
     WHERE coalesce(a.id, c.id) IS NOT NULL ON CONFLICT (person_id, contact_id) DO NOTHING`,
    [recorder.batchId, communeId, ...fresh.values, ...listed.values],
  )
  // Somebody linked a chat by one of these phones at this very moment: that contact can only be seen by the next statement.
  if (rowCount !== links.length) await addMissingLinks(scope, links, indexOf)
}

const linkColumns = (indexOf: IndexOf): Column<PhoneLink>[] => [
  { name: 'person_id', type: 'bigint', value: (link) => link.personId },
  { name: 'address_idx', type: 'bytea', value: indexOf },
  { name: 'rank', type: 'int', value: (link) => link.rank },
]

/** LIMIT keeps it a lookup: as a plain join the planner reads all contacts for every five hundred links. */
const contactOf = (join: string, only = '', on = ''): string =>
  `${join} LATERAL (SELECT id FROM contact WHERE ${only} commune_id = $2 AND kind = 'phone' AND address_idx = u.address_idx LIMIT 1) c ${on}`

async function addMissingLinks({ recorder, communeId }: Scope, links: readonly PhoneLink[], indexOf: IndexOf): Promise<void> {
  const { from, values } = unnested(linkColumns(indexOf), links, 3)
  await recorder.client.query(
    `INSERT INTO person_contact (person_id, contact_id, rank, source, batch_id) SELECT u.person_id, c.id, u.rank, 'import', $1::bigint
     FROM ${from} ${contactOf('CROSS JOIN')} ON CONFLICT (person_id, contact_id) DO NOTHING`,
    [recorder.batchId, communeId, ...values],
  )
}

async function moveLinks({ recorder, communeId }: Scope, links: readonly PhoneLink[], indexOf: IndexOf): Promise<void> {
  await recorder.client.query(
    `WITH fresh AS (
       SELECT u.person_id, c.id AS contact_id, u.rank FROM unnest($4::bigint[], $5::bytea[], $6::int[]) AS u(person_id, address_idx, rank)
       JOIN contact c ON c.commune_id = $3 AND c.kind = 'phone' AND c.address_idx = u.address_idx),
     old AS (SELECT pc.* FROM person_contact pc JOIN fresh USING (person_id, contact_id) FOR UPDATE OF pc),
     new AS (UPDATE person_contact pc SET rank = fresh.rank FROM fresh, old
       WHERE pc.person_id = fresh.person_id AND pc.contact_id = fresh.contact_id AND old.person_id = pc.person_id AND old.contact_id = pc.contact_id RETURNING pc.*)
     INSERT INTO import_change (batch_id, seq, entity, entity_id, before, after)
     SELECT $1, $2 + row_number() OVER (), 'person_contact', new.person_id || ':' || new.contact_id, to_jsonb(old), to_jsonb(new)
     FROM new JOIN old USING (person_id, contact_id)`,
    [recorder.batchId, take(recorder, links.length), communeId, links.map((link) => link.personId), links.map(indexOf), links.map((link) => link.rank)],
  )
}
