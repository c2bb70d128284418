/** The frame of every page. No style and no script stands inside it: the security policy would refuse them. */
import type { Assets } from './assets.ts'
import { html } from './html.ts'
import type { Html, HtmlValue } from './html.ts'

export interface Page {
  title: string
  /** Class of the body, for the stylesheet. */
  kind: 'chat' | 'demo' | 'notice' | 'console' | 'gate'
  script?: 'chat.js' | 'demo.js'
  body: HtmlValue
}

export type RenderPage = (page: Page) => string

export function pageRenderer(assets: Assets): RenderPage {
  return ({ title, kind, script, body }) =>
    html`<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="format-detection" content="telephone=no">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${assets.url('loa.css')}">
${(kind === 'console' || kind === 'gate') && html`<link rel="stylesheet" href="${assets.url('console.css')}">`}
${script !== undefined && html`<script src="${assets.url(script)}" defer></script>`}
</head>
<body class="${kind}">
${body}
</body>
</html>
`.toString()
}

/** A page that says one thing: where a link led nowhere, or something broke. */
export function noticePage(render: RenderPage, heading: string, text: string, next?: { href: string; title: string }): string {
  return render({ title: heading, kind: 'notice', body: noticeBody(heading, text, next) })
}

function noticeBody(heading: string, text: string, next?: { href: string; title: string }): Html {
  return html`<main><h1>${heading}</h1><p>${text}</p>${next && html`<p><a class="button plain" href="${next.href}">${next.title}</a></p>`}</main>`
}
