/** What a citizen can want: the names of the files in templates/vi/phrases. */

export const INTENTS = [
  'card_expiry', 'card_renew_how', 'card_renew_cost', 'card_benefit', 'card_wrong_info',
  'payment_date', 'payment_place_method', 'payment_amount', 'payment_missing',
  'eligibility', 'application_status', 'required_documents', 'stop_or_change',
  'link_account', 'opt_out', 'opt_in_again', 'language_or_format', 'human_handoff', 'complaint_feedback',
  'greeting', 'thanks_bye', 'help', 'emergency', 'scam_check', 'out_of_scope', 'abuse',
] as const
export type Intent = (typeof INTENTS)[number]

/** Answered with facts about insurance or allowances: a wrong one misleads somebody about money. */
export const BENEFIT_INTENTS: ReadonlySet<Intent> = new Set<Intent>([
  'card_expiry', 'card_renew_how', 'card_renew_cost', 'card_benefit', 'card_wrong_info',
  'payment_date', 'payment_place_method', 'payment_amount', 'payment_missing',
  'eligibility', 'application_status', 'required_documents', 'stop_or_change',
])

/** A person answers these, however sure the reading is; `abuse` and `out_of_scope` get one polite sentence and no answer. */
export const NEVER_ANSWERED: ReadonlySet<Intent> = new Set<Intent>(['emergency', 'human_handoff', 'complaint_feedback', 'out_of_scope', 'abuse'])

export function isIntent(name: string): name is Intent {
  return (INTENTS as readonly string[]).includes(name)
}
