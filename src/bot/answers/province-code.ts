import { CURRENT_PROVINCES } from '../../domain/policy/province-codes.ts'
import { fold } from '../../domain/vietnamese-text.ts'

/** The two digits of the province that an officer typed, with or without "tỉnh". */
export function provinceCode(name: string): string | undefined {
  const plain = (text: string): string => fold(text).replace(/^(?:tinh|thanh pho|tp\.?)\s+/, '')
  const wanted = plain(name)
  return wanted === '' ? undefined : Object.entries(CURRENT_PROVINCES).find(([, known]) => plain(known) === wanted)?.[0]
}
