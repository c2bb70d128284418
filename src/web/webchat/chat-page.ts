/** What a person sees: the commune by name, its messages, whom to ask. Everything but the live part works without script. */
import type { CommuneProfile } from '../../domain/commune-profile.ts'
import { html } from '../html.ts'
import type { Letter } from '../letter.ts'
import { noticePage } from '../page.ts'
import type { RenderPage } from '../page.ts'
import { chatLetter, writeForm } from './write-form.ts'

export interface ChatOwner extends Pick<CommuneProfile, 'sender' | 'contact'> {
  /** Tasks are given or answered there: the committee's chat, a village head's. */
  isRoom: boolean
}

export function chatPage(render: RenderPage, { sender, contact, isRoom }: ChatOwner, path: string, letters: readonly Letter[], written?: string): string {
  const last = letters.at(-1)?.id ?? '0'
  return render({
    title: `${sender} · Tin nhắn`,
    kind: 'chat',
    script: 'chat.js',
    body: html`<header>
<h1>${sender}</h1>
</header>
<main>
<p class="about">Trợ lý tự động của ${sender}; cán bộ trả lời trong giờ hành chính.</p>
<div id="log" role="log" aria-label="Tin nhắn" tabindex="-1" data-last="${last}" data-path="${path}">
${letters.map((one) => chatLetter(one, isRoom))}
</div>
<p id="empty"${letters.length > 0 && html` hidden`}>Chưa có tin nào. ${isRoom ? 'Viết việc cần giao hoặc câu trả lời ở ô dưới.' : 'Khi có tin nhắc thẻ bảo hiểm y tế hoặc ngày nhận trợ cấp, tin sẽ hiện ở đây. Cần hỏi gì, mời viết ở ô dưới.'}</p>
<noscript>
<p><a href="${path}#newest">Tải lại trang để xem tin mới</a></p>
${
  letters.length > 0 &&
  html`<form method="post" action="${path}/seen"><input type="hidden" name="upTo" value="${last}"><button>Báo lại: tôi đã đọc</button></form>`
}
</noscript>
${written !== undefined && CODE_IS_THERE}
${writeForm(`${path}/say`, sender, letters, { written, isRoom })}
<p id="connection" role="status" data-lost="Đang mất kết nối. Tin cũ vẫn đọc được; trang tự nối lại khi có mạng."></p>
<p id="newest"></p>
</main>
<a id="jump" class="button" href="#newest" hidden>Có tin mới, xem</a>
<footer>
<p>Cần hỏi thêm: ${contact}.</p>
<p>${sender} không bao giờ đòi tiền, hỏi mật khẩu hay mã của ngân hàng.</p>
</footer>`,
  })
}

const CODE_IS_THERE = html`<p class="about">Mã của cán bộ đã được điền sẵn ở ô dưới. Bấm Gửi để hỏi và nhận tin về thẻ, trợ cấp.</p>`

/** Whom somebody without a chat can write to. */
export type Commune = Omit<ChatOwner, 'isRoom'> & { id: number }

/**
 * Where somebody without a chat writes the first time; `communes`: whom one can write to here. A link on paper may have
 * chosen the commune and brought an officer's code.
 */
export function askPage(render: RenderPage, communes: readonly Commune[], { chosen, written }: { chosen?: number | undefined; written?: string | undefined } = {}): string {
  const [first] = communes as [Commune]
  const one = communes.length === 1
  const to = one
    ? html`<input type="hidden" name="commune" value="${first.id}">`
    : html`<label for="commune">Gửi tới</label><select id="commune" name="commune">${communes.map(({ id, sender }) => html`<option value="${id}"${id === chosen && html` selected`}>${sender}</option>`)}</select>`
  return render({
    title: `${one ? first.sender : 'Hỏi Ủy ban'} · Tin nhắn`,
    kind: 'chat',
    body: html`<header>
<h1>${one ? first.sender : 'Hỏi Ủy ban'}</h1>
</header>
<main>
<p class="about">Trợ lý tự động của ${one ? first.sender : 'Ủy ban'}; cán bộ trả lời trong giờ hành chính. Chọn một câu, hoặc viết câu hỏi.</p>
${written !== undefined && CODE_IS_THERE}
${writeForm('/hoi', one ? first.sender : 'Ủy ban', [], { choice: to, written })}
</main>
<footer>
${one && html`<p>Cần hỏi thêm: ${first.contact}.</p>`}
<p>Cán bộ không bao giờ đòi tiền, hỏi mật khẩu hay mã của ngân hàng.</p>
</footer>`,
  })
}

const REFUSALS = {
  empty: { heading: 'Chưa có chữ nào', text: 'Mời quay lại, viết câu hỏi rồi bấm Gửi.' },
  'too-long': { heading: 'Tin dài quá', text: 'Mỗi tin viết được 1.000 chữ cái. Mời quay lại và viết gọn hơn, hoặc chia thành nhiều tin.' },
  'no-key': { heading: 'Không nhận được tin', text: 'Mời quay lại, tải lại trang rồi viết lại.' },
  'too-many': { heading: 'Có quá nhiều tin một lúc', text: 'Mời chờ vài phút rồi nhắn tiếp. Việc gấp, mời gọi điện cho cán bộ.' },
}

export type Refusal = keyof typeof REFUSALS

export function refusalPage(render: RenderPage, why: Refusal): string {
  return noticePage(render, REFUSALS[why].heading, REFUSALS[why].text)
}

/** The same for an address that never was, one that is no more, and a browser without the cookie. */
export function noChatPage(render: RenderPage): string {
  return noticePage(render, 'Không mở được trang nhắn tin', 'Địa chỉ này chưa đúng hoặc đã đóng. Mời hỏi cán bộ để được mở lại.', { href: '/hoi?moi=1', title: 'Viết tin mới cho cán bộ' })
}

export function offlinePage(render: RenderPage): string {
  return noticePage(render, 'Chưa có mạng', 'Các tin nhắn vẫn được giữ nguyên. Khi có mạng, mở lại trang này. Việc gấp, mời gọi điện cho cán bộ.')
}
