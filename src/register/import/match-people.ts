/**
 * Which person of the register a person of the file is. A number decides together with the name; a name, birth and
 * village decide only where exactly one person fits and no number speaks against it. The same number under two names
 * never merges: both stay, and the officer is asked.
 */
import type { Candidate, IdKind } from '../../domain/register-facts.ts'
import { ID_KINDS } from '../../domain/register-facts.ts'
import { isSameName } from '../../domain/person-name.ts'
import { birthsAgree } from './birth-match.ts'

/** One person of the file: what all their rows say together. */
export interface FilePerson {
  name: string
  birth: string | undefined
  villageId: number | undefined
  citizenId: string | undefined
  socialNo: string | undefined
  oldId: string | undefined
  household: string | undefined
  /** Has some number, so a row that matches nobody still names one certain person. */
  hasNumber: boolean
}

export type Match =
  | { kind: 'known'; personId: string; by: IdKind | 'name'; remarks: MatchRemark[] }
  | { kind: 'new'; remarks: MatchRemark[] }
  /** Could be several people, and nothing tells which. */
  | { kind: 'ambiguous'; names: string[] }

export type MatchRemark =
  | { code: 'same-number-other-name'; number: IdKind; otherName: string }
  /** Found by name although the birth or the village is missing on one side. */
  | { code: 'matched-by-name' }
  /** Somebody with the same name, birth and village has another number, or several people have. */
  | { code: 'maybe-same'; otherName: string }

export interface NumberCandidate extends Candidate {
  number: IdKind
}

export function matchByNumber(person: FilePerson, candidates: readonly NumberCandidate[]): Match | undefined {
  const remarks: MatchRemark[] = []
  let found: NumberCandidate | undefined
  for (const number of ID_KINDS) {
    for (const candidate of candidates) {
      if (candidate.number !== number) continue
      if (isSameName(candidate.fullName, person.name)) found ??= candidate
      else if (!remarks.some((remark) => remark.code === 'same-number-other-name' && remark.otherName === candidate.fullName)) {
        remarks.push({ code: 'same-number-other-name', number, otherName: candidate.fullName })
      }
    }
  }
  if (found !== undefined) return { kind: 'known', personId: found.personId, by: found.number, remarks }
  return remarks.length > 0 ? { kind: 'new', remarks } : undefined
}

export function matchByName(person: FilePerson, candidates: readonly Candidate[]): Match {
  const alike = candidates.filter(
    (candidate) =>
      isSameName(candidate.fullName, person.name) &&
      birthsAgree(candidate.birth, person.birth) &&
      (candidate.villageId === undefined || person.villageId === undefined || candidate.villageId === person.villageId),
  )
  const possible = preferHousehold(alike.filter((candidate) => !candidate.contradicts), person.household)
  const exact = possible.filter((candidate) => candidate.birth === person.birth && candidate.villageId === person.villageId)
  const choice = exact.length > 0 ? exact : possible
  const [only] = choice
  if (only !== undefined && choice.length === 1) {
    const isSure = person.villageId !== undefined && only.villageId !== undefined && person.birth !== undefined && only.birth !== undefined
    const isFullBirth = person.birth?.length === 10 && only.birth === person.birth
    return { kind: 'known', personId: only.personId, by: 'name', remarks: isSure || isFullBirth ? [] : [{ code: 'matched-by-name' }] }
  }
  if (choice.length > 1 && !person.hasNumber) return { kind: 'ambiguous', names: choice.map((candidate) => candidate.fullName) }
  const other = choice[0] ?? alike.find((candidate) => candidate.contradicts && candidate.birth !== undefined && candidate.birth === person.birth)
  return { kind: 'new', remarks: other === undefined ? [] : [{ code: 'maybe-same', otherName: other.fullName }] }
}

/** Households are numbered anew every year: another one says nothing, the same one says much. */
function preferHousehold(candidates: readonly Candidate[], household: string | undefined): readonly Candidate[] {
  const same = household === undefined ? [] : candidates.filter((candidate) => candidate.household === household)
  return same.length > 0 ? same : candidates
}

export interface Claim {
  /** Index of the person of the file. */
  asked: number
  person: FilePerson
  by: IdKind | 'name'
}

/**
 * Two people of the file who contradict each other cannot both be the same person of the register. The stronger claim
 * stands; claims by name that contradict each other fail together, because neither is better.
 */
export function failedClaims(claims: readonly Claim[]): Claim[] {
  if (claims.length < 2) return []
  const standing: Claim[] = []
  const failed: Claim[] = []
  for (const number of ID_KINDS) {
    for (const claim of claims) {
      if (claim.by === number) (standing.some((rival) => contradict(claim, rival)) ? failed : standing).push(claim)
    }
  }
  const byName = claims.filter((claim) => claim.by === 'name')
  const rivals = [...standing, ...byName]
  return [...failed, ...byName.filter((claim) => rivals.some((rival) => rival !== claim && contradict(claim, rival)))]
}

/**
 * A claim by a number is shaken only by that number and stronger ones: who loses it has the stronger number on the
 * register from then on, and is found by it the next time.
 */
function contradict({ person: one, by }: Claim, { person: other }: Claim): boolean {
  const differ = (a: string | undefined, b: string | undefined): boolean => a !== undefined && b !== undefined && a !== b
  if (differ(one.citizenId, other.citizenId)) return true
  if (by !== 'citizen' && differ(one.socialNo, other.socialNo)) return true
  if (by !== 'citizen' && by !== 'social' && differ(one.oldId, other.oldId)) return true
  return by === 'name' && (differ(one.household, other.household) || !birthsAgree(one.birth, other.birth))
}
