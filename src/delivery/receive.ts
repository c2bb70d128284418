/**
 * What a channel reports. It is kept at once and durably, because the messenger is answered only then, and applied a
 * moment later, when nobody waits for it.
 */
import type { AlertEvent, ChannelName, InboundEvent, MessageEvent, ReceiptEvent } from '../channels/channel.ts'
import type { Clock } from '../kernel/clock.ts'

export interface ReceiveDeps {
  clock: Clock
  keepReceipt(receipt: Omit<ReceiptEvent, 'kind'> & { channel: ChannelName }, now: Date): Promise<unknown>
  keepEvent(channel: ChannelName, event: Exclude<InboundEvent, { kind: 'receipt' | 'message' | 'alert' }>, now: Date): Promise<unknown>
  keepAlert(channel: ChannelName, alert: AlertEvent): Promise<unknown>
  /** What somebody wrote: kept for the bot, which is no business of delivery. */
  hear(channel: ChannelName, message: MessageEvent): Promise<void>
  applySoon(): void
}

export function receive(deps: ReceiveDeps, channel: ChannelName) {
  return async (event: InboundEvent): Promise<void> => {
    switch (event.kind) {
      case 'receipt':
        await deps.keepReceipt({ ...event, channel }, deps.clock.now())
        return deps.applySoon()
      case 'alert':
        await deps.keepAlert(channel, event)
        return undefined
      case 'message':
        return deps.hear(channel, event)
      default:
        await deps.keepEvent(channel, event, deps.clock.now())
        return deps.applySoon()
    }
  }
}
