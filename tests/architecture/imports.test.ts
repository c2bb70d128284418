import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cruise } from 'dependency-cruiser'
import type { ICruiseResult } from 'dependency-cruiser'
import { afterAll, expect, test } from 'vitest'
import { IMPORT_RULES } from './import-rules.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const folders: string[] = []
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))))

async function look(baseDir: string): Promise<ICruiseResult> {
  const { output } = await cruise(['src'], {
    baseDir,
    validate: true,
    ruleSet: { forbidden: IMPORT_RULES },
    // Types are imports too: a use case that only names an adapter's type is tied to it all the same.
    tsPreCompilationDeps: true,
    doNotFollow: { path: ['node_modules', '^src/store/generated/'] },
    exclude: { path: '^src/web/assets/' },
  })
  if (typeof output === 'string') throw new Error(output)
  return output
}

const violations = ({ summary }: ICruiseResult): string[] => summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)

test('imports only point down the page, through contracts, and each SDK has one door', async () => {
  const result = await look(ROOT)
  expect(violations(result)).toEqual([])
  // Against a TypeScript that it cannot read, the tool looks at nothing and finds nothing wrong.
  expect(result.summary.totalCruised).toBeGreaterThan(100)
})

/** A model of src/ in which every file is used and no rule is broken. */
const CLEAN: Readonly<Record<string, readonly string[]>> = {
  'main.ts': ['./cli/start.ts', 'commander'],
  'app.ts': ['./store/rows.ts', './channels/telegram/telegram.ts', './channels/sms/sms.ts', './queue/bull.ts', './content/create.ts', './delivery/send.ts', './reminders/plan.ts', './web/server.ts'],
  'cli/start.ts': ['../app.ts', 'commander'],
  'web/server.ts': ['../delivery/send.ts', '../channels/channel.ts', 'fastify'],
  'reminders/plan.ts': ['../register/roster.ts', '../delivery/send.ts', '../domain/day.ts'],
  'register/roster.ts': ['../domain/day.ts'],
  'delivery/send.ts': ['../channels/channel.ts', '../queue/job.ts', '../content/content.ts', '../domain/day.ts', '../kernel/log.ts'],
  'content/content.ts': ['../domain/day.ts'],
  'content/create.ts': ['./content.ts', 'liquidjs'],
  'channels/channel.ts': ['../domain/day.ts'],
  'channels/telegram/telegram.ts': ['../channel.ts', 'telegraf'],
  'channels/sms/sms.ts': ['../channel.ts'],
  'queue/job.ts': ['../kernel/log.ts'],
  'queue/bull.ts': ['./job.ts', 'bullmq', 'pg'],
  'store/rows.ts': ['../domain/day.ts', './generated/client.ts', 'pg'],
  'store/generated/client.ts': [],
  'domain/day.ts': ['./month.ts'],
  'domain/month.ts': [],
  'kernel/log.ts': ['pino'],
}

async function model(changes: Readonly<Record<string, readonly string[]>> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'loa-architecture-'))
  folders.push(folder)
  for (const [file, imports] of Object.entries({ ...CLEAN, ...changes })) {
    const path = join(folder, 'src', file)
    await mkdir(dirname(path), { recursive: true })
    const lines = imports.map((name, index) => `import type * as import${index} from '${name}'`)
    await writeFile(path, [...lines, ...imports.map((_, index) => `export type Used${index} = typeof import${index}`), 'export {}', ''].join('\n'))
  }
  return folder
}

test('a tree that keeps the rules breaks none of them', async () => {
  expect(violations(await look(await model()))).toEqual([])
})

test.each<[string, string, string]>([
  ['web-imports-down', 'web/server.ts', '../cli/start.ts'],
  ['register-imports-down', 'register/roster.ts', '../reminders/plan.ts'],
  ['delivery-imports-down', 'delivery/send.ts', '../register/roster.ts'],
  ['store-imports-down', 'store/rows.ts', '../delivery/send.ts'],
  ['contracts-only', 'reminders/plan.ts', '../store/rows.ts'],
  ['contracts-only', 'delivery/send.ts', '../channels/sms/sms.ts'],
  ['contracts-only', 'web/server.ts', '../store/rows.ts'],
  ['adapters-never-meet', 'queue/bull.ts', '../store/rows.ts'],
  ['channels-are-strangers', 'channels/sms/sms.ts', '../telegram/telegram.ts'],
  ['domain-is-pure', 'domain/month.ts', '../kernel/log.ts'],
  ['domain-is-pure', 'domain/month.ts', 'node:fs'],
  ['domain-is-pure', 'domain/month.ts', 'zod'],
  ['kernel-knows-nobody', 'kernel/log.ts', '../domain/day.ts'],
  ['root-from-above', 'delivery/send.ts', '../app.ts'],
  ['generated-stays-in-store', 'delivery/send.ts', '../store/generated/client.ts'],
  ['one-door-telegraf', 'channels/sms/sms.ts', 'telegraf'],
  ['one-door-bullmq', 'delivery/send.ts', 'bullmq'],
  ['one-door-bullmq', 'store/rows.ts', 'ioredis'],
  ['one-door-node-cron', 'reminders/plan.ts', 'node-cron'],
  ['one-door-prisma', 'register/roster.ts', '@prisma/client'],
  ['one-door-pg', 'queue/job.ts', 'pg'],
  ['one-door-fastify', 'channels/sms/sms.ts', 'fastify'],
  ['one-door-liquidjs', 'delivery/send.ts', 'liquidjs'],
  ['one-door-commander', 'register/roster.ts', 'commander'],
  ['one-door-pino', 'delivery/send.ts', 'pino'],
])('%s is broken by %s when it imports %s', async (name, file, target) => {
  const imports = [...(CLEAN[file] ?? []), target]
  expect((await look(await model({ [file]: imports }))).summary.violations.map(({ rule }) => rule.name)).toContain(name)
})

test('a file that nobody imports is named', async () => {
  expect(violations(await look(await model({ 'delivery/forgotten.ts': [] })))).toEqual(['no-orphans: src/delivery/forgotten.ts -> src/delivery/forgotten.ts'])
})

test('two files that need each other at run time are named', async () => {
  const folder = await model()
  for (const [file, other] of [['day', 'month'], ['month', 'day']] as const) {
    await writeFile(join(folder, `src/domain/${file}.ts`), `import { ${other} } from './${other}.ts'\nexport const ${file} = (): unknown => ${other}\n`)
  }
  expect((await look(folder)).summary.violations.map(({ rule }) => rule.name)).toContain('no-cycles')
})
