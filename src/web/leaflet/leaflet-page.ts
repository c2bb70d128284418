/**
 * The leaflet as one file that needs nothing else: its style and its letters stand inside it, so that it prints the
 * same from a memory stick at the copy shop. It is no page of the server, whose policy would refuse that.
 */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { WayIn } from '../../bot/ways-in.ts'
import type { Leaflet } from '../../groups/leaflet.ts'
import { Html, html } from '../html.ts'
import { qr } from '../qr.ts'

const FACES = ['latin-400', 'latin-600', 'vietnamese-400', 'vietnamese-600'] as const
const STYLE = new URL('../../../src/web/assets/leaflet.css', import.meta.url)

export async function leafletPage(leaflet: Leaflet, way: WayIn | undefined): Promise<string> {
  const { office, heading, paragraphs, when, where, size } = leaflet
  return html`<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${heading} · ${office.join(' ')}</title>
<style>${new Html(`${await faces()}\n${await readFile(STYLE, 'utf8')}`)}</style>
</head>
<body class="${size}">
<p class="hint">Bấm Ctrl và P để in. Chọn khổ giấy A5, bỏ chọn "Đầu trang và chân trang".</p>
<main>
<header>${office.map((line, at) => html`<p class="${at === office.length - 1 ? 'name' : 'kind'}">${line}</p>`)}</header>
<h1>${together(heading)}</h1>
<div class="text">${paragraphs.map((paragraph) => html`<p>${together(paragraph)}</p>`)}</div>
${
  (when ?? where) !== undefined &&
  html`<dl class="event">${when !== undefined && html`<dt>Khi nào</dt><dd>${together(when)}</dd>`}${where !== undefined && html`<dt>Ở đâu</dt><dd>${together(where)}</dd>`}</dl>`
}
<footer>
${way !== undefined && codeOf(way)}
<div class="ask">${ask(leaflet)}</div>
<p class="warning">Cán bộ không bao giờ đòi tiền, hỏi mật khẩu hay mã của ngân hàng.</p>
</footer>
</main>
</body>
</html>
`.toString()
}

function ask({ contact, address, officeHours }: Leaflet): Html {
  return html`<p><strong>Hỏi thêm:</strong> ${together(contact)}</p>
${address !== '' && html`<p><strong>Trụ sở:</strong> ${together(address)}</p>`}
${officeHours !== '' && html`<p><strong>Làm việc:</strong> ${together(officeHours)}</p>`}`
}

/** A number and what it counts, or the groups of a telephone number, are not torn apart at the end of a line. */
const together = (text: string): string => text.replace(/(?<=\d) (?=[\p{L}\d]{1,5}(?![\p{L}\d]))/gu, '\u00a0')

const SCAN: Readonly<Record<WayIn['name'], string>> = { webchat: 'Quét mã để hỏi trợ lý tự động', zalo: 'Quét mã bằng Zalo để hỏi trợ lý', telegram: 'Quét mã để hỏi trợ lý trên Telegram' }

function codeOf({ name, url }: WayIn): Html {
  return html`<div class="code">${qr(url, 'Mã QR mở trang hỏi trợ lý của xã')}<p>${SCAN[name]}</p><p class="address">${url.replace(/^https?:\/\//, '')}</p></div>`
}

async function faces(): Promise<string> {
  const { resolve } = createRequire(import.meta.url)
  const rules = FACES.map(async (face) => {
    const font = await readFile(resolve(`@fontsource/be-vietnam-pro/files/be-vietnam-pro-${face}-normal.woff2`), 'base64')
    const range = face.startsWith('vietnamese') ? 'unicode-range: U+0102-0103, U+0110-0111, U+0128-0129, U+0168-0169, U+01A0-01A1, U+01AF-01B0, U+0300-0301, U+0303-0304, U+0308-0309, U+0323, U+0329, U+1EA0-1EF9, U+20AB;' : ''
    return `@font-face { font-family: "Be Vietnam Pro"; font-weight: ${face.slice(-3)}; src: url("data:font/woff2;base64,${font}") format("woff2"); ${range} }`
  })
  return (await Promise.all(rules)).join('\n')
}
