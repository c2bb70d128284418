/** Whose list it is: the head of an official list says "UBND XÃ TÂN ĐÔNG". */
import { tidyText, titleCase } from '../../domain/vietnamese-text.ts'
import type { RosterFile } from './roster.ts'

/** The head stands above the table; further down "xã" begins somebody's address. */
const HEAD_ROWS = 12
const OFFICE = /^(?:UBND|ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN)\s+(XÃ|PHƯỜNG|ĐẶC KHU|THỊ TRẤN)\s+([\p{L}\d][\p{L}\d '’-]{0,60})$/iu

/** "Xã Tân Đông, tính đến ngày …" under the title; "ĐIỂM THU XÃ TÂN ĐÔNG" over it. */
const TITLE = /^(?:(?:ĐIỂM THU|ĐẠI LÝ THU|BƯU ĐIỆN|TRẠM Y TẾ)\s+)?(XÃ|PHƯỜNG|ĐẶC KHU|THỊ TRẤN)\s+([\p{L}\d][\p{L}\d'’-]*(?:\s+[\p{L}\d'’-]+){0,4}?)(?=\s*(?:[,;(–]|-\s|$)|\s+(?:tính đến|đến ngày|tháng|năm|huyện|tỉnh)(?!\p{L}))/iu
/** A row with more than this is a heading or somebody's line, and its "xã" an address. */
const TITLE_CELLS = 2

/** "xã Tân Đông", or undefined where the file does not say. */
export function findCommune(file: RosterFile): string | undefined {
  return findOffice(file) ?? findInTitle(file)
}

/** Titles that name two communes say nothing. */
function findInTitle(file: RosterFile): string | undefined {
  const found = new Set<string>()
  for (const sheet of file.sheets) {
    if (sheet.hidden) continue
    let seen = 0
    for (const row of sheet.rows()) {
      seen += 1
      const texts = row.cells.flatMap(({ value }) => (value === null || value === '' ? [] : [value]))
      if (seen > HEAD_ROWS || texts.length > TITLE_CELLS) break
      for (const text of texts) {
        for (const line of typeof text === 'string' ? text.split('\n') : []) {
          const match = TITLE.exec(tidyText(line))
          if (match) found.add(nameOf(match))
        }
      }
    }
  }
  return found.size === 1 ? [...found][0] : undefined
}

const nameOf = ([, kind = '', name = '']: RegExpExecArray): string => `${kind.toLowerCase()} ${titleCase(name.trim())}`

function findOffice(file: RosterFile): string | undefined {
  for (const sheet of file.sheets) {
    if (sheet.hidden) continue
    let seen = 0
    for (const row of sheet.rows()) {
      seen += 1
      if (seen > HEAD_ROWS) break
      for (const { value } of row.cells) {
        const found = typeof value === 'string' ? value.split('\n').map((line) => OFFICE.exec(tidyText(line))).find((match) => match !== null) : undefined
        if (found) return nameOf(found)
      }
    }
  }
  return undefined
}
