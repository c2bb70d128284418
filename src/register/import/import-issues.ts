/** What only the register can tell about a row, as the officer reads it. Codes are stable; sentences may improve. */
import type { IdKind } from '../../domain/register-facts.ts'
import { dayInVietnamese } from '../../domain/calendar.ts'
import type { RosterReading, RowIssue } from '../roster/roster.ts'
import { maskIdentifiers } from './mask-identifiers.ts'
import type { MatchRemark } from './match-people.ts'

/** The sheets' columns are looked up later: an issue names the field. */
export type FoundIssue = Omit<RowIssue, 'column'>

const NUMBER_FIELD: Readonly<Record<IdKind, { field: string; name: string }>> = {
  citizen: { field: 'citizen_id', name: 'số căn cước' },
  social: { field: 'social_insurance_no', name: 'mã số bảo hiểm xã hội' },
  card: { field: 'card_no', name: 'số thẻ bảo hiểm y tế' },
  old: { field: 'old_id', name: 'số chứng minh nhân dân' },
}

export function remarkIssue(remark: MatchRemark): FoundIssue {
  if (remark.code === 'same-number-other-name') {
    const { field, name } = NUMBER_FIELD[remark.number]
    return {
      field,
      code: `${field.replaceAll('_', '-')}.other-name`,
      message: `Trên sổ, ${name} này đang là của "${remark.otherName}". Hai người được giữ riêng; hãy xem giấy tờ, sửa số của người bị sai trong tệp rồi nhập lại.`,
    }
  }
  if (remark.code === 'matched-by-name') {
    return {
      field: 'full_name',
      code: 'person.matched-by-name',
      message: 'Nhận ra người này chỉ nhờ họ tên, vì thiếu ngày sinh hoặc thôn, ấp để đối chiếu. Nếu là người khác cùng tên, hãy thêm số căn cước rồi nhập lại.',
    }
  }
  return {
    field: 'full_name',
    code: 'person.maybe-same',
    message: `Trên sổ đã có "${remark.otherName}" giống họ tên và ngày sinh nhưng khác số, nên được ghi thành người mới. Hãy kiểm tra: nếu là một người, sửa số trong tệp rồi nhập lại.`,
  }
}

export const ambiguousIssue = (names: readonly string[]): FoundIssue => ({
  field: 'full_name',
  code: 'person.ambiguous',
  message:
    names.length > 1
      ? `Chưa ghi dòng này: có ${names.length} người giống họ tên, ngày sinh và thôn, ấp. Hãy thêm số căn cước vào dòng rồi nhập lại.`
      : 'Chưa ghi dòng này: có nhiều người giống họ tên, ngày sinh và thôn, ấp nên không biết là ai. Hãy thêm số căn cước vào dòng rồi nhập lại.',
})

export const notedIssue = (noted: 'died' | 'moved' | 'stopped'): FoundIssue => ({
  field: 'note',
  code: `note.${noted}`,
  message: `Ghi chú cho biết người này ${{ died: 'đã mất', moved: 'đã chuyển đi', stopped: 'đã bị cắt chế độ' }[noted]}. ${noted === 'stopped' ? 'Loa chưa dừng gì cả; hãy kiểm tra rồi tự quyết định.' : 'Hãy kiểm tra rồi ghi bằng lệnh loa person; đang chờ trong loa status.'}`,
})

export const cardConflictIssue: FoundIssue = {
  field: 'valid_to',
  code: 'card.two-ends',
  message: 'Danh sách có dòng khác ghi thẻ này với thời hạn khác, nên dòng này chưa được ghi. Hãy giữ lại một dòng đúng rồi nhập lại.',
}

export const cardShortenedIssue = (from: string): FoundIssue => ({
  field: 'valid_to',
  code: 'card.ends-earlier',
  message: `Hạn thẻ sớm hơn hạn đang ghi trên sổ (${dayInVietnamese(from)}); đã sửa theo danh sách. Nếu đây là danh sách cũ, hãy hoàn tác lần nhập này.`,
})

export const allowanceConflictIssue: FoundIssue = {
  field: 'category',
  code: 'allowance.twice',
  message: 'Người này có dòng khác cùng diện hưởng nhưng khác thông tin, nên dòng này chưa được ghi. Hãy giữ lại một dòng đúng rồi nhập lại.',
}

export const allowanceMovedIssue: FoundIssue = {
  field: 'category',
  code: 'allowance.category-changed',
  message: 'Diện hưởng khác với diện đang ghi trên sổ trong cùng nhóm; đã sửa theo danh sách. Hãy đối chiếu với quyết định, nếu sai thì sửa trong tệp rồi nhập lại.',
}

export const paymentConflictIssue: FoundIssue = {
  field: 'amount',
  code: 'payment.twice',
  message: 'Người này có dòng khác cùng tháng và cùng diện nhưng khác số tiền, nên dòng này chưa được ghi. Hãy giữ lại một dòng đúng rồi nhập lại.',
}

export const paymentWithoutAmountIssue: FoundIssue = {
  field: 'amount',
  code: 'payment.no-amount',
  message: 'Dòng này không có số tiền, hoặc số tiền lớn bất thường, nên chưa được ghi vào danh sách chi trả. Hãy điền số tiền rồi nhập lại.',
}

export const figureIssue = (field: string): FoundIssue => ({
  field,
  code: `${field}.too-large`,
  message: 'Con số trong ô lớn bất thường nên chưa được ghi; các ô khác của dòng vẫn được ghi. Hãy kiểm tra cột hoặc sửa số rồi nhập lại.',
})

export const phoneRemovedIssue = (phones: readonly string[]): FoundIssue => ({
  field: 'phones',
  code: 'phone.reported-wrong',
  message: `Số điện thoại ${phones.map(maskIdentifiers).join(', ')} đã có người báo là sai, nên không dùng lại. Hãy hỏi lại số đúng, sửa trong tệp rồi nhập lại.`,
})

export const numberChangedIssue = (field: 'citizen_id' | 'social_insurance_no'): FoundIssue => ({
  field,
  code: `${field.replaceAll('_', '-')}.changed`,
  message: `${field === 'citizen_id' ? 'Số căn cước' : 'Mã số bảo hiểm xã hội'} khác với số đang ghi trên sổ; đã sửa theo danh sách. Hãy đối chiếu với giấy tờ, nếu sai thì sửa trong tệp rồi nhập lại.`,
})

/** Where in the sheet a field stands, as Excel names the column. */
export function columnFinder(reading: RosterReading): (sheet: string, field: string) => string {
  const byField = new Map(
    reading.sheets.map((sheet) => [sheet.name, new Map(Object.entries(sheet.columns).map(([column, field]) => [field, column]))] as const),
  )
  return (sheet, field) => byField.get(sheet)?.get(field) ?? byField.get(sheet)?.get(field.replace(/s$/, '')) ?? byField.get(sheet)?.get('full_name') ?? ''
}
