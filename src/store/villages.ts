import { readVillage, villageKey } from '../domain/village-name.ts'
import type { Database } from './database.ts'
import { prisma } from './prisma.ts'

export interface VillageRow {
  id: number
  kind: string
  name: string
  head: string | undefined
}

export async function listVillages(database: Database, communeId: number): Promise<VillageRow[]> {
  const rows = await (await prisma(database)).village.findMany({ where: { communeId, validTo: null }, orderBy: { searchKey: 'asc' } })
  return rows.map((row) => ({ id: row.id, kind: row.kind, name: row.name, head: row.headName ?? undefined }))
}

/** By name or alias, with or without its kind and marks: "ap dong loi" finds Ấp Đông Lợi. */
export async function findVillage(database: Database, communeId: number, written: string): Promise<VillageRow | undefined> {
  const key = villageKey(readVillage(written).village ?? written)
  const rows = await (await prisma(database)).village.findMany({ where: { communeId } })
  const found = rows.find((row) => villageKey(row.name) === key || row.aliases.some((alias) => villageKey(readVillage(alias).village ?? alias) === key))
  return found === undefined ? undefined : { id: found.id, kind: found.kind, name: found.name, head: found.headName ?? undefined }
}
