/** Thông báo: written, looked at row by row, approved by a second person, followed, stopped, and kept as a file. */
import type { Decided, Preview, Prospect, Seen } from '../../broadcast/desk.ts'
import type { AudiencePerson, Broadcast, BroadcastDraft, BroadcastLine, BroadcastResult, Part } from '../../domain/broadcast.ts'
import { vietnamDay } from '../../domain/calendar.ts'
import { officerActor } from '../../domain/officer.ts'
import type { Scope } from '../../domain/officer.ts'
import { csvFile, xlsxFile } from '../office/table-file.ts'
import { draftFrom, emptyValues, formPage, readValues, valuesOf } from './broadcast-form.ts'
import type { FormProblems, FormValues } from './broadcast-form.ts'
import { LEFT_OUT, broadcastPage, listPage, resultTable } from './broadcast-pages.ts'
import { BROADCASTS } from './cookies.ts'
import type { Officer } from './officer.ts'
import { may } from './permissions.ts'
import type { Answer, Call, OfficerRoute } from './route.ts'
import { newToken } from './sign-in.ts'

interface Which {
  communeId: number
  id: string
  by: string
}

export interface BroadcastsPort {
  now(): Date
  villages(officer: Officer): Promise<readonly { id: number; title: string }[]>
  list(communeId: number, limit: number): Promise<readonly Broadcast[]>
  read(communeId: number, id: string): Promise<Broadcast | undefined>
  create(made: { communeId: number; formKey: string; author: string; draft: BroadcastDraft }): Promise<string>
  edit(which: Which, draft: BroadcastDraft): Promise<boolean>
  pasted(scope: Scope, text: string): Promise<{ people: string[]; missing: string[] }>
  desk: {
    prospect(broadcast: Broadcast): Promise<Prospect>
    preview(broadcast: Broadcast, n: number): Promise<Preview | undefined>
    rehearsal(broadcast: Broadcast, recipients: number): Promise<readonly Preview[]>
    leftOut(broadcast: Broadcast, parts: readonly Part[], limit: number): Promise<readonly AudiencePerson[]>
    submit(seen: Seen): Promise<Decided>
    approve(seen: Seen): Promise<Decided>
    giveBack(which: Which): Promise<boolean>
  }
  /** To a telephone of the officer's own; why not, where it cannot be. */
  test(which: Which, phone: string): Promise<'sent' | 'no-phone' | 'no-channel' | 'gone'>
  results(id: string): Promise<{ rows: readonly BroadcastResult[]; failed: number; costDong: number }>
  lines(id: string): Promise<readonly BroadcastLine[]>
  /** How many notices it is about; undefined: it was no longer so. */
  pause(which: Which): Promise<number | undefined>
  resume(which: Which): Promise<number | undefined>
  cancel(which: Which): Promise<number | undefined>
  retry(which: Which): Promise<number | undefined>
}

const LISTED = 50
const NAMED = 20
/** A pasted list of five thousand lines. */
const FORM_BYTES = 1024 * 1024

