/** A file before it is taken over: how it was read, what it changes, which rows somebody should look at. */
import { changedFields } from '../../register/import/changed-fields.ts'
import { CHOOSABLE, headingKey } from '../../register/roster/column-choice.ts'
import { columnInVietnamese } from '../../register/roster/column-words.ts'
import { KIND_WORDS } from '../../register/roster/kind-words.ts'
import { ROSTER_KINDS } from '../../register/roster/roster.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { HOME } from './cookies.ts'
import { keyField } from './frame.ts'
import { changesTable, outcome, rowCounts } from './import-pages.ts'
import type { Look, Looked, Question, Wanted } from './import-routes.ts'
import type { Call, Shown } from './route.ts'
import { count } from './said.ts'

const ROWS_SHOWN = 200
const monthWords = (month: string): string => `${month.slice(5)}/${month.slice(0, 4)}`

export function lookPage(looked: Exclude<Looked, { kind: 'refused' | 'gone' }>, draft: string, wanted: Wanted, { formKey }: Call): Shown {
  const action = `${HOME}/nhap/xem/${draft}`
  if (looked.kind === 'ask') {
    return {
      title: 'Xem lại danh sách',
      body: html`<p><a href="${HOME}/nhap">Nhập danh sách</a></p><h1>${looked.file}</h1>
<p class="alert" role="alert">${QUESTIONS[looked.question.kind]}</p>
${readingForm(action, wanted, looked.question)}${dropForm(action, formKey)}`,
    }
  }
  const { look } = looked
  const { reading, report } = look
  const changes = [report.diff.persons, report.diff.households, report.diff.cards, report.diff.allowances, report.diff.payments].reduce((sum, one) => sum + one.new + one.changed, 0)
  return {
    title: 'Xem lại danh sách',
    body: html`<p><a href="${HOME}/nhap">Nhập danh sách</a></p><h1>${reading.file}</h1>
<p>Chưa ghi gì. Xem lại, rồi bấm nút ở cuối trang.</p>
<h2>Loa đọc được</h2>
<p>${capital(KIND_WORDS[reading.kind])}${reading.month !== undefined && html`, tháng ${monthWords(reading.month)}`}, của <strong>${look.commune}</strong>.</p>
${sheets(look)}
<details><summary>Sửa cách đọc</summary>${readingForm(action, { ...wanted, kind: wanted.kind ?? reading.kind }, undefined, look)}</details>
${rowCounts(report.counts)}
<h2>Ghi vào sổ thì</h2>
${changesTable(report.diff)}
${changed(look)}
${missing(look)}
<h2 id="can-xem">Dòng cần xem</h2>
${problems(look)}
<div class="decide"><form method="post" action="${action}">${keyField(formKey)}${hidden({ ...wanted, columns: look.columns })}${
      changes === 0 ? html`<p>Danh sách này không thay đổi gì trong sổ.</p>` : html`<button name="do" value="commit">Ghi ${count(report.counts.accepted + report.counts.flagged)} dòng vào sổ</button>`
    }</form>${dropForm(action, formKey)}</div>`,
  }
}

const capital = (text: string): string => `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`

const QUESTIONS: Readonly<Record<Question['kind'], string>> = {
  'which-kind': 'Loa chưa biết đây là loại danh sách nào: tên tệp, tiêu đề và các cột đều không cho biết. Chọn loại rồi đọc lại.',
  'which-month': 'Loa chưa biết đây là danh sách chi trả của tháng nào. Viết tháng rồi đọc lại.',
  'which-commune': 'Loa chưa biết danh sách này của xã, phường nào. Viết tên xã rồi đọc lại.',
  'other-commune': 'Tệp ghi tên một xã, phường khác với xã đang xem. Kiểm tra lại tệp trước khi đọc tiếp.',
}

