/** Báo cáo: a month's figures as tables, with pictures beside them, to look at, to print and as a workbook. */
import { isDay, monthOf, shiftMonth } from '../../domain/calendar.ts'
import type { Day } from '../../domain/calendar.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { HOME } from './cookies.ts'
import type { Officer } from './officer.ts'
import { reportFile } from './report-file.ts'
import { inPercent, monthInNumbers, reportTables } from './report-tables.ts'
import type { Cell, Report, ReportTable } from './report-tables.ts'
import type { Call, OfficerRoute, Shown } from './route.ts'
import { count } from './said.ts'

export interface ReportPort {
  today(): Day
  /** As far as the officer sees. */
  read(officer: Officer, month: string): Promise<Report>
  /** Leaves a record that the figures were taken along. */
  taken(officer: Officer, month: string): Promise<void>
}

export const REPORTS = `${HOME}/bao-cao`
/** Months to choose from: as far back as an inspection asks. */
const CHOICE = 24
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export function reportRoutes(port: ReportPort): OfficerRoute[] {
  return [
    { method: 'GET', path: REPORTS, may: 'reports.see', answer: (call) => page(port, call) },
    {
      method: 'GET', path: `${REPORTS}/tep`, may: 'reports.see',
      answer: async (call) => {
        const month = monthAsked(port, call)
        const tables = reportTables(await port.read(call.officer, month))
        await port.taken(call.officer, month)
        return { file: { name: `bao-cao-${month}.xlsx`, type: XLSX, bytes: reportFile(tables, { place: placeOf(call.officer), month: monthInNumbers(month), today: port.today() }) } }
      },
    },
  ]
}

const placeOf = ({ village, commune }: Officer): string => [village, commune].filter((part) => part !== undefined).join(', ')

function monthAsked(port: ReportPort, { query }: Call): string {
  const asked = query.get('thang') ?? ''
  return isDay(`${asked}-01`) && asked <= monthOf(port.today()) ? asked : monthOf(port.today())
}

async function page(port: ReportPort, call: Call): Promise<Shown> {
  const month = monthAsked(port, call)
  const tables = reportTables(await port.read(call.officer, month))
  const choice = Array.from({ length: CHOICE }, (_, back) => shiftMonth(monthOf(port.today()), -back))
  return {
    title: `Báo cáo tháng ${monthInNumbers(month)}`,
    body: html`<h1>Báo cáo tháng ${monthInNumbers(month)}</h1>
<form method="get" action="${REPORTS}" class="row"><label for="thang">Tháng</label><select id="thang" name="thang">${choice.map((one) => html`<option value="${one}"${one === month && html` selected`}>${monthInNumbers(one)}</option>`)}</select><button class="plain">Xem</button>
<a class="button plain" href="${REPORTS}/tep?thang=${month}">Tải tệp Excel</a></form>
<p>Đếm từ sổ lúc mở trang: tổng của mỗi bảng đúng bằng số dòng trong sổ. “Suất” là một khoản trợ cấp; một người có thể hưởng hai suất. Muốn in thì dùng lệnh in của trình duyệt.</p>
${tables.map((one) => section(one))}`,
  }
}

const section = (table: ReportTable): Html => html`<section class="report"><h2 id="${table.id}">${table.title}</h2>
${table.remark !== undefined && table.remark !== '' && html`<p>${table.remark}</p>`}
${table.rows.length === 0 ? html`<p>Chưa có gì để đếm.</p>` : html`<div class="scroll" tabindex="0" role="region" aria-labelledby="${table.id}"><table><thead><tr>${table.head.map((title, column) => html`<th scope="col"${column > 0 && html` class="number"`}>${title}</th>`)}${table.drawn !== undefined && html`<th scope="col" aria-hidden="true"></th>`}</tr></thead>
<tbody>${table.rows.map((row) => html`<tr>${row.map(cell)}${table.drawn !== undefined && html`<td aria-hidden="true">${bar(row[table.drawn], table)}</td>`}</tr>`)}</tbody>
${table.total !== undefined && html`<tfoot><tr>${table.total.map(cell)}${table.drawn !== undefined && html`<td aria-hidden="true"></td>`}</tr></tfoot>`}</table></div>`}</section>`

function cell(value: Cell, column: number): Html {
  if (column === 0) return html`<th scope="row">${said(value)}</th>`
  return html`<td class="number">${said(value)}</td>`
}

const said = (value: Cell): string => (typeof value === 'string' ? value : typeof value === 'number' ? count(value) : value.percent === null ? '–' : inPercent(value.percent))

const BAR = { width: 160, height: 14 }

/** How long a row is beside the longest of its table; the figure stands in words next to it. */
function bar(value: Cell | undefined, { rows, drawn = 0 }: ReportTable): Html | false {
  const most = Math.max(...rows.map((row) => (typeof row[drawn] === 'number' ? row[drawn] : 0)))
  if (typeof value !== 'number' || most <= 0) return false
  return html`<svg class="bar-drawn" width="${BAR.width}" height="${BAR.height}" viewBox="0 0 ${BAR.width} ${BAR.height}"><rect width="${Math.max(value > 0 ? 1 : 0, Math.round((value / most) * BAR.width))}" height="${BAR.height}" /></svg>`
}
