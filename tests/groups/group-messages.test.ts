/**
 * Checks the labelled set itself, not the reader of group messages. All villages, people and numbers are invented, and it was
 * written without looking at the rules that it measures.
 *
 * Where the guideline leaves room the set keeps to this: `deadline_time` is the clock time named for the deadline and no other
 * hour; "đầu tuần sau" is Monday and "cuối tuần" Sunday; an invitation to a meeting is an announcement; a village's figures stand
 * also in an issue; "except" lists the villages that remain; a head who receives and promises in one breath acknowledges.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { daysBetween, isDay } from '../../src/domain/calendar.ts'

const LEAST: Readonly<Record<string, number>> = {
  task: 80, announcement: 30, question: 30, report: 50, issue: 25, ack: 20, chitchat: 20,
}

/** The names of the guideline; the set keeps to them although a village may report others. */
const NUMBER_NAMES = new Set([
  'ho_ngheo', 'ho_can_ngheo', 'thoat_ngheo', 'tai_ngheo', 'ngheo_moi', 'can_ngheo_moi', 'ho_da_ra_soat', 'ho_chua_ra_soat', 'tong_ho',
  'ho_du_hop', 'the_da_phat', 'the_chua_phat', 'tong_the', 'the_sai', 'tre_chua_co_the', 'chua_nhan_tien', 'nguoi_mat', 'tre_mo_coi',
  'nguoi_khuyet_tat', 'nguoi_cao_tuoi', 'nha_tam', 'nha_dot_nat', 'nha_ngap', 'nha_toc_mai', 'nguoi_bi_thuong', 'ho_bi_co_lap', 'qua_tet',
  'qua_da_phat', 'qua_chua_phat', 'ho_da_mua_bhyt', 'ho_chua_mua_bhyt',
])

const FIELDS = new Set([
  'id', 'from_role', 'from_village', 'text', 'sent_at', 'villages', 'kind', 'targets', 'deadline', 'deadline_time', 'needs_ack', 'numbers', 'note',
])

interface GroupMessage {
  id: string
  from_role: string
  from_village: string | null
  text: string
  sent_at: string
  villages: string[]
  kind: string
  targets: string[]
  deadline: string | null
  deadline_time: string | null
  needs_ack: boolean
  numbers: Record<string, number>
  note?: string
}

const lines = readFileSync(new URL('group-messages.jsonl', import.meta.url), 'utf8').trimEnd().split('\n')
const messages = lines.map((line) => JSON.parse(line) as GroupMessage)

function countOf(kind: string): number {
  return messages.filter((message) => message.kind === kind).length
}

/** Two spellings that differ only in case, spaces or the way marks are encoded are the same message. */
function sameText(text: string): string {
  return text.normalize('NFC').toLowerCase().replaceAll(/\s+/g, ' ').trim()
}

/** The ids of the messages for which the check does not hold: an empty list is the pass, and a failure names its lines. */
function failing(check: (message: GroupMessage) => boolean): string[] {
  return messages.filter((message) => !check(message)).map((message) => message.id)
}

describe('the labelled set of group messages', () => {
  it('holds enough messages for its figures to mean something', () => {
    expect(messages.length).toBeGreaterThanOrEqual(260)
  })

  it.each(Object.entries(LEAST))('has the kind %s at least %i times', (kind, least) => {
    expect(countOf(kind)).toBeGreaterThanOrEqual(least)
  })

  it('uses only the fields, roles and kinds of the guideline', () => {
    expect(failing((message) => Object.keys(message).every((key) => FIELDS.has(key)))).toEqual([])
    expect(failing(({ from_role: role }) => ['committee', 'village_head', 'officer', 'member'].includes(role))).toEqual([])
    expect(failing(({ kind }) => kind in LEAST)).toEqual([])
  })

  it('has no message twice and no id twice', () => {
    expect(new Set(messages.map((message) => sameText(message.text))).size).toBe(messages.length)
    expect(new Set(messages.map((message) => message.id)).size).toBe(messages.length)
  })

  it('writes clean Unicode, sent at real instants in Vietnam time', () => {
    expect(failing(({ text }) => text.length > 0 && text === text.normalize('NFC').trim())).toEqual([])
    expect(failing(({ sent_at: at }) => /T([01]\d|2[0-3]):[0-5]\d:00\+07:00$/.test(at) && isDay(at.slice(0, 10)))).toEqual([])
  })

  it('sends from and to villages of the same commune', () => {
    expect(failing(({ villages }) => new Set(villages).size === villages.length && villages.length > 0)).toEqual([])
    expect(failing(({ from_village: from, from_role: role, villages }) => from === null ? role !== 'village_head' : villages.includes(from))).toEqual([])
    expect(failing(({ targets, villages }) => targets.every((target) => villages.includes(target)) || targets.join() === 'all' || targets.join() === 'committee')).toEqual([])
    expect(failing(({ targets }) => new Set(targets).size === targets.length)).toEqual([])
  })

  it('routes chitchat to nobody and everything else to somebody other than the sender', () => {
    expect(failing(({ kind, targets }) => (kind === 'chitchat') === (targets.length === 0))).toEqual([])
    expect(failing(({ from_village: from, targets }) => from === null || !targets.includes(from))).toEqual([])
  })

  it('wants something back for every task, question and issue, and for nothing that only tells', () => {
    const always = ['task', 'question', 'issue']
    expect(failing(({ kind, needs_ack: ack }) => kind === 'announcement' || ack === always.includes(kind))).toEqual([])
  })

  it('sets deadlines only where something is wanted, not before the message and within the season', () => {
    expect(failing(({ deadline, needs_ack: ack }) => deadline === null || ack)).toEqual([])
    expect(failing(({ deadline, sent_at: at }) => {
      if (deadline === null) return true
      const days = isDay(deadline) ? daysBetween(at.slice(0, 10), deadline) : -1
      return days >= 0 && days <= 31
    })).toEqual([])
    expect(failing(({ deadline_time: time }) => time === null || /^([01]\d|2[0-3]):[0-5]\d$/.test(time))).toEqual([])
    expect(failing(({ deadline, deadline_time: time }) => time === null || deadline !== null)).toEqual([])
  })

  it('names figures as the guideline does, and only where a village reports them', () => {
    expect(failing(({ numbers }) => Object.keys(numbers).every((name) => NUMBER_NAMES.has(name)))).toEqual([])
    expect(failing(({ numbers }) => Object.values(numbers).every((count) => Number.isSafeInteger(count) && count >= 0))).toEqual([])
    expect(failing(({ numbers, kind, from_role: role }) => Object.keys(numbers).length === 0
      || (role === 'village_head' && (kind === 'report' || kind === 'issue')))).toEqual([])
  })

  it('shows no phone that could be somebody\'s and no twelve-digit number', () => {
    expect(failing(({ text }) => (text.match(/\d{9,}/g) ?? []).every((digits) => /^0900000\d{3}$/.test(digits)))).toEqual([])
  })

  it('tries every way of naming targets: all, some, one, the committee and another village', () => {
    expect(messages.filter(({ targets }) => targets.includes('all')).length).toBeGreaterThan(30)
    expect(messages.filter(({ targets }) => targets.length > 1).length).toBeGreaterThan(40)
    expect(messages.filter(({ from_role: role, targets }) => role === 'village_head' && targets.length === 1 && targets[0] !== 'committee').length)
      .toBeGreaterThan(3)
  })
})