export function broadcastRoutes(port: BroadcastsPort): OfficerRoute[] {
  /** With whoever is signed in, and the broadcast if it is theirs to see. */
  const found = async ({ officer, params }: Call): Promise<Broadcast | undefined> => (/^\d{1,15}$/.test(params.id ?? '') ? port.read(officer.scope.communeId, params.id as string) : undefined)
  const which = ({ officer, params }: Call): Which => ({ communeId: officer.scope.communeId, id: params.id as string, by: officerActor(officer.accountId) })
  /** A step that is a button, for a broadcast that is there. */
  const step = (path: string, action: OfficerRoute['may'], take: (call: Call, broadcast: Broadcast) => Promise<string>): OfficerRoute => ({
    method: 'POST', path: `${BROADCASTS}/:id/${path}`, may: action,
    answer: async (call): Promise<Answer> => {
      const broadcast = await found(call)
      return broadcast === undefined ? 'missing' : { go: `${BROADCASTS}/${broadcast.id}?xong=${await take(call, broadcast)}` }
    },
  })
  const form = async (call: Call, given: { values: FormValues; problems: FormProblems; once: string | undefined; editing: Broadcast | undefined }) =>
    formPage({
      ...given, formKey: call.formKey, villages: await port.villages(call.officer),
      action: given.editing === undefined ? `${BROADCASTS}/moi` : `${BROADCASTS}/${given.editing.id}/sua`,
      back: given.editing === undefined ? BROADCASTS : `${BROADCASTS}/${given.editing.id}`,
      kept: given.editing?.audience.people?.length,
    })
  /** The form as it is to be kept; whoever sees one village writes to that one. */
  const draft = async ({ officer }: Call, values: FormValues, editing: Broadcast | undefined): Promise<{ draft: BroadcastDraft } | { problems: FormProblems }> => {
    const read = draftFrom(values, port.now())
    if ('problems' in read) return read
    const pasted = values.pasted.trim() === '' ? undefined : await port.pasted(officer.scope, values.pasted)
    const kept = values.keepPeople ? editing?.audience.people : undefined
    const people = pasted === undefined && kept === undefined ? undefined : [...new Set([...(kept ?? []), ...(pasted?.people ?? [])])]
    const villages = officer.scope.villageId === undefined ? read.draft.audience.villages : [officer.scope.villageId]
    const audience = { ...read.draft.audience, ...(villages !== undefined && { villages }), ...(people !== undefined && { people }) }
    return { draft: { ...read.draft, audience, missing: pasted?.missing ?? (kept === undefined ? [] : (editing?.missing ?? [])) } }
  }
  const seen = (call: Call): Seen => ({ ...which(call), version: Number(call.form.get('ban')), recipients: Number(call.form.get('so')) })

  return [
    { method: 'GET', path: BROADCASTS, may: 'broadcasts.see', answer: async ({ officer }) => listPage(await port.list(officer.scope.communeId, LISTED), officer) },
    { method: 'GET', path: `${BROADCASTS}/moi`, may: 'broadcasts.write', answer: async (call) => form(call, { values: emptyValues, problems: {}, once: newToken(), editing: undefined }) },
    {
      method: 'POST', path: `${BROADCASTS}/moi`, may: 'broadcasts.write', bodyLimit: FORM_BYTES,
      answer: async (call): Promise<Answer> => {
        const values = readValues(call.form)
        const once = call.form.get('lan').slice(0, 60)
        const read = await draft(call, values, undefined)
        if ('problems' in read || once === '') return form(call, { values, problems: 'problems' in read ? read.problems : {}, once: once === '' ? newToken() : once, editing: undefined })
        const id = await port.create({ communeId: call.officer.scope.communeId, formKey: once, author: officerActor(call.officer.accountId), draft: read.draft })
        return { go: `${BROADCASTS}/${id}` }
      },
    },
    {
      method: 'GET', path: `${BROADCASTS}/:id`, may: 'broadcasts.see',
      answer: async (call): Promise<Answer> => {
        const broadcast = await found(call)
        return broadcast === undefined ? 'missing' : shown(port, call, broadcast)
      },
    },
    {
      method: 'GET', path: `${BROADCASTS}/:id/sua`, may: 'broadcasts.write',
      answer: async (call): Promise<Answer> => {
        const editing = await found(call)
        return editing?.state !== 'draft' ? 'missing' : form(call, { values: valuesOf(editing), problems: {}, once: undefined, editing })
      },
    },
    {
      method: 'POST', path: `${BROADCASTS}/:id/sua`, may: 'broadcasts.write', bodyLimit: FORM_BYTES,
      answer: async (call): Promise<Answer> => {
        const editing = await found(call)
        if (editing?.state !== 'draft') return 'missing'
        const values = readValues(call.form)
        const read = await draft(call, values, editing)
        if ('problems' in read) return form(call, { values, problems: read.problems, once: undefined, editing })
        return { go: `${BROADCASTS}/${editing.id}?xong=${(await port.edit(which(call), read.draft)) ? 'luu' : 'gone'}` }
      },
    },
    step('gui', 'broadcasts.write', (call) => port.desk.submit(seen(call))),
    step('duyet', 'broadcasts.approve', (call) => port.desk.approve(seen(call))),
    step('tra-lai', 'broadcasts.approve', async (call) => ((await port.desk.giveBack(which(call))) ? 'tra-lai' : 'gone')),
    step('thu', 'broadcasts.write', (call) => port.test(which(call), call.form.get('so_cua_toi').slice(0, 30))),
    step('tam-dung', 'broadcasts.halt', async (call) => said('tam-dung', await port.pause(which(call)))),
    step('gui-tiep', 'broadcasts.halt', async (call) => said('gui-tiep', await port.resume(which(call)))),
    step('huy', 'broadcasts.halt', async (call) => said('huy', await port.cancel(which(call)))),
    step('gui-lai', 'broadcasts.write', async (call) => said('gui-lai', await port.retry(which(call)))),
    ...(['csv', 'xlsx'] as const).map((type): OfficerRoute => ({
      method: 'GET', path: `${BROADCASTS}/:id/ket-qua.${type}`, may: 'broadcasts.see',
      answer: async (call): Promise<Answer> => {
        const broadcast = await found(call)
        if (broadcast === undefined) return 'missing'
        const table = resultTable(broadcast, await port.lines(broadcast.id), vietnamDay(port.now()))
        const name = `thong-bao-${broadcast.id}.${type}`
        return type === 'csv'
          ? { file: { name, type: 'text/csv; charset=utf-8', bytes: csvFile(table) } }
          : { file: { name, type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', bytes: xlsxFile(table) } }
      },
    })),
  ]
}

const said = (word: string, count: number | undefined): string => (count === undefined ? 'gone' : `${word}&n=${count}`)

async function shown(port: BroadcastsPort, call: Call, broadcast: Broadcast): Promise<Answer> {
  const { officer, query, formKey } = call
  const isOwn = broadcast.author === officerActor(officer.accountId)
  const common = { broadcast, officer, formKey, isOwn, done: query.get('xong') ?? '', n: Number(query.get('n')), now: port.now() }
  if (broadcast.state !== 'draft' && broadcast.state !== 'submitted') return broadcastPage({ ...common, results: await port.results(broadcast.id) })
  const ahead = await port.desk.prospect(broadcast)
  const at = Math.min(Math.max(0, Number.parseInt(query.get('nguoi') ?? '1', 10) - 1 || 0), Math.max(0, ahead.recipients - 1))
  const mayApprove = broadcast.state === 'submitted' && !isOwn && may(officer.role, 'broadcasts.approve')
  const [preview, rehearsal, leftOut] = await Promise.all([
    port.desk.preview(broadcast, at),
    mayApprove ? port.desk.rehearsal(broadcast, ahead.recipients) : [],
    Promise.all(LEFT_OUT.filter((part) => (ahead.count.parts[part] ?? 0) > 0).map(async (part) => ({ part, people: await port.desk.leftOut(broadcast, [part], NAMED) }))),
  ])
  return broadcastPage({ ...common, ahead: { ...ahead, at, preview, rehearsal, leftOut } })
}
