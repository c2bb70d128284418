/**
 * Headings between the rows: a category, a village, poor or near-poor, stopped. They hold for the rows below until a
 * heading of the same kind comes, or of a kind that stood above it.
 */
import type { CategoryReading, Decree } from '../../domain/assistance-category.ts'
import { readCategory } from '../../domain/assistance-category.ts'
import { fold } from '../../domain/vietnamese-text.ts'
import type { VillageReading } from '../../domain/village-name.ts'
import { villageOfHeading } from '../../domain/village-name.ts'
import { methodInWords } from './read-payment-method.ts'
import type { PaymentMethod, PoorStatus } from './roster.ts'

export type Heading =
  | { of: 'village'; village: VillageReading }
  | { of: 'category'; category: CategoryReading; text: string }
  /** "Chi qua tài khoản", "Chi tiền mặt". */
  | { of: 'method'; method: PaymentMethod }
  | { of: 'poor'; poorStatus: PoorStatus | undefined }
  /** "Danh sách giảm", "Thôi hưởng": the people below have left, or (false) "Danh sách tăng" begins. */
  | { of: 'ended'; ended: boolean; text: string }

export const ENUMERATOR = /^(?:[ivx]{1,5}|[a-h]|\d{1,2}(?:\.\d{1,2})*)\s*[.)/:*-]\s*|^[-–+*•]\s*/i

const METHOD_HEADING = /^(?:(?:danh sach|ds|doi tuong|nguoi|so) )*(?:chi|chi tra|nhan|linh|tra|nhan tien|linh tien)?(?: truc tiep)?(?:^| )(?:qua|bang|tai|tien mat|chuyen khoan|tai nha)\b/

/** What a heading announces; undefined where the text is none that we know. */
export function readHeading(text: string, decree: Decree | undefined): Heading | undefined {
  if (text.length > 160) return undefined
  const village = villageOfHeading(text)
  if (village !== undefined) return { of: 'village', village }
  const bare = text.replace(ENUMERATOR, '').replace(/\s*[:(–-]*\s*\(?\s*\d+\s*(người|hộ|đối tượng|khẩu|trường hợp|nguoi|ho|doi tuong)(?!\p{L}).*$/iu, '')
  const folded = fold(bare)
  if (/^(danh sach |ds |doi tuong |so )*(giam|cat giam|thoi huong|dung huong|da chet|tu vong|chuyen di|cat)\b/.test(folded)) return { of: 'ended', ended: true, text: bare }
  if (/^(danh sach |ds |doi tuong |so )*(tang|tang moi|phat sinh|huong moi|dang huong|hien huong|bo sung)\b/.test(folded)) return { of: 'ended', ended: false, text: bare }
  const poor = poorHeading(folded)
  if (poor !== undefined) return poor
  const method = METHOD_HEADING.test(folded) ? methodInWords(folded) : undefined
  if (method !== undefined) return { of: 'method', method }
  const category = readCategory(bare, decree)
  return category.group === undefined ? undefined : { of: 'category', category, text: bare }
}

function poorHeading(folded: string): Heading | undefined {
  if (!/^(danh sach |ds |dien |nhom |cac |nguoi |thuoc )*(thuoc )?ho (thoat )?(can )?ngheo\b/.test(folded)) return undefined
  if (/thoat/.test(folded)) return { of: 'poor', poorStatus: undefined }
  return { of: 'poor', poorStatus: /can ngheo/.test(folded) ? 'near_poor' : 'poor' }
}

export class Sections {
  #open: Heading[] = []

  enter(heading: Heading): void {
    const same = this.#open.findIndex((open) => open.of === heading.of)
    // What was opened under the old heading belongs to it.
    if (same !== -1) this.#open = this.#open.slice(0, same)
    this.#open.push(heading)
  }

  get village(): VillageReading | undefined {
    return this.#find('village')?.village
  }

  get category(): Extract<Heading, { of: 'category' }> | undefined {
    return this.#find('category')
  }

  get method(): PaymentMethod | undefined {
    return this.#find('method')?.method
  }

  get poorStatus(): PoorStatus | undefined {
    return this.#find('poor')?.poorStatus
  }

  get endedText(): string | undefined {
    const heading = this.#find('ended')
    return heading?.ended === true ? heading.text : undefined
  }

  #find<Of extends Heading['of']>(of: Of): Extract<Heading, { of: Of }> | undefined {
    return this.#open.find((heading): heading is Extract<Heading, { of: Of }> => heading.of === of)
  }
}
