/**
 * The handler behind every send queue: claim, look again, write the text, send, record. The claim is committed before
 * the provider is called and the record after, so that whatever a crash leaves is known to be unknown.
 */
import type { Channel, OutboundMessage, Sent } from '../channels/channel.ts'
import { SendError } from '../channels/channel.ts'
import { later } from '../domain/calendar.ts'
import type { ChannelName } from '../domain/notice-state.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import { oneAfterAnother } from '../kernel/one-after-another.ts'
import { DONE } from '../queue/job.ts'
import type { JobHandler, JobOutcome } from '../queue/job.ts'
import { afterFailure } from './after-failure.ts'
import type { ComposedMessage } from './compose.ts'
import type { SendPayload } from './delivery-job.ts'
import { lookAgain } from './look-again.ts'
import type { Verdict } from './look-again.ts'
import type { ClaimedNotice } from './notice.ts'
import type { AttemptResult, ContactNews, Settlement } from './settlement.ts'

export interface SendDeps {
  channel: Channel
  clock: Clock
  log: Log
  random: () => number
  /** How long a provider may take before the outcome counts as unknown. */
  timeoutMs: number
  compose(notice: ClaimedNotice): Promise<ComposedMessage>
  /** `queued → sending` for this process; undefined when somebody else has it or it is no longer queued here. */
  claim(noticeId: string, channel: ChannelName): Promise<ClaimedNotice | undefined>
  settle(settlement: Settlement): Promise<void>
  pauseChannel(communeId: number, channel: ChannelName, reason: string, until: Date): Promise<void>
}

/** A number that is none there now may be one next year. */
const NOT_THERE_MS = 365 * 24 * 60 * 60_000
/** After this many throttled answers in a row the whole queue rests, instead of each message asking in turn. */
const THROTTLED_IN_A_ROW = 3

export function sendNotice(deps: SendDeps): JobHandler<SendPayload> {
  /** Two bells for one notice may ring in one process; the second finds it taken, whatever becomes of the first's claim. */
  const inHand = new Set<string>()
  const send = sendOne(deps)
  const sendUnlessInHand = async (noticeId: string): Promise<JobOutcome> => {
    if (inHand.has(noticeId)) return DONE
    inHand.add(noticeId)
    try {
      return await send(noticeId)
    } finally {
      inHand.delete(noticeId)
    }
  }
  return async ({ noticeIds }) => {
    const ends = await Promise.allSettled(noticeIds.split(',').map(sendUnlessInHand))
    const broken = ends.find((end) => end.status === 'rejected')
    if (broken !== undefined) throw broken.reason
    const pauses = ends.flatMap((end) => (end.status === 'fulfilled' && end.value.kind === 'pause' ? [end.value.forMs] : []))
    return pauses.length === 0 ? DONE : { kind: 'pause', forMs: Math.max(...pauses) }
  }
}

function sendOne(deps: SendDeps): (noticeId: string) => Promise<JobOutcome> {
  let throttled = 0
  const inOrder = oneAfterAnother()
  return async (noticeId) => {
    const notice = await deps.claim(noticeId, deps.channel.name)
    if (notice === undefined) return DONE
    const now = deps.clock.now()
    const verdict = lookAgain(notice, now)
    if (verdict.kind !== 'send') {
      await deps.settle(settleUnsent(notice, verdict, now))
      return DONE
    }
    if (notice.maybeSentAt !== undefined && !(tellsTwinsApart(deps.channel, notice.maybeSentAt, now) && !notice.doubtedElsewhere)) {
      await deps.settle({ ...baseOf(notice, now), state: 'unconfirmed' })
      return DONE
    }
    // What is said to one person arrives as it was said: two answers must not overtake each other on their way out.
    const failure = await inOrder(notice.contactId, () => sendClaimed(deps, notice).catch((problem: unknown) => leaveInDoubt(deps, notice, problem)))
    throttled = failure?.errorClass === 'WAIT' && failure.afterMs !== undefined ? throttled + 1 : 0
    if (throttled < THROTTLED_IN_A_ROW || failure?.afterMs === undefined) return DONE
    throttled = 0
    return { kind: 'pause', forMs: failure.afterMs }
  }
}

