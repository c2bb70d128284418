/** Sổ lưu vết: who saw and changed what. Whoever sees no people sees their numbers instead of their names. */
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { HOME, PEOPLE } from './cookies.ts'
import { keyField } from './frame.ts'
import type { Officer } from './officer.ts'
import { may } from './permissions.ts'
import type { Call, OfficerRoute, Shown } from './route.ts'
import { count, when } from './said.ts'

export interface AuditLine {
  id: string
  at: Date
  officer: string | undefined
  actor: string
  action: string
  personId: string | undefined
  person: string | undefined
}

export interface AuditPort {
  list(officer: Officer, beforeId: string | undefined, limit: number): Promise<readonly AuditLine[]>
  /** The place of the first record that is not what it was; undefined: the chain holds. */
  firstBroken(): Promise<number | undefined>
}

const PATH = `${HOME}/luu-vet`
const SHOWN = 100

export function auditRoutes(port: AuditPort): OfficerRoute[] {
  return [
    { method: 'GET', path: PATH, may: 'audit.see', answer: (call) => page(port, call) },
    {
      method: 'POST', path: PATH, may: 'audit.see',
      answer: async (call) => {
        const broken = await port.firstBroken()
        return page(port, call, broken === undefined
          ? html`<p class="told" role="status">Đã kiểm tra cả sổ: không dòng nào bị sửa, không dòng nào bị mất.</p>`
          : html`<p class="alert" role="alert">Dòng thứ ${count(broken)} của sổ đã bị sửa hoặc bị mất. Giữ nguyên máy và bản sao lưu, báo người phụ trách an toàn thông tin.</p>`)
      },
    },
  ]
}

const ACTIONS: Readonly<Record<string, string>> = {
  'person.viewed': 'xem trang của', 'person.answered': 'trả lời về', 'account.signed-in': 'đăng nhập', 'account.refused': 'đăng nhập không được', 'account.made': 'lập tài khoản', 'account.invited': 'mời người khác',
  'account.closed': 'đóng một tài khoản', 'account.codes-made': 'tạo mã dự phòng mới', 'import.made': 'nhập danh sách', 'import.undone': 'hoàn tác một lần nhập', 'send.arrived': 'ghi tin đã tới', 'send.again': 'cho gửi lại tin tới',
  'person.died': 'ghi đã mất:', 'person.moved': 'ghi đã chuyển đi:', 'person.here': 'ghi còn sống, còn ở xã:', 'person.death-told': 'nhận lời báo mất của', 'person.opted-out': 'ghi từ chối nhận tin của', 'person.opted-in': 'ghi nhận lại tin của',
  'link.removed': 'hủy liên kết với', 'link.wrong-number': 'gỡ số sai của', 'link.relation': 'ghi quan hệ với', 'link.code-asked': 'xin mã liên kết', 'room.bound': 'gắn một nhóm', 'room.code-refused': 'gửi mã gắn nhóm sai', 'task.given': 'giao việc',
  'data.export-asked': 'ghi yêu cầu xem dữ liệu của', 'data.erase-asked': 'ghi yêu cầu xóa dữ liệu của', 'data.exported': 'xuất dữ liệu về', 'data.erased': 'xóa dữ liệu của', 'data.erased-words': 'xóa số liên lạc và lời tin của',
  'report.taken': 'tải tệp báo cáo', 'register.restored': 'khôi phục sổ từ bản sao lưu',
  'visits.seen': 'xem danh sách đến nhà', 'room.code-made': 'cấp mã gắn nhóm', 'room.ended': 'thôi gắn một nhóm', 'holder.added.head': 'ghi trưởng thôn, trưởng ấp', 'holder.added.deputy': 'ghi phó thôn, ấp', 'holder.added.officer': 'ghi cán bộ trực', 'holder.ended': 'ghi thôi giữ việc',
  'rule.changed': 'sửa một quy tắc nhắc', 'wording.changed': 'sửa lời một mẫu tin', 'wording.seen': 'xem thử lời nhắn trên',
  'ticket.read': 'xem câu hỏi của', 'ticket.answered': 'trả lời câu hỏi của', 'ticket.closed': 'đóng một câu hỏi', 'ticket.assigned': 'giao một câu hỏi', 'ticket.bot-resumed': 'cho trợ lý trả lời lại,', 'link.made': 'nối kênh nhắn tin với', 'link.code-made': 'cấp mã liên kết cho',
  'broadcast.submitted': 'xin duyệt một thông báo', 'broadcast.approved': 'duyệt một thông báo', 'broadcast.sent': 'gửi một thông báo', 'broadcast.sent-urgently': 'gửi khẩn một thông báo', 'broadcast.given-back': 'trả lại một thông báo',
  'broadcast.paused': 'tạm dừng một thông báo', 'broadcast.resumed': 'gửi tiếp một thông báo', 'broadcast.cancelled': 'hủy một thông báo', 'broadcast.retried': 'gửi lại phần chưa tới của một thông báo', 'broadcast.tested': 'gửi thử một thông báo',
  'visit.told': 'ghi đã đến báo', 'visit.absent': 'ghi chưa gặp', 'visit.died': 'ghi có người báo đã mất:', 'visit.moved': 'ghi có người báo đã chuyển đi:',
}

function actorWords({ officer, actor }: AuditLine): string {
  if (officer !== undefined) return officer
  if (actor === 'cli') return 'dòng lệnh'
  return actor === 'bot' || actor.startsWith('chat:') ? 'trợ lý tự động' : actor
}

async function page(port: AuditPort, { officer, query, formKey }: Call, checked?: Html): Promise<Shown> {
  const before = query.get('truoc') ?? ''
  const found = await port.list(officer, /^\d{1,18}$/.test(before) ? before : undefined, SHOWN + 1)
  const lines = found.slice(0, SHOWN)
  const whom = ({ personId, person }: AuditLine): Html | undefined =>
    personId === undefined ? undefined : may(officer.role, 'people.see') && person !== undefined ? html`<a href="${PEOPLE}/${personId}">${person}</a>` : html`người số ${personId}`
  return {
    title: 'Sổ lưu vết',
    body: html`<h1 id="luu-vet">Sổ lưu vết</h1>
${checked}
<p>Ai đã xem hay đổi gì, về ai. Mỗi dòng gắn với dòng trước bằng một dấu tính từ nội dung, nên sửa hay bỏ một dòng thì kiểm tra thấy ngay.</p>
<form method="post" action="${PATH}">${keyField(formKey)}<button class="plain">Kiểm tra cả sổ</button></form>
${lines.length === 0 ? html`<p>Chưa có dòng nào.</p>` : html`<div class="scroll" tabindex="0" role="region" aria-labelledby="luu-vet"><table><thead><tr><th scope="col">Lúc</th><th scope="col">Ai</th><th scope="col">Làm gì</th></tr></thead><tbody>${lines.map(
      (line) => html`<tr><td class="nowrap">${when(line.at)}</td><th scope="row">${actorWords(line)}</th><td>${ACTIONS[line.action] ?? line.action} ${whom(line)}</td></tr>`,
    )}</tbody></table></div>`}
${found.length > SHOWN && html`<p><a href="${PATH}?truoc=${lines.at(-1)?.id ?? ''}">Xem các dòng cũ hơn</a></p>`}`,
  }
}
