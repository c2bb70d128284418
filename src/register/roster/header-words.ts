/**
 * The words under which officers, exports and neighbours' forms put their columns. A header is folded and its
 * camelCase opened first ("hanTheTu" → "han the tu"), so one spelling here stands for many there.
 */
import { fold, tidyText } from '../../domain/vietnamese-text.ts'
import type { ColumnField } from './column-field.ts'

type Words = readonly (readonly [ColumnField, string])[]

/** The whole header is one of these; alternatives are parted by "|", a space may be missing. */
const WHOLE: Words = [
  ['row_no', 'stt|tt|so tt|so thu tu|no|so|thu tu|st t'],
  ['full_name', 'ho va ten|ho ten|ten doi tuong|ten nguoi huong|ten|ten nguoi dan|ten cong dan|full name|name|ho va ten nguoi huong|ten nguoi tham gia|ten thanh vien|thanh vien|ho ten khai sinh|nguoi huong|ten nguoi huong tro cap|ten benh nhan|hovaten|ten kh|khach hang|hvt|ten chu the|ho ten chu the|ten nguoi thu huong tro cap|nguoi thu huong tro cap|nguoi tham gia|doi tuong thu huong|ho va ten nct|ho va ten nkt|hoc sinh|ho ten hs|ten hs'],
  ['family_name', 'ho va dem|ho dem|ho va ten dem|ho ten dem|ho chu dem|ho va chu dem|ho lot|ho va ten lot|ho va lot|ho va ho dem|ho|ho chu lot|last name'],
  ['given_name', 'ten goi|first name'],
  ['birth', 'ngay sinh|nam sinh|ngay thang nam sinh|ngay thang sinh|ntns|ntn sinh|sinh ngay|sinh nam|ngay nam sinh|ngay sinh nam sinh|nam sinh ngay sinh|nsinh|ng sinh|birth|birthday|dob|date of birth|ngay thang nam|n sinh|ns'],
  ['male', 'nam|nam sinh nam|nam sinh cua nam|nam sinh nam gioi|nam nam sinh'],
  ['female', 'nu|nam sinh nu|nam sinh cua nu|nam sinh nu gioi|nu nam sinh'],
  ['sex', 'gioi tinh|gt|phai|nam nu|gioi|g tinh|gender|sex'],
  ['citizen_id', 'cccd|cmnd|cmt|cmtnd|can cuoc|so cc|cc|can cuoc cong dan|so dinh danh|dinh danh|ddcn|ddcd|so ddcn|ma dinh danh|ma dinh danh ca nhan|so cccd|so cmnd|so cmt|so cmtnd|giay to tuy than|so giay to|so can cuoc|so can cuoc cong dan|cccd cmnd|cmnd cccd|so cmnd cccd|so cccd cmnd|so dinh danh ca nhan|so dd|sdd|so dinh danh ca nhan cccd|citizen id|so gttt|id|so the can cuoc|so the cccd|so giay to tuy than|so dd ca nhan|so giay to|ma so dinh danh'],
  ['social_insurance_no', 'ma so bhxh|ma bhxh|ms bhxh|msbhxh|so bhxh|so so|so so bhxh|bhxh|ma so bao hiem xa hoi|so so bao hiem xa hoi'],
  ['card_no', 'so the bhyt|so the|ma the|ma the bhyt|so bhyt|ma so the|ma so the bhyt|so kcb|the bhyt|so the bao hiem y te|ma so bhyt|bhyt|the bhyt so|card no|card number|insurance no|so the kcb|ma bhyt|the bao hiem y te|ms the'],
  ['valid_from', 'han the tu|tu ngay|gt tu|gia tri tu|ngay bat dau|tu|gt the tu|gia tri the tu|gia tri tu ngay|han tu|hieu luc tu|ngay hieu luc|gia tri su dung tu|han su dung tu|han sd tu|gtri tu|co gia tri tu|valid from|gtsd tu|gtsd tu ngay|gt sd tu|gtsd the tu|ngay bat dau the|ngay bd|ngay cap the|thoi han tu|han the tu ngay'],
  ['valid_to', 'han the den|den ngay|gt den|gia tri den|ngay het han|het han|han su dung|han the|den|gt the den|gia tri the den|gia tri den ngay|han den|hieu luc den|han sd|hsd|han dung|ngay ket thuc|het han ngay|thoi han|thoi han the|thoi han su dung|gia tri su dung|han su dung den|han sd den|gtri den|co gia tri den|ngay het han the|han bhyt|han the bhyt|valid to|gtsd den|gtsd den ngay|gt sd den|gtsd the den|gtsd|gt sd|gtsd the|gia tri the|thoi han su dung the|gia tri su dung the|ngay het gia tri|het gia tri|thoi han den|han the den ngay|thoi gian su dung|ngay dao han|dao han|ngay den han|den han|han cuoi|ngay cuoi|ngay kt|ngay ket thuc the'],
  ['five_year_date', 'du 05 nam|thoi diem du 05 nam|thoi diem du 5 nam lien tuc|thoi diem du 5 nam|du 5 nam|du 5 nam lien tuc|5 nam lien tuc|ngay du 5 nam|du nam nam|td du 5 nam'],
  ['first_care_place', 'ma bv|benh vien|noi dkkcbbd|dkkcbbd|kcbbd|ma dkbd|ma kcb|noi kcb|co so kcb|dkkcb|noi kham|noi dk|ma cskcb|cskcb|noi dang ky'],
  ['group', 'doi tuong|loai doi tuong|ma doi tuong|ma dt|nhom|nhom doi tuong|nhom dt|loai dt|ma loai|ma nhom|doi tuong huong|doi tuong tham gia|nhom tham gia|ma dtuong|d tuong|loai hinh|phan loai'],
  ['category', 'dien btxh|dien bao tro|dien tro giup|dien|dien huong|dien doi tuong|dien chinh sach|khoan diem|diem khoan|khoan dieu|dien tro cap|loai tro cap|che do|che do huong|loai che do|doi tuong khoan diem|khoan diem dieu|theo khoan|thuoc dien|doi tuong btxh|doi tuong bao tro|ma khoan|k d|can cu huong|nhom tro cap|k6d5|k5d5|kd'],
  ['clause', 'khoan'],
  ['point', 'diem'],
  ['disability', 'dang tat|muc do kt|muc do khuyet tat|dang khuyet tat|loai tat|muc do|dang kt|muc kt|muc do tat|dang tat muc do kt|dang tat muc do'],
  ['village', 'thon|ap|xom|khom|khu pho|kp|to dan pho|tdp|ban|buon|lang|soc|phum|bon|khu|khoi|khoi pho|khu vuc|tieu khu|thon ap|ap thon|ap khu pho|thon xom|thon ban|thon to|xom thon|ten thon|ten ap|dia ban|village|thon buon|khu dan cu|thon lang|ap khom|khom ap|thon tdp|thon to dan pho|ap kp|thon ban to|thon khu pho|to ap|to thon|to khu pho|thon ap khu pho|xom ap|don vi'],
  ['neighbourhood', 'to|to so|to doan ket|to nhan dan'],
  ['address', 'dia chi|noi o|noi cu tru|noi o hien nay|noi o hien tai|ho khau|ho khau thuong tru|cho o|cho o hien nay|thuong tru|noi thuong tru|tru quan|dia chi lh|dia chi lien he|dia chi thuong tru|dia chi cu tru|noi dktt|hktt|hkdt|dia chi thon ap|address|cu tru|cho o hien tai|dia chi noi o'],
  ['phone', 'sdt|so dt|dien thoai|dtdd|so dien thoai|lien he|so dtdd|dt lien he|phone|mobile|tel|zalo|so zalo|so dien thoai zalo|sdt lien he|so dien thoai lien he|dien thoai lien he|di dong|so di dong|so lien he|dien thoai di dong|sdt zalo|sdtlh|dthoai|so dthoai|phone number|so may'],
  ['phone_or_group', 'dt'],
  ['coefficient', 'he so|hs|hs huong|hs tro cap|hs tc|he so huong|he so tro cap|hso|he so tc'],
  ['standard', 'muc chuan|chuan|muc chuan tro giup|muc chuan tro giup xa hoi|chuan tro giup|muc chuan tgxh|muc chuan tro cap'],
  ['amount', 'muc tro cap|muc huong|so tien|thanh tien|tien tro cap|tro cap|muc tro cap hang thang|so tien tro cap|muc tc|tien|muc huong hang thang|so tien huong|muc tro cap thang|tro cap thang|tien tro cap hang thang|tro cap hang thang|amount|kinh phi|muc|so tien duoc huong|so tien chi tra|muc chi tra|tien huong|so tien nhan|muc linh|muc tc hang thang|tc hang thang|muc tc thang'],
  ['total', 'thuc linh|so thuc linh|tong muc huong|tong muc tro cap|thuc nhan|tong cong|tong so tien|tong tien|cong|tong|tong linh|so tien thuc linh|so tien thuc nhan|thuc lanh|tong nhan|tong so|tong so tien nhan|con duoc linh|con linh|tong cong tien|so tien thuc lanh|con nhan|tong kinh phi|tong so tien chi tra'],
  ['arrears', 'truy linh|truy lanh|thang truoc chua nhan|chua nhan|tien truy linh|so tien truy linh|linh bu|chua nhan thang truoc|thang truoc chuyen sang|chua linh|truy nhan|truy tra|thang truoc chua linh|ton thang truoc'],
  ['deduct', 'truy thu|khau tru|giam tru|thu hoi|tru|so tien truy thu|tien truy thu|truy hoan'],
  ['payment_method', 'hinh thuc chi tra|hinh thuc nhan|phuong thuc chi tra|hinh thuc|ht chi tra|hinh thuc linh|phuong thuc nhan|kenh chi tra|cach nhan|hinh thuc nhan tien|phuong thuc|hinh thuc thanh toan|phuong thuc thanh toan|noi nhan|noi nhan tien'],
  ['pay_cash', 'tien mat|tm|nhan tien mat|chi tien mat'],
  ['pay_bank', 'chuyen khoan|ck|qua tai khoan|qua ngan hang|atm|qua the|qua atm'],
  ['pay_home', 'tai nha|chi tra tai nha|nhan tai nha'],
  ['pay_social', 'tai khoan an sinh xa hoi|tai khoan an sinh|tk asxh|tkasxh|asxh|tk an sinh|tai khoan asxh'],
  ['account_no', 'so tai khoan|stk|so tk|tk|tai khoan|so tai khoan ngan hang|tai khoan ngan hang|so tk ngan hang|account|account no|account number|so tai khoan nhan tien|so the atm|so tknh|tknh|stknh|so tk nh'],
  ['account_name', 'chu tai khoan|chu tk|ten chu tk|ten chu tai khoan|ten tai khoan|ten tk|ho ten chu tk|account name|ho va ten chu tai khoan|ten nguoi thu huong|nguoi thu huong'],
  ['bank', 'ngan hang|mo tai nh|chi nhanh nh|ten chi nhanh|ten ngan hang|nh|tai ngan hang|mo tai ngan hang|mo tai|chi nhanh|noi mo tk|bank|ngan hang chi nhanh|ten nh|noi mo tai khoan|ngan hang mo tai khoan'],
  ['decision_no', 'so qd|so quyet dinh|quyet dinh so|quyet dinh|qd so|qd|so ngay qd|so qd ngay qd|qd huong|so va ngay qd|so quyet dinh huong|so qd huong|quyet dinh huong|so ngay quyet dinh'],
  ['decision_date', 'ngay qd|ngay quyet dinh|ngay ky|ngay ky qd|ngay ky quyet dinh|ngay thang qd|ngay ban hanh|ngay ban hanh qd'],
  ['start_month', 'huong tu thang|huong tu|thoi diem huong|thang huong|tu thang|thoi gian huong|ngay huong|bat dau huong|huong tu ngay|thang bat dau huong|thoi gian bat dau huong|huong tu thang nam|thang bat dau|tu thang nam'],
  ['payee', 'nguoi nhan thay|nguoi giam ho|uy quyen|nguoi uy quyen|nguoi duoc uy quyen|nguoi nhan ho|nguoi linh thay|nguoi nhan|nguoi linh|nguoi dai dien|nguoi cham soc|nguoi nuoi duong|ten nguoi nhan|ho ten nguoi nhan|ho va ten nguoi nhan|nguoi linh ho|nguoi nhan tien'],
  ['relation', 'quan he|quan he voi chu ho|qh voi chu ho|qh chu ho|quan he chu ho|moi quan he|qhe voi chu ho|qhvch|qh|moi quan he voi chu ho|quan he vch|quan he voi ch|qhch'],
  ['household_head', 'chu ho|ho ten chu ho|ho va ten chu ho|ten chu ho|ho va ten nguoi dai dien ho'],
  ['household_code', 'ma ho|ma so ho|ma ho gia dinh|ma hgd|ma ho ngheo|so so ho|so ho khau|so so ho khau|ma so ho gia dinh|ma ho dan|household code|so hsq|ma gia dinh|so ho ngheo'],
  ['household_no', 'stt ho|so tt ho|tt ho|so thu tu ho|ho so|stt theo ho|thu tu ho|so ho|household no|so tt theo ho'],
  ['poor_status', 'ho ngheo can ngheo|ho ngheo ho can ngheo|ngheo can ngheo|loai ho|phan loai ho|dien ho|ket qua ra soat|ket qua phan loai|ket qua phan loai ho|tinh trang ho|phan loai ho ngheo|thuoc ho|doi tuong ho|ho ngheo hay can ngheo|xep loai|xep loai ho|hoan canh|hoan canh gia dinh|kq ra soat|muc ngheo|loai ho ngheo|dien ho ngheo'],
  ['poor', 'ho ngheo|ngheo|hn|thuoc ho ngheo'],
  ['near_poor', 'ho can ngheo|can ngheo|hcn|thuoc ho can ngheo'],
  ['note', 'ghi chu|ghi chu khac|luu y|note|notes|ly do|bien dong|tinh trang|trang thai|ghi chu bien dong|g chu|gc|remark|ly do cat|ly do giam|dien giai|noi dung'],
  ['died_on', 'ngay mat|ngay chet|ngay tu vong|ngay qua doi'],
  ['stopped_on', 'ngay cat|ngay thoi huong|thoi huong tu|cat tu thang|ngay dung|dung tu thang|thoi huong tu thang|ngay giam|giam tu thang'],
  ['signature', 'ky nhan|ky nhan hoac diem chi|diem chi|chu ky|ky ten|nguoi nhan ky|ky|ky nhan diem chi|ky xac nhan|ky ten diem chi|chu ky nguoi nhan|xac nhan|ky ghi ro ho ten'],
  ['age', 'tuoi|so tuoi|do tuoi'],
  ['members', 'so khau|so nhan khau|nhan khau|so nguoi trong ho|khau|tong so khau|so thanh vien|so nguoi|so lao dong|lao dong'],
  ['ethnicity', 'dan toc|thanh phan dan toc|ton giao|quoc tich'],
  ['issued', 'ngay cap|noi cap|ngay cap cccd|ngay cap cmnd|noi cap cccd|ngay noi cap|ngay cap noi cap'],
  ['elsewhere', 'xa|phuong|xa phuong|huyen|tinh|quan huyen|tinh thanh pho|thanh pho|huyen thi xa|phuong xa|nghe nghiep|trinh do|que quan|noi sinh|email|so thang|ten cha|ten me|ho ten cha|ho ten me|ngay tham gia|ngay nop|so tien dong|so thang dong|muc dong|so bien lai|lop|truong|nguon thu nhap|thu nhap|diem b1|diem b2|xa phuong thi tran|ma xa|ma huyen|ma tinh'],
]

