/** .ods: one content part with all tables, and the styles that it inherits from. */
import { OdsTables } from './ods-sheet.ts'
import { OdsStyles } from './ods-styles.ts'
import type { ReadGuard } from './read-guard.ts'
import { inflatePart, type ZipParts } from './read-zip.ts'
import type { RosterSheet } from '../roster.ts'
import { scanXml, type XmlHandler } from './scan-xml.ts'

export async function readOds(file: Buffer, parts: ZipParts, guard: ReadGuard): Promise<RosterSheet[]> {
  const scan = async (name: string, handler: XmlHandler): Promise<boolean> => {
    const part = parts.get(name)
    if (part === undefined) return false
    await scanXml(inflatePart(file, part, guard), guard, handler)
    return true
  }

  let encrypted = false
  await scan('meta-inf/manifest.xml', {
    open: (name) => {
      if (name === 'encryption-data') encrypted = true
    },
    text: () => {},
    close: () => {},
  })
  if (encrypted) throw guard.refuse('password')

  const styles = new OdsStyles()
  await scan('styles.xml', {
    open: (name, tag) => styles.open(name, tag),
    text: () => {},
    close: (name) => styles.close(name),
  })
  const tables = new OdsTables(guard, styles)
  if (!(await scan('content.xml', tables))) throw guard.refuse('damaged')
  return tables.sheets
}
