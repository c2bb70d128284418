/** Broadcasts as tests write them: a draft, and the answers an officer would give to what the page shows. */
import type { BroadcastDraft } from '../../src/domain/broadcast.ts'
import type { Pipeline } from './pipeline.ts'

export const AUTHOR = 'officer:1'
export const APPROVER = 'officer:2'
export const TEXT = 'Sáng thứ hai 30/11, xã khám bệnh miễn phí cho người cao tuổi tại trạm y tế. Mang theo căn cước.'

let forms = 0

export function draftOf(given: Partial<BroadcastDraft> = {}): BroadcastDraft {
  return { text: TEXT, audience: {}, missing: [], urgentReason: undefined, sendAt: undefined, notAfter: undefined, ...given }
}

export function broadcasting({ app, communeId }: Pick<Pipeline, 'app' | 'communeId'>) {
  const { broadcasts } = app
  const draft = (given: Partial<BroadcastDraft> = {}): Promise<string> => {
    forms += 1
    return broadcasts.create({ communeId, formKey: `form-${forms}`, author: AUTHOR, draft: draftOf(given) })
  }
  const read = async (id: string) => {
    const found = await broadcasts.read(communeId, id)
    if (found === undefined) throw new Error(`no broadcast ${id}`)
    return found
  }
  const prospect = async (id: string) => broadcasts.desk.prospect(await read(id))
  /** What stands on the page at this moment. */
  const seen = async (id: string, by: string) => {
    const broadcast = await read(id)
    return { communeId, id, by, version: broadcast.version, recipients: (await broadcasts.desk.prospect(broadcast)).recipients }
  }
  const submit = async (id: string) => broadcasts.desk.submit(await seen(id, AUTHOR))
  const approve = async (id: string, by = APPROVER) => broadcasts.desk.approve(await seen(id, by))
  /** Written and sent on its way, approved by a second person where that is wanted. */
  const send = async (given: Partial<BroadcastDraft> = {}): Promise<string> => {
    const id = await draft(given)
    if ((await submit(id)) === 'submitted') await approve(id)
    await broadcasts.keep()
    return id
  }
  /** How many of its people stand how. */
  const states = async (id: string): Promise<Record<string, number>> => {
    const sums: Record<string, number> = {}
    for (const { state, n } of (await broadcasts.results(id)).rows) sums[state] = (sums[state] ?? 0) + n
    return sums
  }
  const halt = (id: string) => ({ communeId, id, by: AUTHOR })
  return { draft, read, prospect, seen, submit, approve, send, states, halt }
}
