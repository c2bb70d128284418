/** Máy: what Loa stands on and what hangs in its queues, for who looks after the machine. Jobs hold ids only, so there is nothing in them to look at. */
import { CHANNEL_WORDS } from '../../domain/channel-words.ts'
import type { ChannelName } from '../../domain/notice-state.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { HOME } from './cookies.ts'
import type { OfficerRoute } from './route.ts'
import { count } from './said.ts'

export interface MachineView {
  database: { version: string; megabytes: number; ownedByLoa: boolean }
  queueOn: 'redis' | 'postgres'
  workers: number
  /** `channel` undefined: what citizens write. `counts` undefined: the queue does not answer. */
  queues: readonly { channel: ChannelName | undefined; lane: 'bulk' | 'reply'; counts: { waiting: number; active: number; delayed: number; failed: number } | undefined }[]
}

export interface MachinePort {
  view(): Promise<MachineView>
}

export const MACHINE = `${HOME}/may`

export const machineRoutes = (port: MachinePort): OfficerRoute[] => [
  { method: 'GET', path: MACHINE, may: 'machine.see', answer: async () => ({ title: 'Máy', body: page(await port.view()) }) },
]

const LANES = { bulk: 'tin hàng loạt', reply: 'trả lời' } as const

const page = ({ database, queueOn, workers, queues }: MachineView): Html => html`<h1>Máy</h1>
<dl class="facts">
<div><dt>Cơ sở dữ liệu</dt><dd>PostgreSQL ${database.version}${database.ownedByLoa && ' kèm theo Loa'}, ${count(database.megabytes)} MB</dd></div>
<div><dt>Phần gửi tin</dt><dd>${workers === 0 ? html`<span class="failed">không phần nào đang chạy: không tin nào được gửi</span>` : `${count(workers)} phần đang chạy`}</dd></div>
<div><dt>Hàng đợi</dt><dd>${queueOn === 'redis' ? 'Redis' : 'PostgreSQL'}</dd></div>
</dl>
<h2 id="hang-doi">Hàng đợi</h2>
<p>Mỗi mục chỉ là một tiếng chuông cho tin nằm trong sổ; hàng đợi có mất thì Loa tự rung lại.</p>
<div class="scroll" tabindex="0" role="region" aria-labelledby="hang-doi"><table><thead><tr><th scope="col">Kênh</th>${['Chờ', 'Đang làm', 'Hẹn lại', 'Lỗi'].map((title) => html`<th scope="col" class="number">${title}</th>`)}</tr></thead><tbody>${queues.map(
  ({ channel, lane, counts }) => html`<tr><th scope="row">${channel === undefined ? 'Tin của người dân' : `${CHANNEL_WORDS[channel]}, ${LANES[lane]}`}</th>${
    counts === undefined ? html`<td colspan="4" class="failed">không trả lời</td>` : [counts.waiting, counts.active, counts.delayed, counts.failed].map((n) => html`<td class="number">${count(n)}</td>`)
  }</tr>`,
)}</tbody></table></div>
<p class="muted">Xem sâu hơn: <code>loa doctor</code>, <code>loa status</code>, hoặc <code>/metrics</code>.</p>`
