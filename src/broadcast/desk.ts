/**
 * What officers do with a broadcast. Whatever is decided is decided about what the page showed: the version of the text
 * and the number of people come back with the button, and where either has changed the officer looks again.
 */
import type { EditableContent } from '../content/content.ts'
import { expiresAt, leavesAt } from '../domain/broadcast.ts'
import type { Audience, AudienceCount, AudiencePerson, Broadcast, BroadcastState, Part } from '../domain/broadcast.ts'
import { vietnamDay } from '../domain/calendar.ts'
import type { Day } from '../domain/calendar.ts'
import type { CommuneProfile } from '../domain/commune-profile.ts'
import { formOfAddress } from '../domain/form-of-address.ts'
import type { Clock } from '../kernel/clock.ts'

export interface DeskDeps {
  clock: Clock
  content: Pick<EditableContent, 'render' | 'unaccent' | 'measureSms' | 'check'>
  profile(communeId: number): Promise<CommuneProfile>
  read(communeId: number, id: string): Promise<Broadcast | undefined>
  twins(id: string, now: Date): Promise<readonly string[]>
  count(query: Asked): Promise<AudienceCount>
  list(query: Asked, wanted: { parts: readonly Part[]; skip: number; limit: number }): Promise<readonly AudiencePerson[]>
  step(step: {
    communeId: number; id: string; from: readonly BroadcastState[]; to: BroadcastState; by: string; action: string; version?: number
    sets?: Readonly<Partial<Record<'counted' | 'submitted_at' | 'approved_by' | 'approved_at' | 'leaves_at' | 'not_after', unknown>>>
  }, now: Date): Promise<boolean>
  /** Begins to write the outbox; the rest is done by the clock. */
  begin(): Promise<unknown>
}

/** The audience as it is on this day. */
export interface Asked {
  communeId: number
  audience: Audience
  today: Day
  now: Date
  urgent: boolean
  twins: readonly string[]
}

export interface Prospect {
  count: AudienceCount
  /** Who gets a message or a visit. */
  recipients: number
  leavesAt: Date
  notAfter: Date
  /** It leaves later than it was wanted, because of the night. */
  delayedByNight: boolean
  needsApproval: boolean
  limit: number
  sms: { text: string; segments: number; costDong: number; accented: { segments: number; costDong: number }; people: number }
  /** What a reader would stumble over. */
  advice: readonly string[]
}

export interface Preview {
  person: AudiencePerson
  chat: string
  sms: string
  visit: string
}

/** What a button came with: the page on which it stood. */
export interface Seen {
  communeId: number
  id: string
  version: number
  recipients: number
  by: string
}

export type Decided = 'scheduled' | 'submitted' | 'changed' | 'nobody' | 'too-late' | 'own' | 'gone'

const RECIPIENTS = ['told', 'visit'] as const

