/**
 * Every minute: who was not told although there is somebody to tell, is told; who owes an answer is reminded; and where
 * silence lasts, an officer learns whom to ring. Each step is a notice or a row that exists once, so a missed or a doubled
 * look harms nobody.
 */
import type { Content } from '../content/content.ts'
import { later } from '../domain/calendar.ts'
import { showPhone } from '../domain/phone.ts'
import type { QuietHours } from '../domain/quiet-hours.ts'
import type { Clock } from '../kernel/clock.ts'
import { chaseNow, chasePlan } from './chase-times.ts'
import type { OwedBy } from './chase-times.ts'
import { dueAt, dueInWords, gistOf } from './gist.ts'
import { sendOut } from './send-out.ts'
import type { OutDesk, OutTask, SendOutDeps } from './send-out.ts'

export interface FollowedTask extends OutTask {
  communeId: number
  quietHours: QuietHours
  givenAt: Date
  targets: readonly (OwedBy & { villageId: number })[]
}

export interface FollowDesk extends OutDesk {
  noteChased(taskId: string, villageId: number, steps: readonly string[]): Promise<void>
  /** A ticket for an officer, once. False: there is one. */
  escalate(taskId: string, villageId: number, facts: string): Promise<boolean>
  officerChats(): Promise<readonly string[]>
  ring(villageId: number): Promise<readonly { name: string; phone: string | undefined }[]>
}

export interface FollowUpDeps extends SendOutDeps {
  clock: Clock
  content: Pick<Content, 'render'>
  closeAnswered(now: Date): Promise<void>
  /** Open, and somebody owes an answer. */
  owed(): Promise<readonly FollowedTask[]>
  /** Villages that nobody has told, or whose head was told and is head no longer. */
  untold(): Promise<readonly { task: FollowedTask; villageIds: readonly number[] }[]>
  /** A transaction of its own for each task. */
  withDesk(communeId: number, now: Date, work: (desk: FollowDesk) => Promise<void>): Promise<void>
}

const REMINDED_WITHIN_MS = 12 * 3_600_000

export function followUp(deps: FollowUpDeps) {
  const send = sendOut(deps)
  return async (): Promise<void> => {
    const now = deps.clock.now()
    for (const { task, villageIds } of await deps.untold()) await deps.withDesk(task.communeId, now, (desk) => send(desk, task, villageIds, now))
    for (const task of await deps.owed()) {
      const verdicts = verdictsOn(task, now)
      if (verdicts.length > 0) await deps.withDesk(task.communeId, now, (desk) => chase(deps, desk, task, verdicts, now))
    }
    await deps.closeAnswered(now)
  }
}

function verdictsOn(task: FollowedTask, now: Date) {
  const plan = chasePlan(task, task.quietHours)
  return task.targets
    .map((target) => ({ villageId: target.villageId, verdict: chaseNow(plan, target, task.kind === 'announcement', now) }))
    .filter(({ verdict }) => verdict.escalate || verdict.passed.length > 0)
}

async function chase(deps: FollowUpDeps, desk: FollowDesk, task: FollowedTask, verdicts: ReturnType<typeof verdictsOn>, now: Date): Promise<void> {
  const addresses = await desk.addresses(verdicts.map(({ villageId }) => villageId))
  for (const { villageId, verdict } of verdicts) {
    const address = addresses.find((one) => one.villageId === villageId)
    if (verdict.remind !== undefined && address !== undefined) {
      const byButton = deps.canPress(address.kind, address.isGroup)
      const number = String(task.number)
      const overdue = (dueAt(task) ?? now) <= now && task.dueOn !== undefined
      const text = await textOf(deps, desk, 'group-chase', { village: labelOf(desk, villageId), number, gist: gistOf(task.text), due: dueInWords(task), overdue, by_button: byButton })
      await desk.relay([{
        contactId: address.contactId, reason: `chase:${task.id}:${villageId}:${verdict.remind}`, text, templates: 'group-chase', taskId: task.id, villageId, notBefore: now, notAfter: later(now, REMINDED_WITHIN_MS),
        buttons: byButton ? [{ title: 'Đã xong', data: `g:done:${number}` }, { title: 'Hỏi lại', data: `g:ask:${number}` }] : [],
      }])
    }
    if (verdict.passed.length > 0) await desk.noteChased(task.id, villageId, verdict.passed)
    if (verdict.escalate) await goUp(deps, desk, task, villageId, now)
  }
}

async function goUp(deps: FollowUpDeps, desk: FollowDesk, task: FollowedTask, villageId: number, now: Date): Promise<void> {
  const ring = await desk.ring(villageId)
  const village = labelOf(desk, villageId)
  if (!(await desk.escalate(task.id, villageId, JSON.stringify({ village, task: task.number, gist: gistOf(task.text), ring })))) return
  const lines = ring.map(({ name, phone }) => `${name}: ${phone === undefined ? '–' : showPhone(phone)}`).join('\n')
  const text = await textOf(deps, desk, 'group-silent', { village, number: String(task.number), gist: gistOf(task.text), lines: lines === '' ? '–' : lines })
  await desk.relay((await desk.officerChats()).map((contactId) => ({
    contactId, reason: `silent:${task.id}:${villageId}`, text, templates: 'group-silent', buttons: [], taskId: task.id, villageId, notBefore: now, notAfter: later(now, REMINDED_WITHIN_MS),
  })))
}

const labelOf = ({ villages }: OutDesk, villageId: number): string => villages.find(({ id }) => id === villageId)?.label ?? ''

async function textOf({ content }: FollowUpDeps, desk: OutDesk, key: string, fields: Record<string, string | boolean | null>): Promise<string> {
  return (await content.render({ communeId: desk.communeId, key, form: 'chat', fields: { sender: desk.sender, ...fields } })).text
}
