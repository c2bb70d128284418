/** Plays a transcript on one channel of a running installation, and compares every line. */
import { expect } from 'vitest'
import { ticketsOf } from '../../src/app/desk.ts'
import type { Button, OutboundMessage } from '../../src/channels/channel.ts'
import { unaccent } from '../../src/content/sms-shape.ts'
import { vietnamInstant } from '../../src/domain/calendar.ts'
import type { ChannelName } from '../../src/domain/notice-state.ts'
import { ensureContact, kindOfContact, linkContact } from '../../src/store/contacts.ts'
import { storeOfficerCode } from '../../src/store/link-codes.ts'
import type { HandHeldChannel, Pipeline } from './pipeline.ts'
import { untilTrue } from './pipeline.ts'
import { parseRegisterLine, RELATION_NAMES } from './transcript.ts'
import type { TranscriptLine } from './transcript.ts'

export interface Stage {
  pipeline: Pipeline
  channel: HandHeldChannel
  sms: HandHeldChannel
  /** Makes numbers of one run differ from those of every other. */
  run: number
}

export async function playTranscript(lines: readonly TranscriptLine[], stage: Stage): Promise<void> {
  const scene = await openScene(stage)
  for (const line of lines) {
    try {
      await scene.play(line)
    } catch (problem) {
      if (problem instanceof Error) problem.message = `line ${line.at}, on ${stage.channel.name}: ${problem.message}`
      throw problem
    }
  }
  expect(scene.unread(), `${stage.channel.name}: Loa said more than the transcript`).toEqual([])
}

