/** What an officer may set of a rule, wherever they set it: days on which some wording is true, an hour of the day. */
import type { TimeOfDay } from './calendar.ts'
import { isOffsetAllowed } from './reminder-rules.ts'
import type { RuleKey } from './reminder-rules.ts'

export const MOST_DAYS = 20
export const EARLIEST_SEND: TimeOfDay = '07:00'
export const LATEST_SEND: TimeOfDay = '20:00'

/** In order, each once. */
export const inOrder = (offsets: readonly number[]): number[] => [...new Set(offsets)].sort((one, other) => one - other)

/** Days on which no wording of the rule would be true. */
export const untrueDays = (key: RuleKey, offsets: readonly number[]): number[] => offsets.filter((offset) => !isOffsetAllowed(key, offset))

export const isSendTime = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text) && text >= EARLIEST_SEND && text <= LATEST_SEND
