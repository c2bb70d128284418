/** Where a file is chosen, what was brought in before, and one import with what it left to look at. */
import type { UndoneImport } from '../../register/undo-import.ts'
import { KIND_WORDS } from '../../register/roster/kind-words.ts'
import { ROSTER_KINDS } from '../../register/roster/roster.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { HOME } from './cookies.ts'
import { keyField } from './frame.ts'
import type { BatchShown } from './import-routes.ts'
import { may } from './permissions.ts'
import type { Call, Shown } from './route.ts'
import { count, when } from './said.ts'

const PATH = `${HOME}/nhap`

export const kindWords = (kind: string): string => {
  const known = ROSTER_KINDS.find((one) => one === kind)
  return known === undefined ? kind : KIND_WORDS[known]
}

export function uploadPage(batches: readonly BatchShown[], { officer, formKey, query }: Call, refused?: string): Shown {
  return {
    title: 'Nhập danh sách',
    body: html`<h1>Nhập danh sách</h1>
${refused !== undefined && html`<p class="alert" role="alert">${refused}</p>`}
${query.get('nhu-cu') === '1' && html`<p class="told" role="status">Danh sách này không có gì mới: sổ vẫn như cũ.</p>`}
${may(officer.role, 'imports.make') && html`<p>Dùng tệp Excel như đang có: Loa tự tìm trang, dòng tiêu đề và các cột. Xem trước rồi mới ghi; ghi rồi vẫn hoàn tác được.</p>
<form method="post" action="${PATH}" enctype="multipart/form-data" class="stack">${keyField(formKey)}
<div class="field"><label for="file">Tệp danh sách</label><p class="hint" id="file-hint">.xlsx, .xls, .ods, .csv hoặc .txt, tối đa 32 MB</p><input id="file" name="file" type="file" accept=".xlsx,.xls,.ods,.csv,.txt" aria-describedby="file-hint"></div>
<button>Đọc tệp</button>
</form>`}
<h2 id="cac-lan">Các lần nhập</h2>
${batches.length === 0 ? html`<p>Chưa nhập lần nào.</p>` : history(batches)}`,
  }
}

const history = (batches: readonly BatchShown[]): Html => html`<div class="scroll" tabindex="0" role="region" aria-labelledby="cac-lan"><table><thead><tr><th scope="col" class="number">Số</th><th scope="col">Tệp</th><th scope="col">Loại</th><th scope="col" class="number">Người</th><th scope="col">Lúc</th><th scope="col">Ai nhập</th></tr></thead><tbody>${batches.map(
  (one) => html`<tr><td class="number">${one.id}</td><th scope="row"><a href="${PATH}/lan/${one.id}">${one.fileName}</a>${one.undoneAt !== undefined && html` <span class="muted">(đã hoàn tác)</span>`}</th><td>${kindWords(one.kind)}</td><td class="number">${count(one.counts.persons ?? 0)}</td><td>${when(one.at)}</td><td>${one.by ?? 'dòng lệnh'}</td></tr>`,
)}</tbody></table></div>`

const THINGS = [['persons', 'người'], ['households', 'hộ'], ['cards', 'thẻ'], ['allowances', 'trợ cấp'], ['payments', 'khoản chi trả']] as const

/** New, changed and as before, of each kind of thing that the list is about. */
export function changesTable(diff: BatchShown['diff']): Html {
  const rows = THINGS.flatMap(([key, word]) => {
    const one = diff[key]
    return one === undefined || one.new + one.changed + one.unchanged === 0 ? [] : [html`<tr><th scope="row">${word}</th><td class="number">${count(one.new)}</td><td class="number">${count(one.changed)}</td><td class="number">${count(one.unchanged)}</td></tr>`]
  })
  if (rows.length === 0) return html`<p>Không có gì để ghi.</p>`
  return html`<table class="small"><caption>So với sổ</caption><thead><tr><th scope="col">Trong danh sách</th><th scope="col" class="number">mới</th><th scope="col" class="number">đổi</th><th scope="col" class="number">như cũ</th></tr></thead><tbody>${rows}</tbody></table>`
}

