/** Village, poverty and notes: what a row has of its own, else what stands above it. */
import type { VillageReading } from '../../domain/village-name.ts'
import { readVillage } from '../../domain/village-name.ts'
import { fold, hasMarks } from '../../domain/vietnamese-text.ts'
import { nameColumn } from './column-plan.ts'
import type { Draft, SheetContext } from './draft.ts'
import { ask, isMark, quoted } from './draft.ts'
import { isRepeatMark } from './repeated-cells.ts'
import type { PoorStatus, RosterRecord } from './roster.ts'

const VILLAGE_MEMORY = 2_048

export function villageReader({ plan }: SheetContext): (draft: Draft, above: VillageReading | undefined) => void {
  const columns = [...plan.all('village'), ...plan.all('address')]
  const known = new Map<string, VillageReading>()

  const readCell = (text: string): VillageReading => {
    const before = known.get(text)
    if (before !== undefined) return before
    const reading = readVillage(text)
    if (known.size >= VILLAGE_MEMORY) known.clear()
    known.set(text, reading)
    return reading
  }

  return (draft, above) => {
    let best: { reading: VillageReading; column: number } | undefined
    for (const column of columns) {
      const text = draft.row.text(column)
      // "nt" with nothing above it, "?": no place.
      if (!/\p{L}|\d/u.test(text) || isRepeatMark(text)) continue
      const reading = readCell(text)
      if (reading.village !== undefined && (best === undefined || (best.reading.unsure === true && reading.unsure !== true))) best = { reading, column }
      if (best !== undefined && best.reading.unsure !== true) break
    }
    // A heading names the village more surely than an address that does not say which of its parts is one.
    const reading = best === undefined || (best.reading.unsure === true && above !== undefined) ? above : best.reading
    if (reading?.village === undefined) return
    draft.record.village = reading.village
    if (reading.kind !== undefined) draft.record.village_kind = reading.kind
    if (best !== undefined && reading.unsure === true) {
      ask(draft, { column: best.column, field: 'village', code: 'village.unsure', message: `Địa chỉ ${quoted(draft.row.text(best.column))} không ghi rõ ấp, thôn, khu phố nào, tạm đọc là ${quoted(reading.village)}; nếu không đúng, xin sửa trong tệp rồi nhập lại.` })
    }
  }
}

/** "Nghèo", "Hộ cận nghèo", "HN", "CN", "N", or marks under two columns. */
export function readPoorStatus(draft: Draft, { plan }: SheetContext, above: PoorStatus | undefined): void {
  const [status, poor, nearPoor] = [plan.first('poor_status'), plan.first('poor'), plan.first('near_poor')]
  const [isPoor, isNearPoor] = [statusByMark(draft, poor, 'poor'), statusByMark(draft, nearPoor, 'near_poor')]
  const own = statusInColumn(draft, status) ?? isPoor ?? isNearPoor
  if (own === 'none') {
    draft.isNotPoor = true
    return
  }
  const found = own ?? above
  if (found !== undefined) draft.record.poor_status = found
  if (isPoor === 'poor' && isNearPoor === 'near_poor') {
    ask(draft, { column: nearPoor, field: 'poor_status', code: 'poor_status.both', message: 'Dòng này đánh dấu cả hộ nghèo và hộ cận nghèo; tạm đọc là hộ nghèo; nếu không đúng, xin sửa trong tệp rồi nhập lại.' })
  }
}

type OwnStatus = PoorStatus | 'none' | undefined

export function poorStatusIn(text: string): OwnStatus {
  const folded = fold(text).replace(/[^a-z0-9 ]+/g, ' ').trim()
  if (folded === '') return undefined
  // "Thoát nghèo, còn cận nghèo" is near-poor; "hộ nghèo (thoát nghèo)" says both.
  if (/thoat ngheo.*\b(?:chuyen|con|sang|thanh|xuong|vao)\b.*can ngheo/.test(folded)) return 'near_poor'
  if (/thoat|khong ngheo|^khong$|binh thuong|trung binh|kha|giau/.test(folded)) return 'none'
  if (/can ngheo|^h?cn$|near/.test(folded)) return 'near_poor'
  if (/ngheo|^h?n$|poor/.test(folded)) return 'poor'
  return undefined
}

function statusInColumn(draft: Draft, column: number): OwnStatus {
  if (column === -1) return undefined
  const text = draft.row.text(column)
  if (text === '' || /^[-–.]+$/.test(text)) return undefined
  const status = poorStatusIn(text)
  if (status !== undefined && saysBoth(text)) {
    ask(draft, { column, field: 'poor_status', code: 'poor_status.both', message: `Loại hộ ${quoted(text)} có thể hiểu hai cách, tạm đọc là ${status === 'none' ? 'không thuộc hộ nghèo, cận nghèo' : status === 'poor' ? 'hộ nghèo' : 'hộ cận nghèo'}; nếu không đúng, xin sửa trong tệp rồi nhập lại.` })
  }
  if (status === undefined && draft.record.poor_status === undefined && !/^\d+$/.test(text)) {
    ask(draft, { column, field: 'poor_status', code: 'poor_status.unknown', message: `Chưa hiểu loại hộ ${quoted(text)}, tạm để trống; xin ghi nghèo hoặc cận nghèo rồi nhập lại.` })
  }
  return status
}

