/** One's own account: where one is signed in, the codes on paper; for admins also everybody else's accounts. */
import { dayInVietnamese, vietnamDay, vietnamTime } from '../../domain/calendar.ts'
import { OFFICER_ROLES } from '../../domain/officer.ts'
import type { OfficerRole } from '../../domain/officer.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { HOME } from './cookies.ts'
import { field } from './field.ts'
import { keyField } from './frame.ts'
import { recoveryPage } from './join-page.ts'
import type { Officer } from './officer.ts'
import { ROLE_WORDS, may } from './permissions.ts'
import { qr } from '../qr.ts'
import type { Answer, Call, OfficerRoute, Shown } from './route.ts'

export interface AccountsPort {
  sessions(accountId: number): Promise<readonly { id: string; browser: string; startedAt: Date; seenAt: Date }[]>
  endSession(session: { accountId: number; id: string }): Promise<boolean>
  recoveryCodesLeft(accountId: number): Promise<number>
  newRecoveryCodes(officer: Officer): Promise<readonly string[]>
  /** Those that this admin may close: of their commune, or all. */
  accounts(officer: Officer): Promise<readonly AccountShown[]>
  villages(communeId: number): Promise<readonly { id: number; title: string }[]>
  invite(officer: Officer, one: { name: string; role: OfficerRole; villageId: number | undefined }): Promise<{ url: string; expiresAt: Date }>
  close(officer: Officer, accountId: number): Promise<boolean>
  /** Of several communes, the one to look at; false: it is not one of theirs. */
  chooseCommune(officer: Officer, communeId: number): Promise<boolean>
}

export interface AccountShown {
  id: number
  name: string
  login: string
  role: OfficerRole
  place: string | undefined
  lastSeenAt: Date | undefined
  closed: boolean
}

const PATH = `${HOME}/tai-khoan`
const when = (at: Date): string => `${vietnamTime(at)} ${dayInVietnamese(vietnamDay(at))}`
const id = (text: string): number => (/^\d{1,9}$/.test(text) ? Number(text) : 0)

export function accountRoutes(port: AccountsPort): OfficerRoute[] {
  return [
    { method: 'GET', path: PATH, may: 'own-account.see', answer: (call) => accountPage(port, call) },
    {
      method: 'POST', path: `${PATH}/phien`, may: 'own-account.see',
      answer: async ({ officer, form }) => {
        const session = form.get('session')
        return /^\d{1,18}$/.test(session) && (await port.endSession({ accountId: officer.accountId, id: session })) ? { go: `${PATH}#phien` } : 'missing'
      },
    },
    { method: 'POST', path: `${PATH}/ma-du-phong`, may: 'own-account.see', answer: async ({ officer }) => recoveryPage(await port.newRecoveryCodes(officer)) },
    {
      method: 'POST', path: `${HOME}/xa`, may: 'commune.choose',
      answer: async ({ officer, form }) => ((await port.chooseCommune(officer, id(form.get('commune')))) ? { go: HOME } : 'missing'),
    },
    { method: 'POST', path: `${PATH}/moi`, may: 'accounts.manage', answer: (call) => invite(port, call) },
    {
      method: 'POST', path: `${PATH}/dong`, may: 'accounts.manage',
      answer: async ({ officer, form }) => ((await port.close(officer, id(form.get('account')))) ? { go: `${PATH}#can-bo` } : 'missing'),
    },
  ]
}

async function invite(port: AccountsPort, call: Call): Promise<Answer> {
  const { officer, form } = call
  const role = OFFICER_ROLES.find((known) => known === form.get('role'))
  const name = form.get('name').normalize('NFC').trim().slice(0, 80)
  const village = (await port.villages(officer.scope.communeId)).find((one) => String(one.id) === form.get('village'))
  if (role === undefined || officer.commune === undefined) return 'missing'
  const problems = {
    ...(name === '' && { name: 'Viết tên người được mời.' }),
    ...(role === 'village-head' && village === undefined && { village: 'Chọn thôn, ấp của trưởng thôn, trưởng ấp.' }),
  }
  if (Object.keys(problems).length > 0) return { ...(await accountPage(port, call, { name, role, problems })), status: 400 }
  const { url, expiresAt } = await port.invite(officer, { name, role, villageId: role === 'village-head' ? village?.id : undefined })
  return {
    title: 'Đường dẫn mời',
    body: html`<h1>Đường dẫn mời ${name}</h1>
<p>Gửi riêng cho ${name}, hoặc đưa quét mã QR. Ai cầm đường dẫn này lập được tài khoản <strong>${ROLE_WORDS[role].name}</strong>. Dùng một lần, đến ${when(expiresAt)}. <strong>Trang này chỉ hiện một lần.</strong></p>
<p class="link"><code>${url}</code></p>
${qr(url, `Mã QR của đường dẫn mời ${name}`)}
<p><a class="button" href="${PATH}#can-bo">Xong</a></p>`,
  }
}

interface InviteGiven {
  name: string
  role: OfficerRole
  problems: { name?: string; village?: string }
}

