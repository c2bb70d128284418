import type { ProviderTemplate } from '../channels/channel.ts'
import type { Content, TextForm } from '../content/content.ts'
import type { ChannelName } from '../domain/notice-state.ts'
import type { Clock } from '../kernel/clock.ts'
import { fillApproved } from './fill-approved.ts'
import { noticeFields } from './fields.ts'
import type { ClaimedNotice } from './notice.ts'

export interface ComposedMessage {
  text: string
  template: string
  templateVersion: string
  /** What may go instead, where the messenger takes no free text. */
  approved?: ProviderTemplate
  /** SMS only. */
  segments?: number
  costDong?: number
}

/** The text of one notice for the channel on which it leaves, and what it will cost there. */
export function compose({ content, clock }: { content: Content; clock: Clock }) {
  return async (notice: ClaimedNotice): Promise<ComposedMessage> => {
    if (notice.templateKey === 'reply') return inForm(notice, content, { text: notice.freeText ?? '', template: 'reply', templateVersion: '1' })
    const fields = noticeFields(notice, clock.now())
    const rendered = await content.render({ communeId: notice.communeId, key: notice.templateKey, form: formOf(notice.channel), fields })
    const approved = notice.providerTemplate === undefined ? undefined : fillApproved(notice.templateKey, notice.providerTemplate, fields)
    const said = { text: rendered.text, template: rendered.template, templateVersion: rendered.version, ...(approved === undefined ? {} : { approved }) }
    return inForm(notice, content, said)
  }
}

/** A reply was written when its question was answered; here it only takes the form of its channel. */
function inForm(notice: ClaimedNotice, content: Content, said: ComposedMessage): ComposedMessage {
  if (notice.channel !== 'sms') return said
  const { smsAccents, smsSegmentDong } = notice.commune.profile
  const text = smsAccents ? said.text : content.unaccent(said.text)
  const { segments } = content.measureSms(text)
  return { ...said, text, segments, costDong: segments * smsSegmentDong }
}

export const formOf = (channel: ChannelName): TextForm => (channel === 'sms' ? 'sms' : 'chat')