/** Words inside a longer header, the most telling first. */
const INSIDE: Words = [
  // A child is reached by the guardian's telephone, but does not have the guardian's number and birth.
  ['phone', '(sdt|so dt|dt|dien thoai|so dien thoai|dtdd)( lien (he|lac))?( cua)? (nguoi|phu huynh|chu ho|cha|me|bo|con|than nhan).*'],
  ['payee_detail', '.*(cccd|cmnd|can cuoc|dinh danh|sinh|dia chi|quan he).* (giam ho|nhan thay|uy quyen|nhan ho|linh thay|dai dien|cham soc|nuoi duong).*'],
  ['account_no', '(so tai khoan|so tk|stk) .*(giam ho|nhan thay|uy quyen|nhan ho|linh thay|dai dien|cham soc).*'],
  ['payee', 'nguoi nhan thay|nguoi giam ho|uy quyen|nguoi nhan ho|linh thay|nhan thay|giam ho|nguoi cham soc|nguoi nuoi duong'],
  ['relation', 'quan he voi chu ho|quan he chu ho|qh voi chu ho|quan he'],
  ['account_name', 'chu tai khoan|chu tk|ten tai khoan'],
  // Whose name it is says more than what the person has or pays: "Họ và tên người khuyết tật".
  ['full_name', 'ho (va )?ten (nguoi|doi tuong|nkt|nct|nhan khau|thanh vien|tre|hoc sinh|cong dan|khach)'],
  ['pay_social', 'tai khoan an sinh|asxh'],
  ['account_no', 'so tai khoan|so tk|stk'],
  ['household_code', 'ma ho(?! so)|ma so ho|so ho khau'],
  ['household_no', 'stt ho|so thu tu ho|tt ho'],
  ['members', 'so khau|nhan khau|so nguoi'],
  ['five_year_date', '0?5 nam|nam nam lien tuc'],
  ['first_care_place', 'kcb ban dau|kham chua benh|kcbbd|kcb bd|co so y te|noi kcb|benh vien|noi dk kcb'],
  ['issued', 'ngay cap|noi cap'],
  ['card_no', 'so the bhyt|ma the bhyt|so the bao hiem|ma the bao hiem|so the|ma the'],
  ['social_insurance_no', 'so bhxh|ma so bao hiem|ma bhxh|so so bhxh|so bao hiem xa hoi'],
  ['citizen_id', 'cccd|cmnd|cmt|can cuoc|dinh danh'],
  ['phone', 'dien thoai|sdt|so dt|dtdd|zalo|phone'],
  // A parent's name is not the pupil's.
  ['elsewhere', 'ho ten (cha|me|bo)|ten (cha|me|bo)|phu huynh|cha me|bo me'],
  ['valid_to', 'het han|han the den|gia tri den|den ngay|han su dung|thoi han su dung|gia tri su dung|thoi han|han the|hieu luc den|gia tri the'],
  ['valid_from', 'tu ngay|gia tri tu|han the tu|hieu luc tu'],
  ['died_on', 'ngay mat|ngay chet|tu vong'],
  ['birth', 'ngay sinh|nam sinh|thang nam sinh|ngay thang nam sinh|sinh nam|sinh ngay'],
  ['sex', 'gioi tinh'],
  ['start_month', 'huong tu|thoi diem huong|bat dau huong|thoi gian huong|thang huong'],
  ['decision_date', 'ngay quyet dinh|ngay qd|ngay ky'],
  ['decision_no', 'quyet dinh|so qd'],
  ['arrears', 'truy linh|truy lanh|chua nhan|chua linh'],
  ['deduct', 'truy thu|khau tru|thu hoi|giam tru'],
  ['total', 'thuc linh|thuc nhan|thuc lanh|tong cong|tong so tien|tong tien'],
  ['standard', 'muc chuan'],
  ['coefficient', 'he so'],
  ['payment_method', 'hinh thuc|phuong thuc'],
  ['poor_status', 'ngheo can ngheo|ngheo hoac can ngheo|loai ho|dien ho'],
  ['near_poor', 'ho can ngheo'],
  ['poor', 'ho ngheo'],
  ['disability', 'dang tat|muc do kt|khuyet tat|dang kt'],
  ['bank', 'ngan hang'],
  ['account_no', 'tai khoan'],
  ['household_head', 'chu ho'],
  ['family_name', 'ho va dem|ho dem|ho va ten dem|chu dem|ho lot'],
  ['full_name', 'ho va ten|ho ten|ten doi tuong|ten nguoi huong|ten khach hang|ten hoc sinh|ten thanh vien|ten cong dan|ten nguoi dan|ten nguoi tham gia'],
  ['amount', 'muc tro cap|muc huong|so tien|thanh tien|tien tro cap|tro cap'],
  ['category', 'khoan diem|dien huong|diem khoan'],
  ['group', 'doi tuong|ma dt'],
  ['village', 'khu pho|to dan pho|thon|ap|khom|xom|buon|tdp'],
  ['address', 'dia chi|noi o|cu tru|ho khau|thuong tru|cho o'],
  ['signature', 'ky nhan|diem chi|chu ky|ky ten'],
  ['note', 'ghi chu'],
  ['row_no', 'stt'],
]