/** What cannot be recorded as it was must not rest in `sending` under a worker that lives on: it may have arrived, and says so. */
async function leaveInDoubt(deps: SendDeps, notice: ClaimedNotice, problem: unknown): Promise<undefined> {
  deps.log.error({ err: problem, noticeId: notice.id, channel: notice.channel }, 'a send could not be recorded; its outcome is unknown')
  const now = deps.clock.now()
  await deps.settle({ ...baseOf(notice, now), maybeSentAt: notice.maybeSentAt ?? now, state: 'unconfirmed', attempt: { state: 'unconfirmed', errorCode: 'not-recorded' } })
}

/** Sends and records; returns the failure, if it was one, for the queue's pace. */
async function sendClaimed(deps: SendDeps, notice: ClaimedNotice): Promise<SendError | undefined> {
  const message = await deps.compose(notice).catch(async (err: unknown) => {
    deps.log.error({ err, noticeId: notice.id, template: notice.templateKey }, 'a notice could not be written')
    await deps.settle({ ...baseOf(notice, deps.clock.now()), ...failedOrVisit(notice), endReason: 'content' })
    return undefined
  })
  if (message === undefined) return undefined
  const outcome = await trySend(deps, notice, message)
  if (outcome instanceof SendError) {
    await settleFailure(deps, notice, message, outcome)
    return outcome
  }
  await deps.settle({
    ...baseOf(notice, deps.clock.now()),
    state: outcome.outcome === 'delivered' ? 'delivered' : 'sent',
    attempt: {
      ...attemptOf(outcome.template === undefined ? message : saidAsApproved(notice, message)),
      state: outcome.outcome === 'delivered' ? 'delivered' : 'sent',
      providerId: outcome.providerId,
      ...(outcome.costDong === undefined ? {} : { costDong: outcome.costDong }),
    },
  })
  return undefined
}

async function trySend(deps: SendDeps, notice: ClaimedNotice, message: ComposedMessage): Promise<Sent | SendError> {
  // Not AbortSignal.timeout: it would outlive a message that took milliseconds by the whole time-out, thousands at once.
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(), deps.timeoutMs)
  try {
    const outbound: OutboundMessage = {
      to: notice.address as string,
      text: message.text,
      requestId: notice.requestId,
      notAfter: notice.notAfter,
      urgent: notice.lane !== 'bulk',
      ...(notice.buttons.length === 0 ? {} : { buttons: notice.buttons.slice(0, deps.channel.limits.buttons) }),
      ...(notice.lastInboundAt === undefined ? {} : { lastInboundAt: notice.lastInboundAt }),
      ...(message.approved === undefined ? {} : { template: message.approved }),
    }
    if (notice.edits !== undefined && deps.channel.edit !== undefined) return await deps.channel.edit(outbound, notice.edits, late.signal)
    return await deps.channel.send(outbound, late.signal)
  } catch (problem) {
    if (problem instanceof SendError) return problem
    // An adapter that throws anything else has a fault; whether the message left is not known.
    deps.log.error({ err: problem, channel: deps.channel.name }, 'a channel broke its contract')
    return new SendError('channel.fault', 'the adapter failed', { errorClass: 'RETRY', ambiguous: true, cause: problem })
  } finally {
    clearTimeout(timer)
  }
}

async function settleFailure(deps: SendDeps, notice: ClaimedNotice, message: ComposedMessage, error: SendError): Promise<void> {
  const now = deps.clock.now()
  const maybeSentAt = notice.maybeSentAt ?? (error.ambiguous ? now : undefined)
  const contact = contactNews(deps.channel, notice, error, now)
  const step =
    error.movedTo === undefined
      ? afterFailure({
          error, now, maybeSent: notice.maybeSentAt !== undefined, tries: notice.tries, notAfter: notice.notAfter,
          idempotent: deps.channel.idempotent, random: deps.random(),
        })
      : ({ kind: 'retry', at: now, countsAsTry: true } as const)
  const common = {
    ...baseOf(notice, now),
    maybeSentAt,
    attempt: { ...attemptOf(message), state: error.ambiguous ? 'unconfirmed' : 'failed', errorClass: error.errorClass, errorCode: error.code } as const,
    ...(contact === undefined ? {} : { contact }),
  }
  switch (step.kind) {
    case 'retry':
      return deps.settle({ ...common, state: 'planned', notBefore: step.at, tries: notice.tries + (step.countsAsTry ? 1 : 0) })
    case 'next-channel':
      return deps.settle({ ...common, state: 'planned', notBefore: now, exhausted: true, tries: 0, maybeSentAt: undefined })
    case 'unconfirmed':
      deps.log.warn({ noticeId: notice.id, channel: notice.channel, code: error.code }, 'outcome unknown, waiting for a receipt or a person')
      return deps.settle({ ...common, state: 'unconfirmed' })
    case 'pause-channel': {
      deps.log.error({ channel: notice.channel, code: error.code }, 'the channel needs a person; it rests')
      await deps.pauseChannel(notice.communeId, notice.channel, error.code, later(now, step.forMs))
      return deps.settle({ ...common, state: 'planned', notBefore: now })
    }
  }
}

