/** What the head of a village is called: trưởng thôn, trưởng ấp, tổ trưởng tổ dân phố, by the kind of village (185/2026/NĐ-CP). */
import { readVillage } from './village-name.ts'

const TITLES: Readonly<Record<string, string>> = { 'Tổ dân phố': 'tổ trưởng tổ dân phố', Tổ: 'tổ trưởng tổ dân phố', Khối: 'khối trưởng' }

/** `village` with its kind: "Ấp Đông Lợi". Of a village whose kind nobody wrote: what the law calls it in such a commune. */
export function villageHead(village: string | undefined, sender: string): string {
  const kind = village === undefined ? undefined : readVillage(village).kind
  if (kind !== undefined) return TITLES[kind] ?? `trưởng ${kind.toLocaleLowerCase('vi')}`
  return /(?<!\p{L})phường(?!\p{L})/iu.test(sender) ? 'tổ trưởng tổ dân phố' : 'trưởng thôn'
}
