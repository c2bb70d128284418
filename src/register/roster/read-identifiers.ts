/** Personal numbers, insurance numbers, card numbers and telephones of one row. */
import { readCardNumber } from '../../domain/card-number.ts'
import type { CitizenIdReading } from '../../domain/citizen-id.ts'
import { citizenIdDoubts, citizenIdFacts, readCitizenId } from '../../domain/citizen-id.ts'
import { readPhones, showPhone } from '../../domain/phone.ts'
import { CARD_GROUPS } from '../../domain/policy/card-groups.ts'
import { readSocialInsuranceNo } from '../../domain/social-insurance-no.ts'
import type { Draft, SheetContext } from './draft.ts'
import { ask, quoted } from './draft.ts'
import type { RosterRecord } from './roster.ts'

const NO_VALUE = /^(không|khong|chưa|chua|ko|k có|k)(\s.*)?$|^[-–—.…x0\s]*$/i
const KNOWN_GROUPS = new Set(CARD_GROUPS.map(({ code }) => code))

export function readIdentifiers(draft: Draft, context: SheetContext): void {
  for (const column of context.plan.all('citizen_id')) readCitizenIdColumn(draft, column)
  for (const column of context.plan.all('old_id')) readCitizenIdColumn(draft, column)
  const insurance = context.plan.first('social_insurance_no')
  if (insurance !== -1) readInsuranceColumn(draft, insurance)
  const card = context.plan.first('card_no')
  if (card !== -1) readCardColumn(draft, card)
  if (insurance !== -1) checkInsuranceNo(draft, insurance)
  for (const column of context.plan.all('phone')) readPhoneColumn(draft, column)
}

function digitsLost(draft: Draft, column: number, field: keyof RosterRecord, what: string): void {
  ask(draft, {
    column, field, code: `${field}.digits-lost`,
    message: `${what} ${quoted(draft.row.text(column))} đã bị bảng tính rút gọn nên mất chữ số, tạm để trống; xin gõ lại ô đó ở định dạng văn bản (Text) rồi nhập lại tệp.`,
  })
}

function readCitizenIdColumn(draft: Draft, column: number): void {
  const text = draft.row.text(column)
  if (text === '' || NO_VALUE.test(text)) return
  const reading = readCitizenId(draft.row.lines(column).normalize('NFC').trim())
  if (reading.problem === 'digits-lost') return digitsLost(draft, column, 'citizen_id', 'Số căn cước')
  if (reading.problem === 'unreadable') {
    return ask(draft, {
      column, field: 'citizen_id', code: 'citizen_id.unreadable',
      message: `Số căn cước ${quoted(text)} không đủ 12 chữ số (hoặc 9 chữ số với chứng minh nhân dân cũ), tạm để trống; xin sửa trong tệp rồi nhập lại.`,
    })
  }
  keepCitizenId(draft, column, reading)
}

function keepCitizenId(draft: Draft, column: number, reading: CitizenIdReading): void {
  const { citizenId, oldId } = reading
  if (citizenId !== undefined) draft.record.citizen_id ??= citizenId
  if (oldId !== undefined) draft.record.old_id ??= oldId
  const read = citizenId ?? oldId ?? ''
  if (reading.letterO === true) {
    ask(draft, { column, field: 'citizen_id', code: 'citizen_id.letter-o', message: `Số ${quoted(draft.row.text(column))} có chữ O, tạm đọc là số 0 thành ${read}; nếu không đúng, xin sửa trong tệp rồi nhập lại.` })
  }
  if (oldId !== undefined && reading.paddedZeros !== undefined) {
    ask(draft, { column, field: 'old_id', code: 'old_id.zeros-restored', message: `Số ${quoted(draft.row.text(column))} chỉ có 8 chữ số, tạm đọc là số chứng minh nhân dân ${read} (mất số 0 đầu); nếu không đúng, xin sửa trong tệp rồi nhập lại.` })
  }
}

/**
 * After birth and sex are known: what the number contradicts, and whether restored zeros are borne out. A real province
 * and the roster's year of birth bear them out; so does a real province where the cell is a number, for a number cannot
 * keep its zeros. Eleven typed digits may as well lack one in the middle.
 */
