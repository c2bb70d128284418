/** The import's writes of villages, households and people. */
import type { Cipher } from './cipher.ts'
import type { Column } from './bulk-rows.ts'
import { insertOwned, take, updateRecorded } from './import-changes.ts'
import type { Recorder } from './import-changes.ts'
import { searchKey, sortKey } from '../domain/person-name.ts'
import type { HouseholdFacts, PersonFacts, VillageFacts, Written } from '../domain/register-facts.ts'

export async function addVillages(recorder: Recorder, communeId: number, villages: readonly Omit<VillageFacts, 'id'>[]): Promise<VillageFacts[]> {
  const { rows } = await recorder.client.query<{ id: number }>(
    `INSERT INTO village (commune_id, kind, name, search_key)
     SELECT $1, u.kind, u.name, u.search_key FROM unnest($2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS u(kind, name, search_key, place) ORDER BY u.place RETURNING id`,
    [communeId, villages.map((village) => village.kind), villages.map((village) => village.name), villages.map((village) => village.searchKey)],
  )
  const added = villages.map((village, place) => ({ ...village, id: (rows[place] as { id: number }).id }))
  await recorder.client.query(
    `INSERT INTO import_change (batch_id, seq, entity, entity_id) SELECT $1, $2 + u.place, 'village', u.id FROM unnest($3::text[]) WITH ORDINALITY AS u(id, place)`,
    [recorder.batchId, take(recorder, added.length), added.map((village) => String(village.id))],
  )
  return added
}

export async function writeHouseholds(recorder: Recorder, communeId: number, { inserted, updated }: Written<HouseholdFacts>): Promise<void> {
  const facts: Column<HouseholdFacts>[] = [
    { name: 'id', type: 'bigint', value: (row) => row.id },
    { name: 'village_id', type: 'int', value: (row) => row.villageId },
    { name: 'code', type: 'text', value: (row) => row.code },
    { name: 'no', type: 'text', value: (row) => row.no },
    { name: 'poor_status', type: 'text', value: (row) => row.poorStatus },
  ]
  await insertOwned(recorder, 'household', [
    ...facts,
    { name: 'commune_id', type: 'int', value: () => communeId },
    { name: 'match_key', type: 'text', value: (row) => row.matchKey },
  ], inserted)
  await updateRecorded(recorder, 'household', facts, updated)
}

export async function writePeople(recorder: Recorder, cipher: Cipher, communeId: number, { inserted, updated }: Written<PersonFacts>): Promise<void> {
  await insertOwned(recorder, 'person', [
    ...personColumns(cipher, inserted),
    { name: 'commune_id', type: 'int', value: () => communeId },
  ], inserted)
  // Each encryption gives other bytes: they are kept while the numbers in them are the same.
  const isSame = 't.citizen_idx IS NOT DISTINCT FROM u.citizen_idx AND t.old_idx IS NOT DISTINCT FROM u.old_idx AND t.social_idx IS NOT DISTINCT FROM u.social_idx'
  await updateRecorded(recorder, 'person', personColumns(cipher, updated), updated, { secrets_enc: `CASE WHEN ${isSame} THEN t.secrets_enc ELSE u.secrets_enc END` })
}

function personColumns(cipher: Cipher, people: readonly PersonFacts[]): Column<PersonFacts>[] {
  const keys = people.map((person) => searchKey(person.fullName))
  return [
    { name: 'id', type: 'bigint', value: (row) => row.id },
    { name: 'village_id', type: 'int', value: (row) => row.villageId },
    { name: 'household_id', type: 'bigint', value: (row) => row.householdId },
    { name: 'is_household_head', type: 'boolean', value: (row) => row.isHouseholdHead },
    { name: 'full_name', type: 'text', value: (row) => row.fullName },
    { name: 'search_key', type: 'text', value: (_, place) => keys[place] },
    { name: 'sort_key', type: 'text', value: (row) => sortKey(row.fullName) },
    { name: 'birth', type: 'date', value: (row) => row.birth && `${row.birth}-01-01`.slice(0, 10) },
    { name: 'birth_precision', type: 'text', value: (row) => row.birthPrecision },
    { name: 'sex', type: 'text', value: (row) => row.sex },
    { name: 'match_key', type: 'text', value: (row, place) => `${keys[place]}|${row.birth ?? ''}` },
    { name: 'poor_status', type: 'text', value: (row) => row.poorStatus },
    { name: 'note', type: 'text', value: (row) => row.note },
    { name: 'secrets_enc', type: 'bytea', value: (row) => packSecrets(cipher, row) },
    { name: 'citizen_idx', type: 'bytea', value: (row) => row.citizenId && cipher.blindIndex('citizen', row.citizenId) },
    { name: 'old_idx', type: 'bytea', value: (row) => row.oldId && cipher.blindIndex('old', row.oldId) },
    { name: 'social_idx', type: 'bytea', value: (row) => row.socialNo && cipher.blindIndex('social', row.socialNo) },
  ]
}

/** One ciphertext for all numbers of a person: they are only ever shown together. */
function packSecrets(cipher: Cipher, { citizenId, oldId, socialNo }: PersonFacts): Buffer | undefined {
  if (citizenId === undefined && oldId === undefined && socialNo === undefined) return undefined
  return cipher.encrypt(JSON.stringify({ citizen_id: citizenId, old_id: oldId, social_insurance_no: socialNo }))
}

export function unpackSecrets(cipher: Cipher, secrets: Buffer | null): Pick<PersonFacts, 'citizenId' | 'oldId' | 'socialNo'> {
  if (secrets === null) return {}
  const { citizen_id: citizenId, old_id: oldId, social_insurance_no: socialNo } = JSON.parse(cipher.decrypt(secrets)) as Record<string, string | undefined>
  return { citizenId, oldId, socialNo }
}
