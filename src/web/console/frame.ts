/** What stands around every page: where one is, where one can go, who one is. */
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import type { RenderPage } from '../page.ts'
import { HOME } from './cookies.ts'
import type { Officer } from './officer.ts'
import { may } from './permissions.ts'
import type { Action } from './permissions.ts'
import type { Shown } from './route.ts'
import { count } from './said.ts'

export interface NavEntry {
  path: string
  title: string
  may: Action
  /** What waits there, and what it waits for: "3", "câu hỏi chờ trả lời". */
  badge?: { n: number; words: string }
}

export const keyField = (formKey: string): Html => html`<input type="hidden" name="key" value="${formKey}">`

export function officerPage(render: RenderPage, nav: readonly NavEntry[], officer: Officer, formKey: string, path: string, { title, body }: Shown): string {
  const here = nav.find((entry) => path === entry.path || (entry.path !== HOME && path.startsWith(`${entry.path}/`)))
  return render({
    title: `${title} · Loa${officer.commune === undefined ? '' : ` · ${officer.commune}`}`,
    kind: 'console',
    body: html`<a class="skip" href="#noi-dung">Tới nội dung chính</a>
<header class="bar">
<p class="where"><strong>Loa</strong> ${officer.commune !== undefined && html`<span>${officer.commune}</span>`} ${officer.village !== undefined && html`<span>${officer.village}</span>`}</p>
<nav aria-label="Các trang"><ul>${nav
      .filter((entry) => may(officer.role, entry.may))
      .map((entry) => html`<li><a href="${entry.path}"${entry === here && html` aria-current="page"`}>${entry.title}${entry.badge !== undefined && entry.badge.n > 0 && html` <span class="badge">${count(entry.badge.n)}<span class="unseen"> ${entry.badge.words}</span></span>`}</a></li>`)}</ul></nav>
<div class="me"><a href="${HOME}/tai-khoan"${path.startsWith(`${HOME}/tai-khoan`) && html` aria-current="page"`}>${officer.name}</a>
<form method="post" action="${HOME}/thoat">${keyField(formKey)}<button class="quiet">Thoát</button></form></div>
</header>
<main id="noi-dung" tabindex="-1">
${body}
</main>`,
  })
}

export function gatePage(render: RenderPage, { title, body }: Shown): string {
  return render({ title: `${title} · Loa`, kind: 'gate', body: html`<main><p class="where"><strong>Loa</strong></p>${body}</main>` })
}