export function broadcastDesk(deps: DeskDeps) {
  const asked = async (broadcast: Pick<Broadcast, 'id' | 'communeId' | 'audience' | 'urgentReason'>): Promise<Asked> => {
    const now = deps.clock.now()
    return { communeId: broadcast.communeId, audience: broadcast.audience, today: vietnamDay(now), now, urgent: broadcast.urgentReason !== undefined, twins: await deps.twins(broadcast.id, now) }
  }

  async function prospect(broadcast: Broadcast): Promise<Prospect> {
    const query = await asked(broadcast)
    const [count, profile, text] = await Promise.all([deps.count(query), deps.profile(broadcast.communeId), said(deps, broadcast, 'sms')])
    const leaves = leavesAt({ sendAt: broadcast.sendAt, urgent: query.urgent }, query.now, profile.quietHours)
    const people = count.channels.sms ?? 0
    const price = (words: string) => {
      const { segments } = deps.content.measureSms(words)
      return { segments, costDong: segments * profile.smsSegmentDong * people }
    }
    const plain = profile.smsAccents ? text : deps.content.unaccent(text)
    const recipients = RECIPIENTS.reduce((sum, part) => sum + (count.parts[part] ?? 0), 0)
    return {
      count, recipients,
      leavesAt: leaves,
      notAfter: expiresAt(broadcast.notAfter, leaves),
      delayedByNight: leaves > query.now && leaves > (broadcast.sendAt ?? query.now),
      needsApproval: recipients > profile.approvalOver,
      limit: profile.approvalOver,
      sms: { text: plain, ...price(plain), accented: price(text), people },
      advice: adviceOn(deps, broadcast.text),
    }
  }

  /** Carries out what the author or the approver has decided. */
  async function send({ communeId, id, version, recipients, by }: Seen, from: 'draft' | 'submitted'): Promise<Decided> {
    const broadcast = await deps.read(communeId, id)
    if (broadcast === undefined || broadcast.state !== from) return 'gone'
    if (from === 'submitted' && broadcast.author === by) return 'own'
    const ahead = await prospect(broadcast)
    if (broadcast.version !== version || ahead.recipients !== recipients) return 'changed'
    if (ahead.recipients === 0) return 'nobody'
    if (ahead.notAfter <= ahead.leavesAt) return 'too-late'
    const now = deps.clock.now()
    if (from === 'draft' && ahead.needsApproval) {
      const sets = { counted: recipients, submitted_at: now }
      return (await deps.step({ communeId, id, from: ['draft'], to: 'submitted', by, action: 'broadcast.submitted', version, sets }, now)) ? 'submitted' : 'gone'
    }
    const sets = { counted: recipients, approved_at: now, leaves_at: ahead.leavesAt, not_after: ahead.notAfter, ...(from === 'submitted' && { approved_by: by }) }
    const action = broadcast.urgentReason !== undefined ? 'broadcast.sent-urgently' : from === 'submitted' ? 'broadcast.approved' : 'broadcast.sent'
    if (!(await deps.step({ communeId, id, from: [from], to: 'scheduled', by, action, version, sets }, now))) return 'gone'
    await deps.begin()
    return 'scheduled'
  }

  return {
    prospect,
    /** The n-th of those who get it, in every form that they may get it in; with the number of the last. */
    preview: async (broadcast: Broadcast, n: number): Promise<Preview | undefined> => {
      const [person] = await deps.list(await asked(broadcast), { parts: RECIPIENTS, skip: n, limit: 1 })
      return person && previewFor(deps, broadcast, person)
    },
    /** Three real rows: the first, the one in the middle, the last. */
    rehearsal: async (broadcast: Broadcast, recipients: number): Promise<Preview[]> => {
      const query = await asked(broadcast)
      const places = [...new Set([0, Math.floor(recipients / 2), recipients - 1])].filter((at) => at >= 0)
      const people = (await Promise.all(places.map((skip) => deps.list(query, { parts: RECIPIENTS, skip, limit: 1 })))).flat()
      return Promise.all(people.map((person) => previewFor(deps, broadcast, person)))
    },
    /** Who is left out, or gets no message, by name. */
    leftOut: async (broadcast: Broadcast, parts: readonly Part[], limit: number) => deps.list(await asked(broadcast), { parts, skip: 0, limit }),
    submit: (seen: Seen) => send(seen, 'draft'),
    approve: (seen: Seen) => send(seen, 'submitted'),
    /** Back to its author. */
    giveBack: ({ communeId, id, by }: Pick<Seen, 'communeId' | 'id' | 'by'>) =>
      deps.step({ communeId, id, from: ['submitted'], to: 'draft', by, action: 'broadcast.given-back', sets: { submitted_at: null, counted: null } }, deps.clock.now()),
  }
}

export type BroadcastDesk = ReturnType<typeof broadcastDesk>

async function said({ content, profile }: DeskDeps, { communeId, text }: Broadcast, form: 'chat' | 'sms'): Promise<string> {
  const { sender } = await profile(communeId)
  return (await content.render({ communeId, key: 'officer-text', form, fields: { sender, text } })).text
}

async function previewFor(deps: DeskDeps, broadcast: Broadcast, person: AudiencePerson): Promise<Preview> {
  const { sender, smsAccents } = await deps.profile(broadcast.communeId)
  const { birth, birthPrecision, sex, fullName } = person
  const length = birthPrecision === undefined ? 0 : { day: 10, month: 7, year: 4 }[birthPrecision]
  const born = birth === undefined || birthPrecision === undefined ? undefined : { value: birth.slice(0, length), precision: birthPrecision }
  const fields = { sender, name: fullName, address_form: formOfAddress({ sex, birth: born }, vietnamDay(deps.clock.now())), text: broadcast.text }
  const render = async (form: 'chat' | 'sms' | 'visit') => (await deps.content.render({ communeId: broadcast.communeId, key: 'officer-text', form, fields })).text
  const [chat, sms, visit] = await Promise.all([render('chat'), render('sms'), render('visit')])
  return { person, chat, sms: smsAccents ? sms : deps.content.unaccent(sms), visit }
}

const MAX_WORDS = 60
const MAX_SEGMENTS = 3

/** What the house style says about these words; the officer decides. */
function adviceOn({ content }: DeskDeps, text: string): string[] {
  const words = text.split(/\s+/).filter((word) => word !== '').length
  // As the body of a template, so without what would be a field there.
  const style = content.check('vi/officer-text.chat', `{{ sender }}: ${text.replace(/[{}%]/g, ' ').replace(/ {2,}/g, ' ').trim()}`)
  return [
    ...(words > MAX_WORDS ? [`Dài ${words} chữ; người lớn tuổi đọc hết được khoảng ${MAX_WORDS} chữ.`] : []),
    ...(content.measureSms(content.unaccent(text)).segments > MAX_SEGMENTS ? [`Tin nhắn SMS dài hơn ${MAX_SEGMENTS} đoạn.`] : []),
    ...new Set(style.map(({ said: what }) => what)),
  ]
}
