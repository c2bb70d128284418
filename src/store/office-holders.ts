/** Who holds an office now. The same person may hold several: they are told by the register's person or by the telephone. */

/** Wants `h` (an office holder) and the day as parameter. */
export const inOffice = (holder: string, day: string): string =>
  `(${holder}.ended_at IS NULL AND ${holder}.term_from <= ${day}::date AND (${holder}.term_to IS NULL OR ${holder}.term_to >= ${day}::date))`

export const sameHolder = (one: string, other: string): string =>
  `(${one}.commune_id = ${other}.commune_id AND (${one}.id = ${other}.id OR ${one}.person_id = ${other}.person_id OR ${one}.phone_contact_id = ${other}.phone_contact_id))`