const wholeOf = new Map<string, ColumnField>()
for (const [field, words] of WHOLE) for (const phrase of words.split('|')) wholeOf.set(phrase.replaceAll(' ', ''), field)
const insideOf = INSIDE.map(([field, words]) => [field, new RegExp(`(?:^| )(?:${words})(?: |$)`)] as const)

/** A header as it is compared: folded words, camelCase and snake_case opened, units and numbers in brackets gone. */
export function headerKey(text: string): string {
  const opened = /^[A-Za-z0-9_]+$/.test(text) ? text.replace(/([a-z0-9])([A-Z])/g, '$1 $2') : text
  return fold(opened)
    .replace(/\((?:[^)]*(?:dong|vnd|thang\/nam|ngay\/thang|dd|neu co|x)[^)]*|\d{1,2}|d)\)/g, ' ')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
}

/** Năm (a year) and Nam (a man) fold to one word. */
function isYearWord(text: string): boolean {
  return tidyText(text).toLowerCase().startsWith('năm')
}

/** "Tháng 10", "T.11", "Tháng 12/2026" over a month's money. */
const MONTH_HEADER = /^(?:tien )?(?:thang|t) ?(?:0?[1-9]|1[0-2])(?: 20\d\d)?$/

function inWords(text: string): ColumnField | undefined {
  const key = headerKey(text)
  if (key === '' || key.length > 80) return undefined
  const whole = wholeOf.get(key.replaceAll(' ', ''))
  if (MONTH_HEADER.test(key)) return 'month_amount'
  if (whole !== undefined) return whole === 'male' && key === 'nam' && isYearWord(text) ? 'birth_year' : whole
  return insideOf.find(([, pattern]) => pattern.test(key))?.[0]
}

