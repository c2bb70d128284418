/** Passwords are kept as argon2id only; the cost is OWASP's first choice for it (19 MiB, two passes), some 30 ms here. */
import { hash, verify } from '@node-rs/argon2'

const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const SHORTEST = 10
const LONGEST = 200

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFC'), COST)

let nobodys: Promise<string> | undefined

/** Without a hash (nobody has this name) it takes as long and is never right. */
export async function isPassword(known: string | undefined, password: string): Promise<boolean> {
  nobodys ??= hashPassword('nobody has this one')
  const right = await verify(known ?? (await nobodys), password.normalize('NFC').slice(0, LONGEST))
  return right && known !== undefined
}

/** Why a password will not do, for the person who chose it. */
export function passwordProblem(password: string, login: string): string | undefined {
  const text = password.normalize('NFC')
  if (text.length < SHORTEST) return `Mật khẩu cần ít nhất ${SHORTEST} ký tự. Một câu ngắn dễ nhớ là tốt nhất.`
  if (text.length > LONGEST) return `Mật khẩu dài quá ${LONGEST} ký tự.`
  if (new Set(text).size < 5 || '01234567890123456789'.includes(text)) return 'Mật khẩu này dễ đoán. Hãy chọn một câu ngắn chỉ mình biết.'
  return login !== '' && text.toLowerCase().includes(login) ? 'Mật khẩu không được chứa tên đăng nhập.' : undefined
}
