/** Who on the register may be meant by a row: by a number's blind index, or by name with birth and village. */
import type { Cipher } from './cipher.ts'
import type { Queryable } from './database.ts'
import type { Candidate, IdKind, IdQuestion, NameQuestion } from '../domain/register-facts.ts'

export interface BirthColumns {
  birth: string | null
  birth_precision: string | null
}

/** The birth as it is known: its year, its month or its day. */
export function birthOf({ birth, birth_precision: precision }: BirthColumns): string | undefined {
  if (birth === null) return undefined
  return precision === 'year' ? birth.slice(0, 4) : precision === 'month' ? birth.slice(0, 7) : birth
}

interface CandidateRow extends BirthColumns {
  asked: number
  id: string
  full_name: string
  village_id: number | null
  household: string | null
  contradicts: boolean
}

const COLUMNS = 'q.asked, p.id, p.full_name, p.birth, p.birth_precision, p.village_id, h.match_key AS household'
const HOUSEHOLD = 'LEFT JOIN household h ON h.id = p.household_id'

const INDEX_COLUMN = { citizen: 'p.citizen_idx', social: 'p.social_idx', old: 'p.old_idx', card: 'c.card_idx' } as const

export async function findByNumber(client: Queryable, cipher: Cipher, communeId: number, number: IdKind, questions: readonly IdQuestion[]): Promise<Candidate[]> {
  const owner = number === 'card' ? 'JOIN card c ON c.commune_id = $1 AND c.card_idx = q.idx JOIN person p ON p.id = c.person_id' : 'JOIN person p ON p.commune_id = $1'
  const { rows } = await client.query<CandidateRow>(
    `SELECT DISTINCT ON (q.asked, p.id) ${COLUMNS}, false AS contradicts
     FROM unnest($2::int[], $3::bytea[]) AS q(asked, idx) ${owner} AND ${INDEX_COLUMN[number]} = q.idx ${HOUSEHOLD}
     ORDER BY q.asked, p.id`,
    [communeId, questions.map((question) => question.asked), questions.map((question) => cipher.blindIndex(number, question.value))],
  )
  return rows.map(toCandidate)
}

/**
 * Names repeat by the hundred, so the server joins them with the year of birth; where one side knows no birth, with the
 * village. What is left is compared name by name by the caller.
 */
export async function findByName(client: Queryable, cipher: Cipher, communeId: number, questions: readonly NameQuestion[]): Promise<Candidate[]> {
  const { rows } = await client.query<CandidateRow>(
    `WITH q AS (SELECT * FROM unnest($2::int[], $3::text[], $4::int[], $5::int[], $6::bytea[], $7::bytea[])
       AS q(asked, search_key, birth_year, village_id, citizen_idx, social_idx)),
     registered AS (SELECT p.*, extract(year FROM p.birth)::int AS birth_year FROM person p WHERE p.commune_id = $1),
     pairs AS (
       SELECT q.asked, p.id FROM q JOIN registered p ON p.search_key = q.search_key AND p.birth_year = q.birth_year
       WHERE p.village_id IS NULL OR q.village_id IS NULL OR p.village_id = q.village_id
       UNION ALL
       SELECT q.asked, p.id FROM q JOIN registered p ON p.search_key = q.search_key AND p.village_id = q.village_id
       WHERE p.birth_year IS NULL OR q.birth_year IS NULL
       UNION ALL
       SELECT q.asked, p.id FROM q JOIN registered p ON p.search_key = q.search_key
       WHERE (p.birth_year IS NULL OR q.birth_year IS NULL) AND (p.village_id IS NULL OR q.village_id IS NULL))
     SELECT ${COLUMNS},
       coalesce(p.citizen_idx <> q.citizen_idx, false) OR coalesce(p.social_idx <> q.social_idx, false) AS contradicts
     FROM pairs JOIN q USING (asked) JOIN person p ON p.id = pairs.id ${HOUSEHOLD}
     ORDER BY q.asked, p.id`,
    [
      communeId,
      questions.map((question) => question.asked),
      questions.map((question) => question.searchKey),
      questions.map((question) => question.birthYear ?? null),
      questions.map((question) => question.villageId ?? null),
      questions.map((question) => (question.citizenId === undefined ? null : cipher.blindIndex('citizen', question.citizenId))),
      questions.map((question) => (question.socialNo === undefined ? null : cipher.blindIndex('social', question.socialNo))),
    ],
  )
  return rows.map(toCandidate)
}

function toCandidate(row: CandidateRow): Candidate {
  return {
    asked: row.asked,
    personId: row.id,
    fullName: row.full_name,
    birth: birthOf(row),
    villageId: row.village_id ?? undefined,
    household: row.household ?? undefined,
    contradicts: row.contradicts,
  }
}