/** A phone number that this provider does not know may well take an SMS: only a channel's own kind of address dies with its word. */
function contactNews({ name, reaches }: Channel, { contactId: id, contactKind: kind = reaches }: ClaimedNotice, error: SendError, now: Date): ContactNews | undefined {
  const contact = { id, kind, channel: name }
  if (error.movedTo !== undefined) return { ...contact, movedTo: error.movedTo }
  if (error.recipientGone && kind === reaches) return { ...contact, gone: true }
  const forMs = error.unreachableForMs ?? (error.recipientGone ? NOT_THERE_MS : undefined)
  return forMs === undefined ? undefined : { ...contact, unreachableUntil: later(now, forMs) }
}

/** What the person read was the messenger's approved text with these values. */
function saidAsApproved({ channel }: ClaimedNotice, { approved, text }: ComposedMessage): Pick<ComposedMessage, 'text' | 'template'> {
  if (approved === undefined) return { text, template: channel }
  return { text: Object.entries(approved.values).map(([name, value]) => `${name}: ${value}`).join('\n'), template: `${channel}/${approved.id}` }
}

function settleUnsent(notice: ClaimedNotice, verdict: Exclude<Verdict, { kind: 'send' }>, now: Date): Settlement {
  const base = baseOf(notice, now)
  // What may already have arrived keeps its doubt, whatever happened to its reason since.
  if (notice.maybeSentAt !== undefined && verdict.kind !== 'wait') return { ...base, state: 'unconfirmed' }
  switch (verdict.kind) {
    case 'wait':
      return { ...base, state: 'planned', notBefore: verdict.until }
    case 'cancel':
      return { ...base, state: 'cancelled', endReason: verdict.reason }
    case 'expire':
      return notice.params.late === 'visit'
        ? { ...base, state: 'visit', visitReason: 'expired-unsent', endReason: 'expired' }
        : { ...base, state: 'expired', endReason: 'expired' }
    case 'visit':
      return { ...base, state: 'visit', visitReason: verdict.reason, endReason: verdict.reason }
    case 'fail':
      return { ...base, ...failedOrVisit(notice), endReason: verdict.reason }
  }
}

/** Nobody is forgotten for a fault of ours in a text or a number: somebody goes and tells. */
function failedOrVisit(notice: ClaimedNotice): Pick<Settlement, 'state' | 'visitReason'> {
  return notice.person === undefined ? { state: 'failed' } : { state: 'visit', visitReason: 'channels-failed' }
}

/** Whether the provider still remembers a request that it may have got at `since`. */
function tellsTwinsApart(channel: Channel, since: Date, now: Date): boolean {
  return channel.idempotent && now.getTime() - since.getTime() < (channel.idempotentForMs ?? Number.POSITIVE_INFINITY)
}

const baseOf = (notice: ClaimedNotice, at: Date): Pick<Settlement, 'noticeId' | 'attemptId' | 'claimedBy' | 'at' | 'tries' | 'maybeSentAt'> => ({
  noticeId: notice.id, attemptId: notice.attemptId, claimedBy: notice.claimedBy, at, tries: notice.tries, maybeSentAt: notice.maybeSentAt,
})

const attemptOf = (message: Pick<ComposedMessage, 'text' | 'template'> & Partial<ComposedMessage>): Omit<AttemptResult, 'state'> => ({
  template: message.template,
  ...(message.templateVersion === undefined ? {} : { templateVersion: message.templateVersion }),
  text: message.text,
  ...(message.segments === undefined ? {} : { segments: message.segments }),
  ...(message.costDong === undefined ? {} : { costDong: message.costDong }),
})
