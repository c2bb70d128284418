/** Where an invited officer makes the account, and the paper that they keep. */
import { html } from '../html.ts'
import { HOME } from './cookies.ts'
import { field } from './field.ts'
import { keyField } from './frame.ts'
import type { Invited, JoinProblems } from './join.ts'
import { ROLE_WORDS } from './permissions.ts'
import { qr } from '../qr.ts'
import { showRecoveryCode } from './recovery-codes.ts'
import type { Shown } from './route.ts'
import { totpAddress } from './totp.ts'

interface Given {
  name: string
  login: string
  problems: JoinProblems
}

export function joinPage(invited: Invited, formKey: string, link: string, given?: Given): Shown {
  const { problems } = given ?? { problems: {} as JoinProblems }
  const { name: role, may } = ROLE_WORDS[invited.role]
  const wrong = Object.keys(problems).length
  return {
    title: 'Lập tài khoản',
    body: html`<h1>Lập tài khoản của cán bộ</h1>
<p>Quyền: <strong>${role}</strong>${invited.place !== undefined && html`, ${invited.place}`} (${may}).</p>
${wrong > 0 && html`<p class="alert" role="alert">Còn ${wrong} chỗ cần sửa, có lời nhắc ngay trên ô.</p>`}
<form method="post" action="${HOME}/moi/${link}" class="stack">${keyField(formKey)}
<h2>1. Tên và mật khẩu</h2>
${field({ name: 'name', label: 'Tên hiện trên các trang', hint: 'Như đồng nghiệp vẫn gọi, ví dụ: cô Châu', value: given?.name ?? invited.name, autocomplete: 'name', maxlength: 80, problem: problems.name })}
${field({ name: 'login', label: 'Tên đăng nhập', hint: 'Chữ không dấu, ví dụ: chau.tandong', value: given?.login, autocomplete: 'username', maxlength: 40, problem: problems.login })}
${field({ name: 'password', label: 'Mật khẩu', type: 'password', hint: 'Ít nhất 10 ký tự. Một câu ngắn dễ nhớ là tốt nhất.', autocomplete: 'new-password', problem: problems.password })}
${field({ name: 'again', label: 'Gõ lại mật khẩu', type: 'password', autocomplete: 'new-password', problem: problems.again })}
<h2>2. Mã trên điện thoại</h2>
<p>Mở ứng dụng tạo mã trên điện thoại (Google Authenticator, Microsoft Authenticator hay ứng dụng tương tự), chọn thêm tài khoản, rồi quét hình này. Không cần mạng internet.</p>
${qr(totpAddress(invited.totpSecret, given?.login ?? (invited.name === '' ? 'cán bộ' : invited.name)), 'Mã QR để thêm tài khoản vào ứng dụng tạo mã; không quét được thì gõ dãy chữ bên dưới.')}
<p>Không quét được thì gõ dãy chữ này vào ứng dụng: <code>${spaced(invited.totpSecret)}</code></p>
${field({ name: 'code', label: 'Mã 6 số đang hiện trong ứng dụng', inputmode: 'numeric', autocomplete: 'one-time-code', maxlength: 10, problem: problems.code })}
<button>Lập tài khoản</button>
</form>`,
  }
}

const spaced = (secret: string): string => (secret.match(/.{1,4}/g) ?? []).join(' ')

export function recoveryPage(codes: readonly string[]): Shown {
  return {
    title: 'Mã dự phòng',
    body: html`<h1>Đã lập tài khoản. Hãy cất các mã dự phòng</h1>
<p>Mất điện thoại thì dùng một mã này thay cho mã 6 số. Mỗi mã dùng một lần. In ra hoặc chép tay, cất như cất con dấu. <strong>Trang này chỉ hiện một lần.</strong></p>
<ol class="codes">${codes.map((code) => html`<li><code>${showRecoveryCode(code)}</code></li>`)}</ol>
<p><a class="button" href="${HOME}">Tôi đã cất, vào trang Hôm nay</a></p>`,
  }
}
