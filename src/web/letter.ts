/** One message as the person's page shows it; the demo's phones show the same. */
import { dayInVietnamese, vietnamDay, vietnamTime, weekdayName } from '../domain/calendar.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'

export interface Letter {
  id: string
  /** `out`: from the commune. */
  direction: 'out' | 'in'
  text: string
  sentAt: Date
  /** How often its words were changed where it lies. */
  revision?: number
  /** What the person may press instead of writing. */
  buttons?: readonly { title: string; data: string }[]
}

export function letter(one: Letter, after?: Html): Html {
  return html`<article class="letter ${one.direction}" data-id="${one.id}">
<p class="when">${one.direction === 'in' && 'ông/bà nhắn, '}<time datetime="${one.sentAt.toISOString()}">${longInstant(one.sentAt)}</time></p>
<p class="text">${one.text}</p>${after}
</article>`
}

/** "chủ nhật 22/11/2026, 07:30": with its weekday, and right on whatever day it is read. */
export function longInstant(instant: Date): string {
  const day = vietnamDay(instant)
  return `${weekdayName(day)} ${dayInVietnamese(day)}, ${vietnamTime(instant)}`
}
