import { defineConfig } from 'prisma/config'

// `prisma generate` runs no schema engine but insists on finding one, and would download it. On a
// closed network any executable path satisfies it; migrations are applied by src/store/migrate.ts.
if (process.argv.includes('generate')) process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
})
