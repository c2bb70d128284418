/**
 * Prisma's one door, for what is read and written row by row; set-based work and the sending path speak SQL through the
 * same pool. Loaded on first use: it costs some 30 MB and a third of a second, which a program that plans and sends but
 * edits nothing does not pay.
 */
import type { PrismaClient } from './generated/client.ts'
import type { Database } from './database.ts'

const clients = new WeakMap<object, Promise<PrismaClient>>()

export function prisma(database: Pick<Database, 'pool' | 'schema'>): Promise<PrismaClient> {
  const known = clients.get(database.pool)
  if (known !== undefined) return known
  const made = load(database)
  clients.set(database.pool, made)
  return made
}

async function load({ pool, schema }: Pick<Database, 'pool' | 'schema'>): Promise<PrismaClient> {
  const [{ PrismaPg }, generated] = await Promise.all([import('@prisma/adapter-pg'), import('./generated/client.ts')])
  return new generated.PrismaClient({ adapter: new PrismaPg(pool, { schema, disposeExternalPool: false }) })
}
