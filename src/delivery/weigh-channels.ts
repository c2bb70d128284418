/**
 * While a provider is slow, part of what could also go another way does; when it is well again, its share drifts back.
 * Between the two thresholds nothing changes, and back goes slower than away: a provider that is well every other minute
 * must not swing the whole commune to and fro with it.
 */
import type { ChannelName } from '../domain/notice-state.ts'
import { later } from '../domain/calendar.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'

export interface RecentTries {
  tries: number
  /** Too slow, without an answer, or refused for the provider's own trouble. */
  troubled: number
}

export interface WeighDeps {
  clock: Clock
  log: Log
  channels: readonly { name: ChannelName }[]
  recentTries(since: Date, slowMs: number): Promise<readonly (RecentTries & { channel: ChannelName })[]>
  weights(): Promise<ReadonlyMap<ChannelName, number>>
  weigh(channel: ChannelName, weight: number): Promise<void>
}

export const FULL_WEIGHT = 100
/** What always stays, or nobody would notice that the provider is well again. */
export const LEAST_WEIGHT = 20
/** An honest answer takes a second or two; a phone on a village's network may take five. */
const SLOW_MS = 6_000
const LOOK_BACK_MS = 5 * 60_000
/** Fewer tries than this say nothing. */
const ENOUGH = 10
const TROUBLED = 0.15
const WELL = 0.05
const AWAY = 20
const BACK = 10

/** What stays on a channel from now on, in percent. Called once a minute. */
export function nextWeight(weight: number, { tries, troubled }: RecentTries): number {
  if (tries >= ENOUGH && troubled / tries >= TROUBLED) return Math.max(LEAST_WEIGHT, weight - AWAY)
  // Without enough to judge by it drifts back too, and is judged again by what that brings.
  if (tries < ENOUGH || troubled / tries <= WELL) return Math.min(FULL_WEIGHT, weight + BACK)
  return weight
}

export interface SlowChannel extends RecentTries {
  channel: ChannelName
  weight: number
}

/** Channels that have not their full share now, and what their last tries say about why. */
export async function slowChannels(deps: Pick<WeighDeps, 'clock' | 'recentTries' | 'weights'>): Promise<SlowChannel[]> {
  const weights = await deps.weights()
  if (weights.size === 0) return []
  const recent = await deps.recentTries(later(deps.clock.now(), -LOOK_BACK_MS), SLOW_MS)
  return [...weights].map(([channel, weight]) => {
    const { tries, troubled } = recent.find((found) => found.channel === channel) ?? { tries: 0, troubled: 0 }
    return { channel, weight, tries, troubled }
  })
}

export function weighChannels(deps: WeighDeps) {
  return async (): Promise<void> => {
    const weights = await deps.weights()
    const recent = await deps.recentTries(later(deps.clock.now(), -LOOK_BACK_MS), SLOW_MS)
    for (const { name } of deps.channels) {
      const before = weights.get(name) ?? FULL_WEIGHT
      const tries = recent.find(({ channel }) => channel === name) ?? { tries: 0, troubled: 0 }
      const after = nextWeight(before, tries)
      if (after === before) continue
      deps.log.warn({ channel: name, weight: after, tries: tries.tries, troubled: tries.troubled }, after < before ? 'a provider is slow; part of its share goes another way' : 'a share drifts back')
      await deps.weigh(name, after)
    }
  }
}