export function checkCitizenId(draft: Draft, context: SheetContext): void {
  const { citizen_id: id, birth, sex } = draft.record
  const column = context.plan.first('citizen_id')
  if (id === undefined || column === -1) return
  const birthYear = birth === undefined ? undefined : Number(birth.slice(0, 4))
  const doubts = citizenIdDoubts(id, { birthYear, sex })
  const facts = citizenIdFacts(id)
  const written = draft.row.text(column).replace(/\D/g, '')
  const isBorneOut = doubts.length === 0 && (birthYear !== undefined || typeof draft.row.cell(column).value === 'number')
  if (written.length >= 10 && written.length < 12 && !isBorneOut) {
    ask(draft, { column, field: 'citizen_id', code: 'citizen_id.zeros-restored', message: `Số ${quoted(draft.row.text(column))} thiếu ${12 - written.length} chữ số, tạm thêm số 0 ở đầu thành ${id}; nếu không đúng, xin sửa trong tệp rồi nhập lại.` })
  }
  if (doubts.includes('province')) {
    ask(draft, { column, field: 'citizen_id', code: 'citizen_id.unknown-province', message: `Ba số đầu ${quoted(id.slice(0, 3))} của số căn cước ${id} không phải mã tỉnh nào; xin kiểm tra, nếu sai thì sửa trong tệp rồi nhập lại.` })
  }
  if (doubts.includes('sex')) {
    ask(draft, { column, field: 'citizen_id', code: 'citizen_id.sex-differs', message: `Số căn cước không khớp: ${id} là của ${facts.sex === 'male' ? 'nam' : 'nữ'} nhưng danh sách ghi ${sex === 'male' ? 'nam' : 'nữ'}; giữ như danh sách; xin xem giấy tờ, nếu sai thì sửa trong tệp rồi nhập lại.` })
  }
  if (doubts.includes('birth-year')) {
    ask(draft, { column, field: 'citizen_id', code: 'citizen_id.birth-year-differs', message: `Số căn cước không khớp: ${id} là của người sinh năm ${facts.birthYear} nhưng danh sách ghi ${birthYear}; giữ như danh sách; xin xem giấy tờ, nếu sai thì sửa trong tệp rồi nhập lại.` })
  }
}

function readInsuranceColumn(draft: Draft, column: number): void {
  const text = draft.row.text(column)
  if (text === '' || NO_VALUE.test(text)) return
  const reading = readSocialInsuranceNo(text)
  if (reading.problem === 'digits-lost') return digitsLost(draft, column, 'social_insurance_no', 'Mã số bảo hiểm xã hội')
  if (reading.problem === 'unreadable') {
    return ask(draft, { column, field: 'social_insurance_no', code: 'social_insurance_no.unreadable', message: `Mã số bảo hiểm xã hội ${quoted(text)} không đủ 10 chữ số, tạm để trống; xin sửa trong tệp rồi nhập lại.` })
  }
  if (reading.citizenId !== undefined) draft.record.citizen_id ??= reading.citizenId
  if (reading.number === undefined) return
  draft.record.social_insurance_no = reading.number
  if ((reading.paddedZeros ?? 0) > 1) {
    ask(draft, { column, field: 'social_insurance_no', code: 'social_insurance_no.zeros-restored', message: `Mã số bảo hiểm xã hội ${quoted(text)} thiếu ${reading.paddedZeros} chữ số, tạm thêm số 0 ở đầu thành ${reading.number}; nếu không đúng, xin sửa trong tệp rồi nhập lại.` })
  }
}

/** Nine typed digits may lack any of ten; a cell that is a number cannot keep its zero, and the card's number bears one out. */
function checkInsuranceNo(draft: Draft, column: number): void {
  const { social_insurance_no: number, card_no: cardNo } = draft.record
  const { value } = draft.row.cell(column)
  if (number === undefined || typeof value !== 'string' || value.replace(/\D/g, '').length !== 9 || cardNo?.endsWith(number) === true) return
  ask(draft, { column, field: 'social_insurance_no', code: 'social_insurance_no.zeros-restored', message: `Mã số bảo hiểm xã hội ${quoted(draft.row.text(column))} thiếu 1 chữ số, tạm thêm số 0 ở đầu thành ${number}; nếu không đúng, xin sửa trong tệp rồi nhập lại.` })
}

