import type { Content } from '../content/content.ts'
import type { Clock } from '../kernel/clock.ts'
import { noticeFields } from './fields.ts'
import type { ClaimedNotice } from './notice.ts'

export interface ExplainDeps {
  content: Content
  clock: Clock
  read(noticeIds: readonly string[]): Promise<readonly ClaimedNotice[]>
}

/** `why`: one sentence on why a notice exists. `visit`: what the village head is to tell. By notice id; absent where the register no longer knows enough. */
export function explain({ content, clock, read }: ExplainDeps) {
  return async (noticeIds: readonly string[], form: 'why' | 'visit'): Promise<ReadonlyMap<string, string>> => {
    const texts = new Map<string, string>()
    for (const notice of await read(noticeIds)) {
      const request = { communeId: notice.communeId, key: notice.templateKey, form, fields: noticeFields(notice, clock.now()) }
      const rendered = await content.render(request).catch(() => undefined)
      if (rendered !== undefined) texts.set(notice.id, rendered.text)
    }
    return texts
  }
}
