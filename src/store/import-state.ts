/** What the register holds about people whom a list names, before the list changes it. */
import type { Cipher } from './cipher.ts'
import type { Queryable } from './database.ts'
import { unpackAccount } from './import-benefits.ts'
import { birthOf } from './import-lookups.ts'
import type { BirthColumns } from './import-lookups.ts'
import { unpackSecrets } from './import-people.ts'
import { firstOf, monthOf } from '../domain/calendar.ts'
import type { Month } from '../domain/calendar.ts'
import type { AllowanceFacts, CardFacts, HouseholdFacts, PaymentFacts, PersonFacts, PhoneLink, RegisteredPerson, VillageFacts } from '../domain/register-facts.ts'

export interface Wanted {
  kind: string
  months: readonly Month[]
  hasCards: boolean
}

export async function loadPeople(client: Queryable, cipher: Cipher, personIds: readonly string[], wanted: Wanted): Promise<RegisteredPerson[]> {
  // One after the other: they share one connection.
  const people = await readPeople(client, cipher, personIds)
  const phones = await readPhones(client, cipher, personIds)
  const cards = wanted.hasCards ? await readCards(client, cipher, personIds) : []
  const allowances = wanted.kind === 'assistance' ? await readAllowances(client, cipher, personIds) : []
  const payments = wanted.months.length > 0 ? await readPayments(client, personIds, wanted.months) : []
  const of = <Facts extends { personId: string }>(facts: readonly Facts[]): ((personId: string) => Facts[]) => {
    const lists = new Map<string, Facts[]>()
    for (const fact of facts) {
      const list = lists.get(fact.personId)
      if (list === undefined) lists.set(fact.personId, [fact])
      else list.push(fact)
    }
    return (personId) => lists.get(personId) ?? []
  }
  const [phonesOf, cardsOf, allowancesOf, paymentsOf] = [of(phones), of(cards), of(allowances), of(payments)]
  return people.map((person) => ({
    person, phones: phonesOf(person.id), cards: cardsOf(person.id), allowances: allowancesOf(person.id), payments: paymentsOf(person.id),
  }))
}

/** NULL as the facts have it. */
type Row<Names extends string> = Record<Names, string | null>
const given = (value: string | null): string | undefined => value ?? undefined

async function readPeople(client: Queryable, cipher: Cipher, personIds: readonly string[]): Promise<PersonFacts[]> {
  const { rows } = await client.query<
    Row<'full_name' | 'sex' | 'household_id' | 'poor_status' | 'note'> & BirthColumns & { id: string; village_id: number | null; is_household_head: boolean; secrets_enc: Buffer | null }
  >(
    `SELECT id, full_name, birth, birth_precision, sex, village_id, household_id, is_household_head, poor_status, note, secrets_enc
     FROM person WHERE id = ANY($1::bigint[])`,
    [personIds],
  )
  return rows.map((row) => ({
    id: row.id,
    fullName: row.full_name ?? '',
    birth: birthOf(row),
    birthPrecision: given(row.birth_precision) as PersonFacts['birthPrecision'],
    sex: given(row.sex),
    villageId: row.village_id ?? undefined,
    householdId: given(row.household_id),
    isHouseholdHead: row.is_household_head,
    poorStatus: given(row.poor_status),
    note: given(row.note),
    ...unpackSecrets(cipher, row.secrets_enc),
  }))
}

async function readPhones(client: Queryable, cipher: Cipher, personIds: readonly string[]): Promise<PhoneLink[]> {
  const { rows } = await client.query<{ person_id: string; address_enc: Buffer; rank: number; source: string; removed: boolean }>(
    `SELECT pc.person_id, c.address_enc, pc.rank, pc.source, pc.removed_at IS NOT NULL AS removed
     FROM person_contact pc JOIN contact c ON c.id = pc.contact_id AND c.kind = 'phone' WHERE pc.person_id = ANY($1::bigint[]) ORDER BY pc.rank, c.id`,
    [personIds],
  )
  return rows.map((row) => ({ personId: row.person_id, phone: cipher.decrypt(row.address_enc), rank: row.rank, source: row.source, removed: row.removed }))
}

