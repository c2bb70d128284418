/** ZBS Template Message (until 2025: ZNS), error codes as published on docs.zaloplatforms.com/docs/ZBS, October 2026. */
import { OA_CODES } from './oa-codes.ts'
import type { CodeTable, Meaning } from './refusal.ts'

const AWAY_DAYS = 30
/** Who refused this account's templates is not asked again: only they can take it back, in their own settings. */
const REFUSED_DAYS = 365

const each = (codes: readonly string[], meaning: Meaning): CodeTable => Object.fromEntries(codes.map((code) => [code, meaning]))

const PUBLISHED: CodeTable = {
  '-100': { errorClass: 'RETRY', code: 'channel.send-failed', means: 'unknown, to be tried later' },
  ...each(['-101', '-102', '-103', '-104', '-105'], { errorClass: 'OPS', code: 'channel.misconfigured', means: 'app invalid, inactive, or not linked to the account' }),
  ...each(['-106', '-107'], { errorClass: 'PERM', code: 'channel.refused', means: 'method or message id invalid' }),
  '-108': { errorClass: 'PERM', code: 'channel.bad-number', means: 'phone number invalid', recipientGone: true },
  ...each(['-109', '-1091'], { errorClass: 'PERM', code: 'channel.template', means: 'template id invalid or not to be edited' }),
  '-110': { errorClass: 'FALL', code: 'channel.recipient-unreachable', means: "person's Zalo is too old" },
  ...each(['-111', '-112', '-1121', '-1122', '-1123', '-1124', '-116', '-132'], { errorClass: 'PERM', code: 'channel.template-values', means: 'values of the template missing or wrong' }),
  ...each(['-113', '-1131'], { errorClass: 'PERM', code: 'channel.template', means: 'button invalid' }),
  '-114': { errorClass: 'FALL', code: 'channel.recipient-unreachable', means: 'person inactive, opted out, or on an old version' },
  // By the table OPS, as -117, -131 and -146. But free answers need neither a balance nor a template, and must not stop for either:
  // this message goes another way, and an officer is told.
  '-115': { errorClass: 'FALL', code: 'channel.billing', means: 'quota or balance used up' },
  '-117': { errorClass: 'FALL', code: 'channel.template', means: 'no right to the template' },
  '-118': { errorClass: 'FALL', code: 'channel.recipient-unreachable', means: 'no such Zalo account', quietDays: AWAY_DAYS },
  '-119': { errorClass: 'FALL', code: 'channel.recipient-unreachable', means: 'account cannot receive' },
  ...each(['-120', '-1201', '-1202', '-138', '-1381'], { errorClass: 'OPS', code: 'channel.reconsent-needed', means: 'permission missing' }),
  ...each(['-121', '-122', '-130'], { errorClass: 'PERM', code: 'channel.refused', means: 'body empty, no JSON, or too large' }),
  ...each(['-123', '-128', '-129', '-142', '-143'], { errorClass: 'PERM', code: 'channel.refused', means: 'trouble of the RSA variant' }),
  '-124': { errorClass: 'AUTH', code: 'channel.unauthorised', means: 'access token invalid' },
  '-1241': { errorClass: 'OPS', code: 'channel.unauthorised', means: 'secret proof wrong' },
  '-125': { errorClass: 'OPS', code: 'channel.misconfigured', means: 'account id invalid' },
  ...each(['-126', '-127'], { errorClass: 'PERM', code: 'channel.refused', means: 'development wallet empty, or recipient no admin' }),
  '-131': { errorClass: 'FALL', code: 'channel.template', means: 'template not approved' },
  '-133': { errorClass: 'WAIT', code: 'channel.night', means: 'not at night', until: 'morning' },
  '-134': { errorClass: 'FALL', code: 'channel.recipient-unreachable', means: 'no answer to the opt-in' },
  ...each(['-135', '-145'], { errorClass: 'OPS', code: 'channel.plan', means: 'account may not send this' }),
  '-1351': { errorClass: 'OPS', code: 'channel.account-closed', means: 'account blocked by Zalo' },
  ...each(['-136', '-137'], { errorClass: 'OPS', code: 'channel.billing', means: 'Zalo Cloud Account not linked or not charged' }),
  '-139': { errorClass: 'FALL', code: 'channel.refused-by-person', means: 'person refused this type' },
  '-140': { errorClass: 'FALL', code: 'channel.recipient-unreachable', means: 'person not eligible' },
  '-141': { errorClass: 'FALL', code: 'channel.refused-by-person', means: 'person refused this account', quietDays: REFUSED_DAYS },
  '-144': { errorClass: 'WAIT', code: 'channel.quota-used-up', means: "account's limit of the day", until: 'tomorrow', urgentFalls: true },
  ...each(['-1441', '-1471', '-1472'], { errorClass: 'WAIT', code: 'channel.quota-used-up', means: "person's limit of this tag", until: 'tomorrow', urgentFalls: true }),
  '-146': { errorClass: 'FALL', code: 'channel.template', means: 'template disabled for its quality' },
  '-147': { errorClass: 'WAIT', code: 'channel.quota-used-up', means: "template's limit of the day", until: 'tomorrow', urgentFalls: true },
  ...each(['-148', '-149', '-1491', '-150', '-151', '-152', '-153'], { errorClass: 'PERM', code: 'channel.template', means: 'journey or end-to-end template' }),
  ...each(['-158', '-159', '-161', '-162'], { errorClass: 'PERM', code: 'channel.refused', means: 'upload, creation, or sending mode misused' }),
  '-160': { errorClass: 'WAIT', code: 'channel.quota-used-up', means: 'quota of creating templates', until: 'tomorrow', urgentFalls: true },
}

/** Both hosts answer with codes of the account as well (a dead token, a throttled app); where both tables have a code, this one holds. */
export const ZBS_CODES: CodeTable = { ...OA_CODES, ...PUBLISHED }
