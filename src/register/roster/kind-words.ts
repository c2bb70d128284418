import type { RosterKind } from './roster.ts'

/** What an officer calls a list. */
export const KIND_WORDS: Readonly<Record<RosterKind, string>> = {
  assistance: 'danh sách hưởng trợ cấp',
  cards: 'danh sách thẻ bảo hiểm y tế',
  payments: 'danh sách chi trả',
  households: 'danh sách hộ nghèo, cận nghèo',
}
