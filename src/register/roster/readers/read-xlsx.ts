/** .xlsx and .xlsm: finds the parts by their relationships and packs every worksheet. */
import type { ReadGuard } from './read-guard.ts'
import { inflatePart, type ZipParts } from './read-zip.ts'
import type { RosterSheet } from '../roster.ts'
import { scanXml, type XmlHandler } from './scan-xml.ts'
import { SheetRows } from './sheet-rows.ts'
import { SheetShape } from './sheet-shape.ts'
import { Relationships, SharedTextsReader, Styles, Workbook } from './xlsx-parts.ts'
import { XlsxSheet } from './xlsx-sheet.ts'

export async function readXlsx(file: Buffer, parts: ZipParts, guard: ReadGuard): Promise<RosterSheet[]> {
  const scan = async (part: string | undefined, handler: XmlHandler): Promise<boolean> => {
    const found = part === undefined ? undefined : parts.get(part)
    if (found === undefined) return false
    await scanXml(inflatePart(file, found, guard), guard, handler)
    return true
  }

  const top = new Relationships('')
  await scan('_rels/.rels', top)
  const workbookPart = top.find('officeDocument') ?? 'xl/workbook.xml'
  const folder = workbookPart.slice(0, workbookPart.lastIndexOf('/') + 1)

  const workbook = new Workbook(guard)
  if (!(await scan(workbookPart, workbook))) throw guard.refuse('damaged')
  const links = new Relationships(folder)
  await scan(`${folder}_rels/${workbookPart.slice(folder.length)}.rels`, links)
  const styles = new Styles()
  await scan(links.find('styles'), styles)
  const shared = new SharedTextsReader(guard)
  await scan(links.find('sharedStrings'), shared)

  const sheets: RosterSheet[] = []
  for (const { name, hidden, id } of workbook.sheets) {
    const link = links.byId.get(id)
    // Chart sheets and macro sheets stand in the same list.
    if (link !== undefined && link.type !== 'worksheet') continue
    const rows = new SheetRows(guard, name, shared.texts)
    const shape = new SheetShape(guard, name)
    const context = { guard, rows, shape, shared: shared.texts, styles: styles.cells, date1904: workbook.date1904 }
    if (!(await scan(link?.part, new XlsxSheet(context)))) throw guard.refuse('damaged')
    const { merges, hiddenColumns } = shape
    sheets.push({ name, hidden, merges, hiddenColumns, rows: () => rows.read() })
  }
  return sheets
}