/** "Nghèo/cận nghèo", "hộ nghèo (thoát nghèo)". */
function saysBoth(text: string): boolean {
  const folded = fold(text)
  return /(?<!can )ngheo *(?:\/|,|hoac|hay) *(?:ho )?can ngheo/.test(folded) || /^(?:ho )?(?:can )?ngheo *[(,;/-]+ *(?:da )?thoat/.test(folded)
}

/** A column "Hộ nghèo" holds marks, or says which of both. */
function statusByMark(draft: Draft, column: number, status: PoorStatus): OwnStatus {
  if (column === -1) return undefined
  const text = draft.row.text(column)
  if (isMark(text) || /^(co|có|yes|đúng)$/i.test(text)) return status
  return text === '' || text === '0' ? undefined : poorStatusIn(text)
}

const DIED = /(?<!(?:cha|me|bo|ba|ma|chong|vo|con|anh|chi|em|chau|ong) )(?:\bda mat\b|\bda chet\b|\bchet\b|\btu tran\b|\bqua doi\b|\btu vong\b|\bbao tu\b|^mat$|^mat (?:ngay|thang|nam)\b|\bmat ngay\b|\bmat thang\b)/
const MOVED = /\b(?:chuyen di|chuyen khau|da chuyen|chuyen noi (?:o|khac)|chuyen (?:ho khau|cu tru|sang|ve|toi)|di khoi dia phuong|roi khoi dia phuong|khong con o dia phuong|bo dia phuong|chuyen den (?:xa|phuong|tinh|noi) (?:khac)?)\b/
const STOPPED = /\b(?:cat|thoi huong|ngung huong|dung huong|tam dung|tam ngung|ngung|khong du dieu kien|rut ten|het (?:tuoi|han) huong|giam tu|da dung|dung chi tra)\b/

/** What a note says became of the person. The dead of the family do not count ("mồ côi, cha đã mất"). */
export function notedAs(text: string): RosterRecord['noted_as'] {
  const folded = fold(text)
  if (!/\b(?:mat|chet|tran|qua doi|tu vong|bao tu|chuyen|khoi|khong|cat|thoi|ngung|dung|rut|het|giam)\b/.test(folded)) return undefined
  // "Bà mất ngày 01/11" at the head of a note may be the person or a grandmother: it is asked.
  const died = DIED.test(/^(ông|bà|cụ)\s/iu.test(text.normalize('NFC')) ? folded.replace(/^\S+\s+/, '') : folded)
  if (died && !/cha me da mat|mo coi/.test(folded)) return 'died'
  if (MOVED.test(folded) && !/chuyen (khoan|tien|sang tai khoan|qua)/.test(folded)) return 'moved'
  // "Cát" is a name and "cất" a verb; with marks the word must be "cắt".
  if (STOPPED.test(folded) && (!hasMarks(text) || !/\bcat\b/.test(folded) || /cắt/i.test(text.normalize('NFC')))) return 'stopped'
  return undefined
}

const NOTED: Readonly<Record<NonNullable<RosterRecord['noted_as']>, string>> = {
  died: 'người này đã mất',
  moved: 'người này đã chuyển đi',
  stopped: 'người này đã bị cắt hoặc dừng hưởng',
}

export function readNotes(draft: Draft, { plan }: SheetContext, { ended, remark }: { ended: string | undefined; remark: string | undefined }): void {
  const notes = plan.all('note').map((column) => draft.row.text(column)).filter((text) => text !== '' && !/^[-–.]+$/.test(text))
  if (notes.length > 0) draft.record.note = notes.join('; ')
  if (draft.record.poor_status !== undefined && notes.some((text) => /\bthoat (?:can )?ngheo\b/.test(fold(text)))) {
    ask(draft, { column: plan.first('note'), field: 'poor_status', code: 'poor_status.note-differs', message: `Danh sách xếp là ${draft.record.poor_status === 'poor' ? 'hộ nghèo' : 'hộ cận nghèo'} nhưng ghi chú ${quoted(notes.join('; '))}; giữ như danh sách; nếu không đúng, xin sửa trong tệp rồi nhập lại.` })
  }
  const ofName = remark === undefined ? undefined : notedAs(remark)
  if (remark !== undefined && ofName !== undefined) {
    draft.record.note = [remark, ...notes].join('; ')
    return noted(draft, nameColumn(plan), ofName, remark)
  }
  const found = notes.length > 0 ? notedAs(notes.join('; ')) : undefined
  if (found !== undefined) return noted(draft, plan.first('note'), found, notes.join('; '))
  for (const [field, as] of [['died_on', 'died'], ['stopped_on', 'stopped']] as const) {
    const column = plan.first(field)
    if (column !== -1 && /\d/.test(draft.row.text(column))) return noted(draft, column, as, draft.row.text(column))
  }
  if (ended !== undefined) noted(draft, nameColumn(plan), 'stopped', ended)
}

function noted(draft: Draft, column: number, as: NonNullable<RosterRecord['noted_as']>, text: string): void {
  draft.record.noted_as = as
  ask(draft, { column, field: 'note', code: `note.${as}`, message: `Danh sách ghi ${quoted(text)}: có thể ${NOTED[as]}; vẫn nhận, xin xác nhận trước khi nhắn tin hay dừng trợ cấp.` })
}
