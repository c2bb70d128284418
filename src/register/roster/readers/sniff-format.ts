/**
 * What a file is, from its bytes. Names lie: provincial software sends web pages and .xlsx files named ".xls", and
 * officers rename what does not open.
 */
import type { CompoundFile } from './compound-file.ts'
import { openCompoundFile } from './compound-file.ts'
import { detectEncoding, toUtf8, type TextEncoding } from './decode-text.ts'
import type { ReadGuard } from './read-guard.ts'
import { listZip, type ZipParts } from './read-zip.ts'

export type Sniffed =
  | { format: 'xlsx' | 'ods'; parts: ZipParts }
  | { format: 'xls'; workbook: Buffer }
  | { format: 'csv'; encoding: TextEncoding }

/** Fails with the sentence that tells what else the file is. */
export function sniffFormat(file: Buffer, guard: ReadGuard): Sniffed {
  if (file.length === 0) throw guard.refuse('empty')
  if (startsWith(file, 'PK\u0003\u0004') || startsWith(file, 'PK\u0005\u0006')) return sniffZip(file, guard)
  if (startsWith(file, '\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1')) return sniffCompound(openCompoundFile(file, guard), guard)
  const bare = sniffBareWorkbook(file, guard)
  if (bare !== undefined) return bare
  refuseKnownBinary(file, guard)
  const encoding = detectEncoding(file)
  if (encoding === undefined) throw guard.refuse('unknown-format')
  refuseMarkup(toUtf8(file.subarray(0, 4096), encoding, guard).toString('utf8'), guard)
  return { format: 'csv', encoding }
}

function sniffZip(file: Buffer, guard: ReadGuard): Sniffed {
  const parts = listZip(file, guard)
  const names = [...parts.keys()]
  if (parts.has('xl/workbook.bin')) throw guard.refuse('xlsb')
  if (parts.has('content.xml') && parts.has('mimetype')) return { format: 'ods', parts }
  if (parts.has('xl/workbook.xml') || names.some((name) => name.endsWith('workbook.xml'))) return { format: 'xlsx', parts }
  if (names.some((name) => name.startsWith('word/') || name.startsWith('ppt/'))) throw guard.refuse('word')
  throw guard.refuse('archive')
}

function sniffCompound(file: CompoundFile, guard: ReadGuard): Sniffed {
  const workbook = file.stream('Workbook') ?? file.stream('Book')
  if (workbook !== undefined) return { format: 'xls', workbook }
  if (file.stream('EncryptedPackage') !== undefined) throw guard.refuse('password')
  if (file.stream('WordDocument') !== undefined || file.stream('PowerPoint Document') !== undefined) throw guard.refuse('word')
  throw guard.refuse('unknown-format')
}

/** Old export programs write the workbook's records with no container around them; before Excel 5 there was none. */
function sniffBareWorkbook(file: Buffer, guard: ReadGuard): Sniffed | undefined {
  if (file.length < 8 || file[0] !== 0x09) return undefined
  const [type, length] = [file[1] ?? 0, file.readUInt16LE(2)]
  if (type === 0x08 && (length === 8 || length === 16)) return { format: 'xls', workbook: file }
  if ((type === 0x00 || type === 0x02 || type === 0x04) && (length === 4 || length === 6)) throw guard.refuse('old-excel')
  return undefined
}

function refuseKnownBinary(file: Buffer, guard: ReadGuard): void {
  if (file.subarray(0, 1024).includes('%PDF-')) throw guard.refuse('pdf')
  if (startsWith(file, '{\\rtf')) throw guard.refuse('word')
  if (['\u0089PNG', '\u00ff\u00d8\u00ff', 'GIF8', 'BM\u0000'].some((mark) => startsWith(file, mark))) throw guard.refuse('image')
  if (['Rar!', '7z\u00bc\u00af', '\u001f\u008b'].some((mark) => startsWith(file, mark))) throw guard.refuse('archive')
}

function refuseMarkup(head: string, guard: ReadGuard): void {
  const start = head.replace(/^\uFEFF/, '').trimStart().toLowerCase()
  if (start === '') throw guard.refuse('empty')
  if (/^(?:<!--[\s\S]*?-->\s*)*<(?:!doctype html|html|head|meta|body|table|div|style|title)\b/.test(start)) throw guard.refuse('html')
  if (start.startsWith('mime-version:')) throw guard.refuse('html')
  if (start.startsWith('<?xml')) throw guard.refuse(/<html|<!doctype html/.test(start) ? 'html' : 'xml')
}

const startsWith = (file: Buffer, mark: string): boolean => file.toString('latin1', 0, mark.length) === mark