function readCardColumn(draft: Draft, column: number): void {
  const text = draft.row.text(column)
  if (text === '' || NO_VALUE.test(text)) return
  const reading = readCardNumber(text)
  if (reading.problem === 'digits-lost') return digitsLost(draft, column, 'card_no', 'Số thẻ')
  if (reading.problem === 'unreadable') {
    return ask(draft, { column, field: 'card_no', code: 'card_no.unreadable', message: `Số thẻ ${quoted(text)} không đúng dạng 15 ký tự, 10 hoặc 12 chữ số, tạm để trống; xin sửa trong tệp rồi nhập lại.` })
  }
  if (reading.cardNo !== undefined) draft.record.card_no = reading.cardNo
  if (reading.letterO === true) {
    ask(draft, { column, field: 'card_no', code: 'card_no.letter-o', message: `Số thẻ ${quoted(text)} có chữ O, tạm đọc là số 0 thành ${reading.cardNo}; nếu không đúng, xin sửa trong tệp rồi nhập lại.` })
  }
  if ((reading.paddedZeros ?? 0) > 1 || (reading.form === 'personal' && reading.paddedZeros !== undefined)) {
    ask(draft, { column, field: 'card_no', code: 'card_no.zeros-restored', message: `Số thẻ ${quoted(text)} thiếu chữ số, tạm thêm số 0 ở đầu thành ${reading.cardNo}; nếu không đúng, xin sửa trong tệp rồi nhập lại.` })
  }
  if (reading.group !== undefined) keepCardGroup(draft, column, reading.group)
}

/** The group's letters, from the card number or from their own column; an unknown group is asked about and kept. */
export function keepCardGroup(draft: Draft, column: number, group: string): void {
  if (draft.record.card_group !== undefined && draft.record.card_group !== group) {
    return ask(draft, { column, field: 'card_group', code: 'card_group.differs', message: `Cột đối tượng ghi ${group} nhưng số thẻ bắt đầu bằng ${draft.record.card_group}; giữ theo số thẻ; xin kiểm tra, nếu sai thì sửa trong tệp rồi nhập lại.` })
  }
  if (draft.record.card_group === undefined && !KNOWN_GROUPS.has(group)) {
    ask(draft, { column, field: 'card_group', code: 'card_group.unknown', message: `Chưa biết nhóm thẻ ${quoted(group)}; vẫn nhận và nhắc như người tự đóng; nếu sai, xin sửa trong tệp rồi nhập lại.` })
  }
  draft.record.card_group = group
}

function readPhoneColumn(draft: Draft, column: number): void {
  const cell = draft.row.cell(column)
  const text = draft.row.text(column)
  if (text === '' || NO_VALUE.test(text)) return
  const reading = readPhones(typeof cell.value === 'string' ? draft.row.lines(column) : text)
  const phones = (draft.record.phones ??= [])
  for (const { e164, unknownPrefix } of reading.phones) {
    if (!phones.includes(e164)) phones.push(e164)
    if (unknownPrefix === true) {
      ask(draft, { column, field: 'phones', code: 'phones.unknown-prefix', message: `Đầu số của ${showPhone(e164)} không thuộc mạng nào đã biết; vẫn nhận; xin kiểm tra, nếu sai thì sửa trong tệp rồi nhập lại.` })
    }
  }
  if (reading.digitsLost) {
    ask(draft, { column, field: 'phones', code: 'phones.digits-lost', message: `Số điện thoại ${quoted(text)} đã bị bảng tính rút gọn nên mất chữ số, không dùng được; xin gõ lại ô đó ở định dạng văn bản (Text) rồi nhập lại tệp.` })
  } else {
    for (const piece of reading.unread) {
      ask(draft, { column, field: 'phones', code: 'phones.unreadable', message: `Số điện thoại ${quoted(piece)} thiếu hoặc thừa chữ số nên không dùng; xin sửa trong tệp rồi nhập lại.` })
    }
  }
  if (phones.length === 0) delete draft.record.phones
}