function readingForm(action: string, wanted: Wanted, question: Question | undefined, look?: Look): Html {
  return html`<form method="get" action="${action}" class="stack">
<div class="field"><label for="loai">Loại danh sách</label><select id="loai" name="loai"><option value="">để Loa tự nhận ra</option>${ROSTER_KINDS.map((kind) => html`<option value="${kind}"${kind === wanted.kind && html` selected`}>${KIND_WORDS[kind]}</option>`)}</select></div>
<div class="field"><label for="thang">Tháng chi trả</label><p class="hint" id="thang-hint">Chỉ cho danh sách chi trả, ví dụ 12/2026</p><input type="text" id="thang" name="thang" maxlength="7" autocomplete="off" aria-describedby="thang-hint" value="${wanted.month === undefined ? '' : monthWords(wanted.month)}"></div>
${(question?.kind === 'which-commune' || wanted.commune !== undefined) && html`<div class="field"><label for="xa">Tên xã, phường</label><p class="hint" id="xa-hint">Viết đủ, ví dụ: xã Tân Đông</p><input type="text" id="xa" name="xa" maxlength="60" autocomplete="off" aria-describedby="xa-hint" value="${wanted.commune ?? (question?.kind === 'which-commune' ? question.proposed : '')}"></div>`}
${question?.kind === 'other-commune' && html`<p class="choice"><input type="checkbox" id="dung-xa" name="dung-xa" value="1"><label for="dung-xa">Tệp ghi “${question.named}”, nhưng đúng là danh sách của xã đang xem</label></p>`}
${wanted.isOurs && html`<input type="hidden" name="dung-xa" value="1">`}
${look !== undefined && columnFields(look)}
<button class="plain">Đọc lại</button>
</form>`
}

/** One field for each heading; two columns with the same heading are the same to whoever wrote it. */
function columnFields({ reading, columns }: Look): Html {
  const seen = new Map<string, { words: string; letter: string; field: string | undefined }>()
  for (const { headings = {}, columns: read } of reading.sheets) {
    for (const [letter, words] of Object.entries(headings)) if (!seen.has(headingKey(words))) seen.set(headingKey(words), { words, letter, field: read[letter] })
  }
  return html`<fieldset><legend>Các cột</legend><p class="hint">Cột nào Loa đọc sai thì chọn lại. Loa nhớ cho lần sau, với danh sách có cùng các tiêu đề này.</p>
<input type="hidden" name="cot" value="">
${[...seen].map(([key, { words, letter, field }], at) => html`<div class="field"><label for="cot-${at}">Cột ${letter}: ${words}</label><select id="cot-${at}" name="cot">
<option value="">${columns[key] === undefined ? `Loa đọc là: ${field === undefined ? 'không đọc' : columnInVietnamese(field)}` : 'để Loa tự đọc'}</option>
${CHOOSABLE.map((choice) => html`<option value="${key}=${choice}"${columns[key] === choice && html` selected`}>${choice === 'elsewhere' ? 'không đọc cột này' : columnInVietnamese(choice)}</option>`)}</select></div>`)}</fieldset>`
}

const hidden = (wanted: Wanted): Html => html`<input type="hidden" name="loai" value="${wanted.kind ?? ''}"><input type="hidden" name="thang" value="${wanted.month === undefined ? '' : monthWords(wanted.month)}"><input type="hidden" name="xa" value="${wanted.commune ?? ''}"><input type="hidden" name="dung-xa" value="${wanted.isOurs ? '1' : ''}"><input type="hidden" name="cot" value="">${Object.entries(wanted.columns ?? {}).map(([key, field]) => html`<input type="hidden" name="cot" value="${key}=${field}">`)}`

const dropForm = (action: string, formKey: string): Html => html`<form method="post" action="${action}">${keyField(formKey)}<button class="plain" name="do" value="drop">Bỏ, không ghi gì</button></form>`

