/** Births as rosters know them: YYYY, YYYY-MM or YYYY-MM-DD. A coarser one never contradicts a finer one that it begins. */
export function birthsAgree(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || one.startsWith(other) || other.startsWith(one)
}

/** The finer of two that agree; where they do not, the second (the file's). */
export function refineBirth(current: string | undefined, carried: string | undefined): string | undefined {
  if (carried === undefined) return current
  return current !== undefined && current.startsWith(carried) ? current : carried
}

export function precisionOf(birth: string | undefined): 'day' | 'month' | 'year' | undefined {
  if (birth === undefined) return undefined
  return birth.length === 10 ? 'day' : birth.length === 7 ? 'month' : 'year'
}
