/** What a column of a roster can be read as. Names that domain documents give are used; the rest are parts of them. */

/** Read into the record. */
export type ColumnField =
  | 'row_no'
  | 'full_name' | 'family_name' | 'given_name'
  | 'birth' | 'birth_day' | 'birth_month' | 'birth_year'
  /** A birth year or a mark under "Nam" or under "Nữ". */
  | 'male' | 'female' | 'sex'
  | 'citizen_id' | 'old_id' | 'social_insurance_no' | 'card_no'
  | 'valid_from' | 'valid_to' | 'five_year_date'
  /** "Đối tượng", "Mã ĐT": a card's group or a category, by the kind of list. */
  | 'group' | 'card_group' | 'category' | 'clause' | 'point' | 'disability'
  | 'village' | 'neighbourhood' | 'address'
  | 'phone'
  | 'coefficient' | 'standard' | 'amount' | 'total' | 'arrears' | 'deduct'
  /** One of several months side by side. */
  | 'month_amount'
  | 'payment_method' | 'pay_cash' | 'pay_bank' | 'pay_home' | 'pay_social'
  | 'account_no' | 'account_name' | 'bank'
  | 'decision_no' | 'decision_date' | 'start_month'
  | 'payee' | 'relation'
  | 'household_head' | 'household_code' | 'household_no' | 'poor_status' | 'poor' | 'near_poor'
  | 'note' | 'died_on' | 'stopped_on'
  /** "ĐT": a telephone or a group, told by its values. */
  | 'phone_or_group'
  /** Understood, so that it counts as a header, but nothing is taken from it. */
  | 'signature' | 'first_care_place' | 'age' | 'members' | 'ethnicity' | 'issued' | 'elsewhere' | 'payee_detail'

export const NOT_TAKEN: ReadonlySet<ColumnField> = new Set([
  'signature', 'first_care_place', 'age', 'members', 'ethnicity', 'issued', 'elsewhere', 'payee_detail',
])

/** As Excel names it: 0 is A, 26 is AA. */
export function columnLetter(column: number): string {
  const letter = String.fromCodePoint(65 + (column % 26))
  return column < 26 ? letter : columnLetter(Math.floor(column / 26) - 1) + letter
}
