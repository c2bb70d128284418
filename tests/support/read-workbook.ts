/** A workbook as another program reads it: the values of each sheet; a formula anywhere fails. */
import { read, utils } from '@e965/xlsx'

export function readWorkbook(bytes: Uint8Array): Record<string, unknown[][]> {
  const book = read(bytes, { type: 'buffer', cellFormula: true })
  return Object.fromEntries(book.SheetNames.map((name) => {
    const sheet = book.Sheets[name] ?? {}
    const formulas = Object.values(sheet).filter((cell: unknown) => typeof cell === 'object' && cell !== null && 'f' in cell)
    if (formulas.length > 0) throw new Error(`${name} holds formulas`)
    return [name, utils.sheet_to_json<unknown[]>(sheet, { header: 1, blankrows: false })]
  }))
}
