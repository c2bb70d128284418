/**
 * The life of a notice. `planned → queued → sending → sent → delivered`, or one of the ends; a crash leaves
 * `sending`, which becomes `unconfirmed` and is never sent again without a receipt or a person's word.
 */
export const NOTICE_STATES = [
  'planned',
  'queued',
  'sending',
  'sent',
  'delivered',
  'failed',
  'unconfirmed',
  'expired',
  'cancelled',
  'visit',
] as const
export type NoticeState = (typeof NOTICE_STATES)[number]

export const NOTICE_KINDS = ['reminder', 'broadcast', 'relay', 'reply', 'officer'] as const
export type NoticeKind = (typeof NOTICE_KINDS)[number]

/** bulk keeps to 80 % of a channel's rate and to daytime; reply keeps its own lane; urgent also ignores the night. */
export const LANES = ['bulk', 'reply', 'urgent'] as const
export type Lane = (typeof LANES)[number]

export const CHANNEL_NAMES = ['zalo', 'telegram', 'webchat', 'sms'] as const
export type ChannelName = (typeof CHANNEL_NAMES)[number]

export const CONTACT_KINDS = ['phone', 'telegram', 'zalo', 'webchat'] as const
export type ContactKind = (typeof CONTACT_KINDS)[number]

/** What a failed send means for the sender; the wire documents map every provider code to one of these. */
export const ERROR_CLASSES = ['RETRY', 'WAIT', 'AUTH', 'OPS', 'FALL', 'PERM'] as const
export type ErrorClass = (typeof ERROR_CLASSES)[number]