async function readCards(client: Queryable, cipher: Cipher, personIds: readonly string[]): Promise<CardFacts[]> {
  const { rows } = await client.query<
    Row<'card_group' | 'valid_from' | 'valid_to' | 'five_year_on'> & { id: string; person_id: string; card_no_enc: Buffer | null; withdrawn: boolean }
  >(
    `SELECT id, person_id, card_no_enc, card_group, valid_from, valid_to, five_year_on, withdrawn_at IS NOT NULL AS withdrawn
     FROM card WHERE person_id = ANY($1::bigint[]) ORDER BY id`,
    [personIds],
  )
  return rows.map((row) => ({
    id: row.id,
    personId: row.person_id,
    cardNo: row.card_no_enc === null ? undefined : cipher.decrypt(row.card_no_enc),
    group: given(row.card_group),
    validFrom: given(row.valid_from),
    validTo: given(row.valid_to),
    fiveYearOn: given(row.five_year_on),
    withdrawn: row.withdrawn,
  }))
}

async function readAllowances(client: Queryable, cipher: Cipher, personIds: readonly string[]): Promise<AllowanceFacts[]> {
  const { rows } = await client.query<
    Row<'category' | 'category_group' | 'category_text' | 'payment_method' | 'decision_no' | 'start_month'> &
      { id: string; person_id: string; coefficient: number | null; amount: number | null; account_enc: Buffer | null; status: string; withdrawn: boolean }
  >(
    `SELECT id, person_id, category, category_group, category_text, coefficient, amount, payment_method, account_enc, decision_no, start_month, status,
       withdrawn_at IS NOT NULL AS withdrawn
     FROM allowance WHERE person_id = ANY($1::bigint[]) ORDER BY id`,
    [personIds],
  )
  return rows.map((row) => ({
    id: row.id,
    personId: row.person_id,
    category: given(row.category),
    categoryGroup: given(row.category_group) as AllowanceFacts['categoryGroup'],
    categoryText: given(row.category_text),
    coefficient: row.coefficient ?? undefined,
    amount: row.amount ?? undefined,
    paymentMethod: given(row.payment_method),
    ...unpackAccount(cipher, row.account_enc),
    decisionNo: given(row.decision_no),
    startMonth: row.start_month === null ? undefined : monthOf(row.start_month),
    status: row.status,
    withdrawn: row.withdrawn,
  }))
}

async function readPayments(client: Queryable, personIds: readonly string[], months: readonly Month[]): Promise<PaymentFacts[]> {
  const { rows } = await client.query<
    Row<'payment_method' | 'account_tail'> & { id: string; person_id: string; month: string; category: string; amount: number; coefficient: number | null; arrears: number; deduction: number; status: string }
  >(
    `SELECT id, person_id, month, category, amount, coefficient, arrears, deduction, payment_method, account_tail, status
     FROM payment WHERE person_id = ANY($1::bigint[]) AND month = ANY($2::date[]) ORDER BY id`,
    [personIds, months.map(firstOf)],
  )
  return rows.map((row) => ({
    id: row.id,
    personId: row.person_id,
    month: monthOf(row.month),
    category: row.category,
    amount: row.amount,
    coefficient: row.coefficient ?? undefined,
    arrears: row.arrears,
    deduction: row.deduction,
    paymentMethod: given(row.payment_method),
    accountTail: given(row.account_tail),
    status: row.status,
  }))
}

export async function readVillages(client: Queryable, communeId: number): Promise<VillageFacts[]> {
  const { rows } = await client.query<{ id: number; kind: string; name: string; search_key: string; aliases: string[]; successor_id: number | null }>(
    'SELECT id, kind, name, search_key, aliases, successor_id FROM village WHERE commune_id = $1 ORDER BY id',
    [communeId],
  )
  return rows.map((row) => ({
    id: row.id, kind: row.kind, name: row.name, searchKey: row.search_key, aliases: row.aliases, successorId: row.successor_id ?? undefined,
  }))
}

export async function readHouseholds(client: Queryable, communeId: number, matchKeys: readonly string[]): Promise<HouseholdFacts[]> {
  const { rows } = await client.query<Row<'code' | 'no' | 'poor_status'> & { id: string; match_key: string; village_id: number | null }>(
    'SELECT id, match_key, village_id, code, no, poor_status FROM household WHERE commune_id = $1 AND match_key = ANY($2::text[])',
    [communeId, matchKeys],
  )
  return rows.map((row) => ({
    id: row.id,
    matchKey: row.match_key,
    villageId: row.village_id ?? undefined,
    code: given(row.code),
    no: given(row.no),
    poorStatus: given(row.poor_status),
  }))
}
