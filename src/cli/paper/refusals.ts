/** Why an announcement is not said to everybody: in the words of the command line. */
import { readPhones } from '../../domain/phone.ts'
import type { PrivateNumber, PrivateNumberKind } from '../../domain/private-numbers.ts'
import { EXIT, UserError } from '../../kernel/errors.ts'

const LIKE: Readonly<Record<PrivateNumberKind, string>> = { 'citizen-id': 'số căn cước', card: 'số thẻ', phone: 'số điện thoại riêng', other: 'số giấy tờ hoặc số tài khoản' }

export function privateRefusal(code: string, numbers: readonly PrivateNumber[]): UserError {
  const lines = numbers.map(({ kind, tail }) => `  giống ${LIKE[kind]}: …${tail}`)
  const phones = numbers.some(({ kind }) => kind === 'phone') ? ' Số điện thoại mà ai cũng được biết thì thêm --public-phone SỐ.' : ''
  return new UserError(`${code}.private`, `Chưa làm. Lời này có số của riêng một người, không được đọc hay treo cho mọi người biết:\n${lines.join('\n')}\nBỏ các số ấy rồi chạy lại.${phones}`)
}

export const emptyRefusal = (code: string): UserError => new UserError(`${code}.empty`, 'Chưa có lời nào. Viết nội dung trong dấu ngoặc kép.', { exitCode: EXIT.usage })

export const PUBLIC_PHONE = ['--public-phone <số>', 'số điện thoại mà ai cũng được biết, ngoài số của xã; nhiều số thì cách nhau bằng dấu phẩy'] as const

export function readPublicPhones(written: string | undefined): string[] {
  if (written === undefined) return []
  const { phones, unread } = readPhones(written)
  if (phones.length === 0 || unread.length > 0) throw new UserError('paper.phone', `"${written}" không phải số điện thoại.`, { exitCode: EXIT.usage })
  return phones.map(({ e164 }) => e164)
}