function sheets({ reading }: Look): Html {
  return html`<ul class="plainly">${reading.sheets.map(({ name, headerRows, columns, leftOut, month, remarks = [] }) => {
    if (leftOut !== undefined) return html`<li><strong>Trang “${name}”</strong>: không đọc. ${leftOut}</li>`
    const header = headerRows.length === 0 ? 'không có dòng tiêu đề' : `tiêu đề ở dòng ${headerRows.join(', ')}`
    return html`<li><strong>Trang “${name}”</strong>: ${header}${month !== undefined && html`, tháng ${monthWords(month)}`}. Các cột: ${Object.entries(columns).map(
      ([letter, field], at) => html`${at > 0 && ', '}<span class="nowrap">${letter} = ${columnInVietnamese(field)}</span>`,
    )}.${remarks.map((remark) => html` <strong>${remark}</strong>`)}</li>`
  })}</ul>`
}

function changed({ report }: Look): Html | undefined {
  const fields = changedFields(report.diff.fields)
  const { names, persons } = report.diff
  return html`${names.new.length > 0 && html`<p>Người mới: ${names.new.join(', ')}${persons.new > names.new.length && ` và ${count(persons.new - names.new.length)} người nữa`}.</p>`}
${fields.length > 0 && html`<h3>Đổi những gì</h3><ul class="plainly">${fields.map(
    ({ name, count: times, examples }) => html`<li><strong>${capital(name)}</strong>: ${count(times)} người. ${examples.map((one, at) => html`${at > 0 && '; '}${one.name}: ${one.from} → ${one.to}`)}</li>`,
  )}</ul>`}`
}

function missing({ report }: Look): Html | undefined {
  const { people } = report.diff.missing
  if (people === 0) return undefined
  const { names } = report.diff
  return html`<h3>Có trong sổ mà không có trong danh sách này</h3><p>${count(people)} người: ${names.missing.join(', ')}${people > names.missing.length && ` và ${count(people - names.missing.length)} người nữa`}. Loa vẫn giữ như cũ: thiếu tên trong một danh sách chưa đủ để bỏ ai.</p>`
}

const ORDER: Readonly<Record<string, number>> = { rejected: 0, flagged: 1, duplicate: 2 }

function problems({ reading, report, cell }: Look): Html {
  const hasSheets = reading.sheets.length > 1
  const rows = report.problems.toSorted((one, other) => (ORDER[one.outcome] ?? 3) - (ORDER[other.outcome] ?? 3))
  if (rows.length === 0) return html`<p>Không có: mọi dòng đều đọc được trọn vẹn.</p>`
  const shownCell = (sheet: string, row: number, column: string): Html | undefined => {
    const text = column === '' ? undefined : cell({ sheet, row, column })
    return column === '' ? undefined : html`<span class="nowrap">cột ${column}</span> <mark>${text ?? 'trống'}</mark>`
  }
  return html`<div class="scroll" tabindex="0" role="region" aria-labelledby="can-xem"><table><thead><tr>${hasSheets && html`<th scope="col">Trang</th>`}<th scope="col" class="number">Dòng</th><th scope="col">Kết quả</th><th scope="col">Ô và vì sao</th></tr></thead><tbody>${rows.slice(0, ROWS_SHOWN).map(
    (one) => html`<tr>${hasSheets && html`<td>${one.sheet}</td>`}<td class="number">${one.row}</td><td>${outcome(one.outcome === 'flagged' ? 'to-see' : one.outcome)}</td><td class="told-why">${one.issues.map(({ column, message }) => html`<p>${shownCell(one.sheet, one.row, column)} ${message}</p>`)}</td></tr>`,
  )}</tbody></table></div>
${rows.length > ROWS_SHOWN && html`<p>Còn ${count(rows.length - ROWS_SHOWN)} dòng nữa; sửa các dòng trên trong tệp rồi đọc lại, hoặc ghi rồi xem đủ ở trang của lần nhập.</p>`}`
}