async function openScene({ pipeline, channel, sms, run }: Stage) {
  const { app, clock, sql } = pipeline
  const { pool } = app.ground.database
  const { cipher } = app.ground
  const name: ChannelName = channel.name
  const [commune] = await sql<{ id: number }>(
    `INSERT INTO commune (name, profile) VALUES ('xã thử ' || $1, '{"sender": "UBND xã Tân Đông", "contact": "cô Châu 0276 3000 000", "renewPlace": "bưu điện xã", "address": "12 đường Bịa"}') RETURNING id`, [run],
  )
  const communeId = (commune as { id: number }).id
  const chat = name === 'sms' ? `+8490${String(1_000_000 + run).padStart(7, '0')}` : `hop-tin-${name}-${run}`
  const contactId = await ensureContact(pool, cipher, { communeId, kind: kindOfContact(name), address: chat })
  const people = new Map<string, string>()
  let messages = 0
  let seen = 0
  let last: OutboundMessage | undefined
  let code = ''
  const inbox = (): OutboundMessage[] => channel.received.filter(({ to }) => to === chat)
  /** Numbers of a transcript are the same in every run; in the register they must not be. */
  const ownPhone = (written: string): string => `+84${written.replace(/\D/g, '').slice(-9, -5)}${String(run).padStart(5, '0')}`

  const villageId = async (village: string): Promise<number> => {
    const [row] = await sql<{ id: number }>(
      `INSERT INTO village (commune_id, kind, name, search_key) VALUES ($1, 'Ấp', $2, lower($2)) ON CONFLICT (commune_id, search_key) DO UPDATE SET kind = 'Ấp' RETURNING id`, [communeId, village])
    return (row as { id: number }).id
  }

  async function register(text: string): Promise<void> {
    const person = parseRegisterLine(text)
    const [row] = await sql<{ id: string }>(
      `INSERT INTO person (commune_id, village_id, full_name, search_key, sort_key, match_key, birth, birth_precision, sex, poor_status) VALUES ($1, $2, $3, 'x', 'x', 'x', $4, $5, $6, $7) RETURNING id`,
      [communeId, person.village === undefined ? null : await villageId(person.village), person.name, person.birth?.day ?? null, person.birth?.precision ?? null, person.sex ?? null, person.poor ?? null])
    const id = (row as { id: string }).id
    people.set(person.name, id)
    if (person.card !== undefined) {
      await sql('INSERT INTO card (commune_id, person_id, card_group, valid_to, five_year_on) VALUES ($1, $2, $3, $4, $5)', [communeId, id, person.card.group, person.card.validTo, person.card.fiveYearOn ?? null])
    }
    if (person.allowance !== undefined) {
      const { coefficient, method, tail, status } = person.allowance
      await sql(`INSERT INTO allowance (commune_id, person_id, category_group, coefficient, payment_method, account_tail, status) VALUES ($1, $2, 'elderly', $3, $4, $5, $6)`, [communeId, id, coefficient, method, tail ?? null, status])
    }
    for (const { month, amount, arrears, status } of person.payments) {
      await sql('INSERT INTO payment (commune_id, person_id, month, amount, arrears, status) VALUES ($1, $2, $3, $4, $5, $6)', [communeId, id, `${month}-01`, amount, arrears, status])
    }
    if (person.phone !== undefined) {
      const phone = await ensureContact(pool, cipher, { communeId, kind: 'phone', address: ownPhone(person.phone) })
      await linkContact(pool, { personId: id, contactId: phone, relation: 'unknown', source: 'import' })
    }
  }

  const personAndRelation = (text: string): { personId: string; relation: string } => {
    const [who = '', relation = 'chính chủ'] = text.split('|').map((part) => part.trim())
    const personId = people.get(who)
    if (personId === undefined || RELATION_NAMES[relation] === undefined) throw new Error(`nobody called "${who}", or no relation "${relation}"`)
    return { personId, relation: RELATION_NAMES[relation] }
  }

  /** Waits until everything that was said is answered and every answer has left. */
  const settle = (): Promise<void> => untilTrue(async () => {
    const [row] = await sql<{ open: number }>(
      `SELECT (SELECT count(*) FROM inbound_message WHERE contact_id = $1 AND state = 'waiting')::int
        + (SELECT count(*) FROM notice WHERE commune_id = $2 AND state IN ('planned', 'queued', 'sending'))::int AS open`, [contactId, communeId])
    return row?.open === 0
  })

  async function say(text: string, pressed?: Button): Promise<void> {
    if (seen < inbox().length) throw new Error(`Loa also said: ${inbox().slice(seen).map((one) => one.text).join(' / ')}`)
    messages += 1
    const asText = name === 'sms' && pressed !== undefined ? String(offered().findIndex(({ data }) => data === pressed.data) + 1) : text
    await app.receive(name)({
      kind: 'message', dedupeKey: `run-${run}-${messages}`, from: chat, chat, isGroup: false, occurredAt: clock.now(),
      text: (asText === '(ảnh)' ? '' : asText).replaceAll('{mã}', code).replace(/0912\d{6}/, (phone) => `0${ownPhone(phone).slice(3)}`),
      ...(pressed === undefined || name === 'sms' ? {} : { buttonData: pressed.data }),
    })
    await settle()
  }

  /** On SMS the choices stand under the text, numbered. */
  const offered = (): readonly Button[] => {
    if (name !== 'sms') return last?.buttons ?? []
    return (last?.text ?? '').split('\n').slice(1).map((line) => ({ title: line.replace(/^\d\. /, ''), data: line }))
  }
  const shown = (text: string): string => (name === 'sms' ? unaccent(text) : text)

  function heard(text: string): void {
    const next = inbox()[seen]
    if (text === '(im lặng)') return void expect(next?.text).toBeUndefined()
    seen += 1
    last = next
    const said = name === 'sms' ? next?.text.split('\n')[0] : next?.text
    expect(said).toBe(shown(text))
  }

  function textMessage(phone: string, text: string): void {
    const got = sms.received.filter(({ to }) => to === ownPhone(phone)).at(-1)
    code = /(?<!\d)\d{6}(?!\d)/.exec(got?.text ?? '')?.[0] ?? code
    expect(got?.text).toBe(unaccent(text.replace('{mã}', code)))
  }

  const newestTicket = async (): Promise<{ id: string; topic: string; urgent: boolean } | undefined> =>
    (await sql<{ id: string; topic: string; urgent: boolean }>("SELECT id, topic, urgent FROM ticket WHERE contact_id = $1 AND state <> 'closed' ORDER BY id DESC LIMIT 1", [contactId]))[0]

  const steps: Readonly<Record<string, (line: TranscriptLine) => Promise<unknown> | void>> = {
    Lúc: ({ text }) => {
      const [date = '', time = ''] = text.split(' ')
      clock.set(vietnamInstant(date.split('/').toReversed().join('-'), time))
    },
    Sổ: ({ text }) => register(text),
    Lịch: async ({ text }) => {
      const [month = '', village = '', when = '', place = '', sure = ''] = text.split('|').map((part) => part.trim())
      const [date = '', time = ''] = when.split(' ')
      await sql('INSERT INTO payment_schedule (commune_id, month, village_id, place, pays_on, from_time, confirmed) VALUES ($1, $2, $3, $4, $5, $6, $7)', [
        communeId, `${month.slice(3)}-${month.slice(0, 2)}-01`, village === 'cả xã' ? null : await villageId(village.replace(/^ấp /, '')), place, date.split('/').toReversed().join('-'), time, sure === 'chắc chắn'])
    },
    'Hộp tin': ({ text }) => linkContact(pool, { contactId, source: 'linked', ...personAndRelation(text) }),
    'Mã cán bộ': async ({ text }) => {
      code = `KR${String(run).padStart(4, '2').replaceAll('0', 'B').replaceAll('1', 'C')}7X`
      await storeOfficerCode(pool, cipher, { communeId, ...personAndRelation(text), code, by: 'thử', expiresAt: new Date(clock.now().getTime() + 3_600_000) }, clock.now())
    },
    Dân: ({ text }) => say(text),
    'Dân bấm': ({ text }) => {
      const button = offered().find(({ title }) => title === shown(text))
      if (button === undefined) throw new Error(`no button "${text}", only: ${offered().map(({ title }) => title).join(' | ')}`)
      return say('', button)
    },
    Loa: ({ text }) => heard(text),
    Nút: ({ text }) => void expect(offered().map(({ title }) => title).join(' | ')).toBe(shown(text)),
    'Tin tới': ({ of, text }) => textMessage(of, text),
    Phiếu: async ({ text }) => {
      const ticket = await newestTicket()
      expect(ticket === undefined ? 'không' : `${ticket.topic}${ticket.urgent ? ' khẩn' : ''}`).toBe(text)
    },
    'Cán bộ': async ({ text }) => {
      const ticket = await newestTicket()
      await ticketsOf(app.ground, app.content, clock).reply(ticket?.id ?? '0', text, 'cô Châu')
      await app.promote()
      await settle()
    },
    'Cán bộ đóng': async () => ticketsOf(app.ground, app.content, clock).close((await newestTicket())?.id ?? '0', 'cô Châu'),
    Quên: () => sql('INSERT INTO conversation (contact_id, state_enc) VALUES ($1, $2) ON CONFLICT (contact_id) DO UPDATE SET state_enc = excluded.state_enc', [contactId, cipher.encrypt('{"v":0,"step":7}')]),
  }
  return {
    play: async (line: TranscriptLine): Promise<void> => {
      const step = steps[line.kind]
      if (step === undefined) throw new Error(`no line of kind "${line.kind}"`)
      await step(line)
    },
    unread: (): string[] => inbox().slice(seen).map(({ text }) => text),
  }
}
