/**
 * Zalo Official Account API, error codes as published on docs.zaloplatforms.com/docs/OA (state of October 2026). Tables
 * in circulation that give -201 … -210 other meanings describe the retired v2 API.
 */
import type { CodeTable } from './refusal.ts'

export const CODE = {
  invalidParameter: '-201',
  windowClosed: '-230',
  neverInteracted: '-232',
  wrongAccountType: '-235',
} as const

/** Days for which a person whom Zalo itself calls unreachable is left in peace. */
const AWAY_DAYS = 30

export const OA_CODES: CodeTable = {
  // Waiting for a rate is no failed try, so it is WAIT; each further call in this minute would only be refused too.
  '-32': { errorClass: 'WAIT', code: 'channel.throttled', means: 'rate of the app or the account', until: 'next-minute' },
  '-100': { errorClass: 'PERM', code: 'channel.attachment-expired', means: 'attachment older than seven days' },
  '-200': { errorClass: 'RETRY', code: 'channel.send-failed', means: 'sending failed' },
  '-201': { errorClass: 'PERM', code: 'channel.refused', means: 'invalid parameter' },
  '-204': { errorClass: 'OPS', code: 'channel.account-closed', means: 'account disabled' },
  '-205': { errorClass: 'OPS', code: 'channel.misconfigured', means: 'account does not exist' },
  '-209': { errorClass: 'OPS', code: 'channel.misconfigured', means: 'app not active' },
  '-210': { errorClass: 'PERM', code: 'channel.refused', means: 'parameter over its limit' },
  '-211': { errorClass: 'WAIT', code: 'channel.quota-used-up', means: 'quota of the feature used up', until: 'tomorrow', urgentFalls: true },
  '-212': { errorClass: 'OPS', code: 'channel.misconfigured', means: 'API product not registered' },
  '-213': { errorClass: 'FALL', code: 'channel.not-following', means: 'person does not follow the account' },
  '-214': { errorClass: 'RETRY', code: 'channel.not-yet-ready', means: 'article still in work' },
  '-216': { errorClass: 'AUTH', code: 'channel.unauthorised', means: 'access token invalid' },
  '-217': { errorClass: 'FALL', code: 'channel.recipient-unreachable', means: 'person blocked invitations' },
  '-218': { errorClass: 'WAIT', code: 'channel.quota-used-up', means: "person's quota for receiving", until: 'tomorrow', urgentFalls: true },
  '-219': { errorClass: 'OPS', code: 'channel.misconfigured', means: 'app removed' },
  '-220': { errorClass: 'AUTH', code: 'channel.unauthorised', means: 'access token expired or removed' },
  '-221': { errorClass: 'OPS', code: 'channel.plan', means: 'account must be verified' },
  '-223': { errorClass: 'OPS', code: 'channel.reconsent-needed', means: 'account has not granted this API' },
  '-224': { errorClass: 'OPS', code: 'channel.plan', means: 'plan must be upgraded' },
  '-227': { errorClass: 'FALL', code: 'channel.recipient-unreachable', means: 'person banned, or away from Zalo for 45 days', quietDays: AWAY_DAYS },
  '-230': { errorClass: 'FALL', code: 'channel.window-closed', means: 'no interaction in seven days' },
  '-232': { errorClass: 'FALL', code: 'channel.window-closed', means: 'no interaction ever, or expired' },
  '-233': { errorClass: 'PERM', code: 'channel.refused', means: 'message type unsupported' },
  '-234': { errorClass: 'WAIT', code: 'channel.night', means: 'not at night', until: 'morning' },
  '-235': { errorClass: 'OPS', code: 'channel.misconfigured', means: 'API not for this type of account' },
  // By the table OPS. But only a group's asset brings it, and one group's unpaid bill must not silence a whole commune.
  '-237': { errorClass: 'FALL', code: 'channel.group-closed', means: 'group disabled, its asset expired' },
  '-238': { errorClass: 'PERM', code: 'channel.asset', means: 'asset disabled' },
  '-240': { errorClass: 'OPS', code: 'channel.misconfigured', means: 'v2 message API closed for this account' },
  '-241': { errorClass: 'PERM', code: 'channel.asset', means: 'asset already used' },
  '-242': { errorClass: 'OPS', code: 'channel.unauthorised', means: 'secret proof wrong' },
  '-244': { errorClass: 'FALL', code: 'channel.refused-by-person', means: 'person restricted this type of message' },
  '-248': { errorClass: 'PERM', code: 'channel.content-policy', means: 'content policy' },
  '-249': { errorClass: 'FALL', code: 'channel.template-by-phone-only', means: 'template cannot go by user id' },
  '-320': { errorClass: 'OPS', code: 'channel.billing', means: 'Zalo Cloud Account not linked' },
  '-321': { errorClass: 'OPS', code: 'channel.billing', means: 'Zalo Cloud Account cannot be charged' },
  '-403': { errorClass: 'PERM', code: 'channel.group-lost', means: 'account is not in the group', recipientGone: true },
  '-501': { errorClass: 'OPS', code: 'channel.misconfigured', means: 'server address outside Vietnam' },
}