const OUTCOMES: Readonly<Record<string, { word: string; look: string }>> = {
  rejected: { word: 'không ghi', look: 'failed' }, 'to-see': { word: 'ghi, nhưng cần xem', look: 'unconfirmed' }, flagged: { word: 'đã ghi, cần xem', look: 'unconfirmed' }, duplicate: { word: 'trùng dòng khác', look: 'waiting' },
}
export const outcome = (code: string): Html => html`<span class="${OUTCOMES[code]?.look ?? 'waiting'}">${OUTCOMES[code]?.word ?? code}</span>`

/** How the rows fared, in one line of words. */
export function rowCounts({ dataRows = 0, accepted = 0, flagged = 0, duplicate = 0, rejected = 0, persons = 0 }: BatchShown['counts']): Html {
  const parts = [[accepted, 'tốt'], [flagged, 'cần xem'], [duplicate, 'trùng'], [rejected, 'không nhận']] as const
  return html`<p><strong>${count(dataRows)}</strong> dòng, ${count(persons)} người: ${parts.filter(([n]) => n > 0).map(([n, word], at) => html`${at > 0 && ' · '}<strong>${count(n)}</strong> ${word}`)}</p>`
}

type Undone = { kind: 'undone'; undone: UndoneImport } | { kind: 'refused'; said: string }

export function batchPage(
  batch: BatchShown, rows: readonly { sheet: string; row: number; outcome: string; issues: readonly { column: string; message: string }[] }[], { officer, formKey, query }: Call, undone?: Undone,
): Shown {
  const { counts } = batch
  const hasSheets = new Set(rows.map(({ sheet }) => sheet)).size > 1
  const toSee = (counts.flagged ?? 0) + (counts.duplicate ?? 0) + (counts.rejected ?? 0)
  return {
    title: `Lần nhập số ${batch.id}`,
    body: html`<p><a href="${PATH}">Nhập danh sách</a></p><h1>${batch.fileName}</h1>
${query.get('moi') === '1' && undone === undefined && html`<p class="told" role="status">Đã ghi vào sổ. Các tin nhắc được lập ngay; xem ở <a href="${HOME}">Hôm nay</a>.</p>`}
${undone?.kind === 'undone' && html`<p class="told" role="status">Đã hoàn tác: bỏ ${count(undone.undone.removedPeople)} người mới, trả ${count(undone.undone.restored)} thông tin về như trước, hủy ${count(undone.undone.cancelledNotices)} tin chưa gửi.${
      undone.undone.keptPeople > 0 && html` ${count(undone.undone.keptPeople)} người còn tên trên sổ vì đã được báo tin.`
    } Muốn có lại thì nhập lại tệp.</p>`}
${undone?.kind === 'refused' && html`<p class="alert" role="alert">${undone.said}</p>`}
<p>Lần nhập số ${batch.id}, ${kindWords(batch.kind)}, lúc ${when(batch.at)}, ${batch.by === undefined ? 'bằng dòng lệnh' : html`do ${batch.by} nhập`}.${batch.undoneAt !== undefined && html` <strong>Đã hoàn tác</strong> lúc ${when(batch.undoneAt)}.`}</p>
${rowCounts(counts)}
${changesTable(batch.diff)}
<h2 id="can-xem">Dòng cần xem</h2>
${rows.length === 0 ? html`<p>Không có.</p>` : html`<div class="scroll" tabindex="0" role="region" aria-labelledby="can-xem"><table><thead><tr>${hasSheets && html`<th scope="col">Trang</th>`}<th scope="col" class="number">Dòng</th><th scope="col">Kết quả</th><th scope="col">Vì sao</th></tr></thead><tbody>${rows.map(
      (one) => html`<tr>${hasSheets && html`<td>${one.sheet}</td>`}<td class="number">${one.row}</td><td>${outcome(one.outcome)}</td><td class="told-why">${one.issues.map(({ column, message }) => html`<p>${column !== '' && html`Cột ${column}: `}${message}</p>`)}</td></tr>`,
    )}</tbody></table></div>${toSee > rows.length && html`<p>Còn ${count(toSee - rows.length)} dòng nữa.</p>`}`}
${batch.undoneAt === undefined && may(officer.role, 'imports.make') && html`<h2>Hoàn tác</h2><p>Sổ trở lại như trước lần nhập này; tin chưa gửi về những gì bị bỏ đi sẽ được hủy.</p>
<form method="post" action="${PATH}/lan/${batch.id}/hoan-tac">${keyField(formKey)}<button class="plain">Hoàn tác lần nhập số ${batch.id}</button></form>`}`,
  }
}