/** [what stands above, what stands below, the field]; the year word is told apart before folding. */
const UNDER: readonly (readonly [RegExp, RegExp, ColumnField])[] = [
  [/giam ho|nhan thay|uy quyen|linh thay|nguoi nhan/, /^(ho (va )?ten|ten)$/, 'payee'],
  [/giam ho|nhan thay|uy quyen|linh thay|nguoi nhan/, /./, 'payee_detail'],
  [/sinh|tuoi|gioi|phai/, /^nam$/, 'male'],
  [/sinh|tuoi|gioi|phai/, /^nu$/, 'female'],
  [/sinh/, /^ngay$/, 'birth_day'],
  [/sinh/, /^thang$/, 'birth_month'],
  [/cccd|cmnd|can cuoc|dinh danh|cmt/, /^(so|ma so|so the|so cccd)$/, 'citizen_id'],
  [/cccd|cmnd|can cuoc|dinh danh|cmt/, /^(ngay|noi|ngay cap|noi cap)$/, 'issued'],
  [/quyet dinh|\bqd\b/, /^(so|so qd)$/, 'decision_no'],
  [/quyet dinh|\bqd\b/, /^(ngay|ngay ky|ngay thang|ngay qd|ngay thang nam)$/, 'decision_date'],
  [/huong/, /^tu( |$)/, 'start_month'],
  [/huong/, /^den( |$)/, 'elsewhere'],
  [/tai khoan|ngan hang|chuyen khoan/, /^(so|so tk|stk|so tai khoan)$/, 'account_no'],
  [/tai khoan|ngan hang|chuyen khoan/, /^(ten|chu|ho ten|ho va ten|ten chu|chu tk)$/, 'account_name'],
  [/tai khoan|chuyen khoan/, /^(tai|nh|ngan hang|noi mo)$/, 'bank'],
  [/bhyt|the|bao hiem y te/, /^(so|ma so|ma)$/, 'card_no'],
  [/ngheo|loai ho|dien|ho gia dinh|phan loai/, /^(ho )?ngheo$/, 'poor'],
  [/ngheo|loai ho|dien|ho gia dinh|phan loai/, /^(ho )?can ngheo$/, 'near_poor'],
  [/chu ho/, /^(ho (va )?ten|ten)$/, 'household_head'],
  [/truy linh|truy lanh/, /^(so tien|thanh tien|tien)$/, 'arrears'],
  [/truy linh|truy lanh/, /thang/, 'elsewhere'],
  [/truy thu/, /^(so tien|thanh tien|tien)$/, 'deduct'],
  [/ho va ten|ho ten/, /^(ho|ho dem|ho va dem|ho lot)$/, 'family_name'],
  [/ho va ten|ho ten/, /^ten$/, 'given_name'],
  [/dia chi|noi o|cu tru|ho khau/, /^to$/, 'neighbourhood'],
]

/** The field of a column whose header cells, from top to bottom, read `texts`. */
export function fieldOfHeader(texts: readonly string[]): ColumnField | undefined {
  const filled = texts.filter((text) => text !== '')
  const below = filled.at(-1)
  if (below === undefined) return undefined
  if (filled.length === 1) return inWords(below)
  const above = headerKey(filled.slice(0, -1).join(' '))
  const key = headerKey(below)
  if (/sinh/.test(above) && isYearWord(below)) return 'birth_year'
  const under = UNDER.find(([parent, child]) => parent.test(above) && child.test(key))
  if (under !== undefined) return under[2]
  return inWords(below) ?? inWords(filled.join(' ')) ?? inWords(filled.slice(0, -1).join(' '))
}
