/**
 * Where a person writes. One form for everything: what is typed, the usual questions, and the buttons under the commune's
 * last message, so that it works without script, by keyboard and with a screen reader alike.
 */
import { randomBytes } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { letter } from '../letter.ts'
import type { Letter } from '../letter.ts'
import { rawBody } from '../webhooks.ts'

/** Longer than anybody types on a phone, and more than three screens to read. */
export const MAX_CHARS = 1_000
const KEY = /^[\w-]{16,64}$/

/** In the words of those who ask; the bot understands them like anything that is typed. */
const USUAL_QUESTIONS = ['Thẻ bảo hiểm y tế còn dùng đến ngày nào?', 'Bao giờ có trợ cấp?', 'Tháng này nhận bao nhiêu tiền?', 'Gặp cán bộ']

/** Where tasks are given or answered nobody asks for an own card. */
const ROOM_CHOICES = [{ title: 'Các việc đang mở', words: '#viec' }, { title: 'Người cần đến nhà báo tin', words: '#dennha' }]

/** The same key sent twice (a doubled tap, a repeated request) is one message. */
export const newKey = (): string => randomBytes(16).toString('base64url')

/** An officer's code as a link carries it, ready to be sent; undefined for anything else that somebody put there. */
export function codeToSend(given: unknown): string | undefined {
  return typeof given === 'string' && /^[A-Za-z0-9]{4}-?[A-Za-z0-9]{4}$/.test(given) ? `Mã ${given.toUpperCase()}` : undefined
}

/** `written`: stands in the field already and waits for the press of Gửi. */
export function writeForm(action: string, to: string, letters: readonly Letter[], { choice, written, isRoom = false }: { choice?: Html; written?: string | undefined; isRoom?: boolean } = {}): Html {
  return html`<form id="write" method="post" action="${action}">
<input type="hidden" name="key" value="${newKey()}">
${choice}
<div id="choices">${choices(letters, isRoom)}</div>
<label for="text">Viết cho ${to}</label>
<textarea id="text" name="text" rows="2" maxlength="${MAX_CHARS}" autocomplete="off">${written}</textarea>
<button class="send">Gửi</button>
<p id="sending" role="status" data-failed="Chưa gửi được. Chữ vẫn còn trong ô, mời bấm Gửi lần nữa."></p>
</form>`
}

/** The buttons of the last message, if it is the commune's and has some; else the usual questions. */
export function choices(letters: readonly Letter[], isRoom: boolean): Html {
  const offered = letters.findLast(({ direction }) => direction === 'out')?.buttons ?? []
  if (offered.length > 0) return html`${offered.map(({ title, data }) => html`<button class="plain" name="press" value="${data}">${title}</button>`)}`
  return isRoom
    ? html`${ROOM_CHOICES.map(({ title, words }) => html`<button class="plain" name="ask" value="${words}">${title}</button>`)}`
    : html`${USUAL_QUESTIONS.map((question) => html`<button class="plain" name="ask" value="${question}">${question}</button>`)}`
}

/** A letter of the commune's carries what may be pressed from then on, for a page that is open. */
export function chatLetter(one: Letter, isRoom: boolean): Html {
  return letter(one, one.direction === 'out' ? html`<template>${choices([one], isRoom)}</template>` : undefined)
}

export type Written = { kind: 'message'; key: string; text: string; pressed?: string } | { kind: 'refused'; why: 'empty' | 'too-long' | 'no-key' }

/** What the form sent; `letters` are those whose buttons may be pressed. */
export function readWritten(request: FastifyRequest, letters: readonly Letter[]): Written {
  const form = new URLSearchParams(rawBody(request).toString('utf8'))
  const key = form.get('key') ?? ''
  if (!KEY.test(key)) return { kind: 'refused', why: 'no-key' }
  const pressed = form.get('press')
  if (pressed !== null) {
    const title = letters.flatMap(({ buttons = [] }) => buttons).find(({ data }) => data === pressed)?.title
    return title === undefined ? { kind: 'refused', why: 'empty' } : { kind: 'message', key, text: title, pressed }
  }
  const text = (form.get('ask') ?? form.get('text') ?? '').normalize('NFC').trim()
  if (text === '') return { kind: 'refused', why: 'empty' }
  return text.length > MAX_CHARS ? { kind: 'refused', why: 'too-long' } : { kind: 'message', key, text }
}

/** A form that another site sends in the person's name is not the person's. Old browsers say only where it came from. */
export function isFromHere(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const { origin, host } = request.headers
  return origin === undefined || origin.replace(/^https?:\/\//, '') === host
}