async function accountPage(port: AccountsPort, { officer, formKey }: Call, given?: InviteGiven): Promise<Shown> {
  const [sessions, left] = await Promise.all([port.sessions(officer.accountId), port.recoveryCodesLeft(officer.accountId)])
  const { name, may: allowed } = ROLE_WORDS[officer.role]
  return {
    title: 'Tài khoản',
    body: html`<h1>${officer.name}</h1>
<p>Quyền: <strong>${name}</strong> (${allowed}).</p>
${officer.communes.length > 1 && communeChoice(officer, formKey)}
<h2 id="phien">Đang đăng nhập ở</h2>
<div class="scroll" tabindex="0" role="region" aria-labelledby="phien"><table><thead><tr><th scope="col">Trình duyệt</th><th scope="col">Đăng nhập lúc</th><th scope="col">Dùng gần nhất</th><th scope="col"><span class="unseen">Việc</span></th></tr></thead><tbody>${sessions.map(
      (one) => html`<tr><th scope="row">${one.browser}${one.id === officer.sessionId && html` (máy này)`}</th><td>${when(one.startedAt)}</td><td>${when(one.seenAt)}</td><td>${
        one.id !== officer.sessionId &&
        html`<form method="post" action="${PATH}/phien">${keyField(formKey)}<input type="hidden" name="session" value="${one.id}"><button class="plain">Đăng xuất<span class="unseen"> ${one.browser}, ${when(one.startedAt)}</span></button></form>`
      }</td></tr>`,
    )}</tbody></table></div>
<h2>Mã dự phòng</h2>
<p>Còn <strong>${left}</strong> mã chưa dùng. Tạo bộ mới thì các mã cũ không dùng được nữa.</p>
<form method="post" action="${PATH}/ma-du-phong">${keyField(formKey)}<button class="plain">Tạo bộ mã dự phòng mới</button></form>
${may(officer.role, 'accounts.manage') && (await everybody(port, officer, formKey, given))}`,
  }
}

const communeChoice = (officer: Officer, formKey: string): Html => html`<h2>Xã, phường đang xem</h2>
<form method="post" action="${HOME}/xa" class="row">${keyField(formKey)}<label for="commune">Xã, phường</label><select id="commune" name="commune">${officer.communes.map(
  (one) => html`<option value="${one.id}"${one.id === officer.scope.communeId && html` selected`}>${one.name}</option>`,
)}</select><button class="plain">Xem xã này</button></form>`

async function everybody(port: AccountsPort, officer: Officer, formKey: string, given?: InviteGiven): Promise<Html> {
  const [accounts, villages] = await Promise.all([port.accounts(officer), port.villages(officer.scope.communeId)])
  return html`<h2 id="can-bo">Tài khoản của mọi người</h2>
<div class="scroll" tabindex="0" role="region" aria-labelledby="can-bo"><table><thead><tr><th scope="col">Tên</th><th scope="col">Tên đăng nhập</th><th scope="col">Quyền</th><th scope="col">Dùng gần nhất</th><th scope="col"><span class="unseen">Việc</span></th></tr></thead><tbody>${accounts.map(
    (one) => html`<tr><th scope="row">${one.name}</th><td>${one.login}</td><td>${ROLE_WORDS[one.role].name}${one.place !== undefined && html`, ${one.place}`}</td><td>${one.lastSeenAt === undefined ? 'chưa' : when(one.lastSeenAt)}</td><td>${
      one.closed ? 'đã đóng' : one.id !== officer.accountId && html`<form method="post" action="${PATH}/dong">${keyField(formKey)}<input type="hidden" name="account" value="${one.id}"><button class="plain">Đóng<span class="unseen"> tài khoản ${one.name}</span></button></form>`
    }</td></tr>`,
  )}</tbody></table></div>
<h2 id="moi">Mời người khác</h2>
${officer.commune === undefined ? html`<p>Nhập danh sách đầu tiên trước, để Loa biết xã nào; rồi mời người khác tại đây.</p>` : inviteForm(officer, villages, formKey, given)}`
}

function inviteForm({ commune }: Officer, villages: readonly { id: number; title: string }[], formKey: string, given?: InviteGiven): Html {
  const wrong = given?.problems.village
  return html`<form method="post" action="${PATH}/moi" class="stack">${keyField(formKey)}
${field({ name: 'name', label: 'Tên người được mời', maxlength: 80, value: given?.name, problem: given?.problems.name })}
<fieldset><legend>Quyền trong ${commune}</legend>${OFFICER_ROLES.map(
    (role) => html`<p class="choice"><input type="radio" id="role-${role}" name="role" value="${role}"${role === (given?.role ?? 'officer') && html` checked`}><label for="role-${role}"><strong>${ROLE_WORDS[role].name}</strong>: ${ROLE_WORDS[role].may}</label></p>`,
  )}</fieldset>
<div class="field${wrong !== undefined && ' wrong'}"><label for="village">Thôn, ấp (chỉ cho trưởng thôn, trưởng ấp)</label>${wrong !== undefined && html`<p class="problem" id="village-problem">${wrong}</p>`}
<select id="village" name="village"${wrong !== undefined && html` aria-invalid="true" aria-describedby="village-problem"`}><option value="">không chọn</option>${villages.map((one) => html`<option value="${one.id}">${one.title}</option>`)}</select></div>
<button class="plain">Tạo đường dẫn mời</button>
</form>`
}
