import type { Database } from './database.ts'
import { prisma } from './prisma.ts'

/** A commune's own wording of templates; the files stay the default. */
export function templateOverrides(database: Database) {
  return {
    load: async (communeId: number): Promise<ReadonlyMap<string, { body: string }>> => {
      // On every worker's way to its first send, which must not wait for Prisma.
      const { rows } = await database.pool.query<{ name: string; body: string }>('SELECT name, body FROM template_override WHERE commune_id = $1', [communeId])
      return new Map(rows.map(({ name, body }) => [name, { body }]))
    },

    save: async (wording: { communeId: number; name: string; body: string; by: string }): Promise<void> => {
      const { communeId, name, body, by } = wording
      await (await prisma(database)).templateOverride.upsert({
        where: { communeId_name: { communeId, name } },
        create: { communeId, name, body, updatedBy: by },
        update: { body, updatedBy: by, version: { increment: 1 } },
      })
    },

    /** Back to the text of the file. */
    remove: async (communeId: number, name: string): Promise<void> => {
      await (await prisma(database)).templateOverride.deleteMany({ where: { communeId, name } })
    },
  }
}
