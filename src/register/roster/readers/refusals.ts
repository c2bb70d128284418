/** Why a file cannot be read, as the officer is told: what, where, and what to do next. */
import { ROSTER_LIMITS } from '../roster.ts'

export interface Place {
  sheet?: string
  row?: number
  line?: number
}

type Sentence = (file: string, place: Place) => string

const SAVE_AS = 'mở bằng Excel, chọn "Lưu thành" (Save As), kiểu "Excel Workbook (.xlsx)", rồi nhập tệp mới'
const groups = (n: number): string => String(n).replaceAll(/\B(?=(\d{3})+$)/g, '.')

function at(place: Place): string {
  const parts = [
    place.sheet === undefined ? '' : `trang "${place.sheet.slice(0, 60)}"`,
    place.row === undefined ? '' : `dòng ${groups(place.row)}`,
    place.line === undefined ? '' : `dòng ${groups(place.line)}`,
  ].filter((part) => part !== '')
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`
}

export const REFUSALS = {
  'not-found': (file) => `Không tìm thấy tệp "${file}". Kiểm tra lại tên tệp và thư mục, rồi thử lại.`,
  unreadable: (file) => `Không mở được tệp "${file}". Kiểm tra quyền đọc, hoặc đóng tệp đang mở trong Excel, rồi thử lại.`,
  'not-a-file': (file) => `"${file}" là thư mục, không phải tệp danh sách. Hãy chọn một tệp .xlsx, .xls, .ods hoặc .csv.`,
  empty: (file) => `Tệp "${file}" trống, không có nội dung. Hãy lấy lại tệp từ người gửi rồi nhập lại.`,
  'too-big': (file) =>
    `Tệp "${file}" lớn hơn ${ROSTER_LIMITS.fileBytes / 1024 / 1024} MB. Xóa hình ảnh và các trang không cần, hoặc tách thành nhiều tệp, rồi nhập từng tệp.`,
  'expands-too-much': (file) =>
    `Tệp "${file}" bung ra lớn bất thường nên không được đọc. Sao chép riêng phần danh sách sang một tệp Excel mới, rồi nhập tệp đó.`,
  'too-much-text': (file) =>
    `Tệp "${file}" chứa quá nhiều chữ so với một danh sách. Xóa các cột không cần, hoặc tách thành nhiều tệp, rồi nhập từng tệp.`,
  'too-many-rows': (file, place) =>
    `Tệp "${file}" có hơn ${groups(ROSTER_LIMITS.rows)} dòng${at(place)}. Tách thành nhiều tệp nhỏ hơn rồi nhập từng tệp.`,
  'too-many-columns': (file, place) =>
    `Tệp "${file}" có hơn ${ROSTER_LIMITS.columns} cột${at(place)}. Giữ lại các cột của danh sách, xóa các cột thừa bên phải, rồi nhập lại.`,
  'cell-too-long': (file, place) =>
    `Tệp "${file}" có ô dài hơn ${groups(ROSTER_LIMITS.cellChars)} ký tự${at(place)}. Xóa hoặc rút ngắn ô đó rồi nhập lại.`,
  'too-many-sheets': (file) =>
    `Tệp "${file}" có hơn ${ROSTER_LIMITS.sheets} trang tính. Giữ lại các trang cần nhập rồi nhập lại.`,
  'too-many-merges': (file, place) =>
    `Tệp "${file}" có quá nhiều ô gộp${at(place)}. Bỏ gộp ô trong phần danh sách rồi nhập lại.`,
  'too-slow': (file) =>
    `Tệp "${file}" cần quá nhiều thời gian để đọc nên đã dừng. Tách thành nhiều tệp nhỏ hơn rồi nhập từng tệp.`,
  damaged: (file) => `Tệp "${file}" bị hỏng hoặc bị thiếu một phần. Lấy lại tệp từ người gửi, hoặc ${SAVE_AS}.`,
  'unsafe-xml': (file) => `Tệp "${file}" chứa phần khai báo không an toàn nên không được đọc. Hãy ${SAVE_AS}.`,
  password: (file) =>
    `Tệp "${file}" được đặt mật khẩu. Mở bằng Excel, bỏ mật khẩu (Tệp, Thông tin, Bảo vệ sổ làm việc), lưu lại, rồi nhập lại.`,
  html: (file) => `Tệp "${file}" thật ra là trang web, không phải bảng tính. Hãy ${SAVE_AS}.`,
  xlsb: (file) => `Tệp "${file}" thuộc kiểu Excel nhị phân (.xlsb), chưa đọc được. Hãy ${SAVE_AS}.`,
  xml: (file) => `Tệp "${file}" thuộc kiểu XML, chưa đọc được. Hãy ${SAVE_AS}.`,
  'old-excel': (file) => `Tệp "${file}" thuộc kiểu Excel rất cũ (trước Excel 5.0), chưa đọc được. Hãy ${SAVE_AS}.`,
  pdf: (file) => `Tệp "${file}" là PDF, không phải bảng tính. Hãy xin người gửi bản Excel của danh sách này.`,
  word: (file) =>
    `Tệp "${file}" là văn bản (Word), không phải bảng tính. Sao chép bảng trong văn bản sang Excel, lưu thành .xlsx, rồi nhập tệp đó.`,
  image: (file) => `Tệp "${file}" là hình ảnh, không phải bảng tính. Hãy xin người gửi bản Excel của danh sách này.`,
  archive: (file) => `Tệp "${file}" là tệp nén. Giải nén ra trước, rồi nhập tệp danh sách ở bên trong.`,
  'unknown-format': (file) =>
    `Tệp "${file}" không phải là danh sách đọc được. Hãy dùng tệp .xlsx, .xls, .ods hoặc .csv.`,
  'no-sheets': (file) => `Tệp "${file}" không có trang tính nào. Kiểm tra lại tệp bằng Excel rồi nhập lại.`,
  'unclosed-quote': (file, place) =>
    `Tệp "${file}" có dấu ngoặc kép mở mà không đóng${at(place)}. Sửa dòng đó, hoặc ${SAVE_AS}.`,
} as const satisfies Record<string, Sentence>

export type Refusal = keyof typeof REFUSALS
