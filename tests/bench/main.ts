/**
 * `npm run bench`: measures what the issue and the README promise about speed and size, on the machine at hand, and
 * prints one table. `-- --short` takes small sizes, `-- --only NAME` one figure. Ends with 1 when a goal is missed,
 * except with `--short`, whose sizes are too small to judge by.
 */
import { symlink } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { isMet } from './figure.ts'
import type { Bench, Measured } from './figure.ts'
import { figures } from './figures.ts'
import { openGround } from './ground.ts'
import { describeMachine } from './machine.ts'
import { table } from './table.ts'

const { values: options } = parseArgs({ options: { short: { type: 'boolean', default: false }, only: { type: 'string', multiple: true } } })
const chosen = figures.filter(({ name }) => options.only === undefined || options.only.includes(name))
if (chosen.length === 0) {
  console.error(`no such figure; there are: ${figures.map(({ name }) => name).join(', ')}`)
  process.exit(2)
}

/** The compiled program looks for these beside its folder, where they lie for the built one. */
for (const folder of ['templates', 'prisma']) {
  const [from, to] = [new URL(`../../../${folder}`, import.meta.url), new URL(`../../${folder}`, import.meta.url)].map((url) => fileURLToPath(url)) as [string, string]
  await symlink(from, to, 'junction').catch(() => undefined)
}

const started = performance.now()
const ground = await openGround()
const say = (text: string): void => console.error(`${((performance.now() - started) / 1_000).toFixed(0).padStart(4)} s  ${text}`)
// Ctrl-C leaves nothing behind either: servers of ours stopped, names of ours gone from servers of others.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void ground.close().finally(() => process.exit(130)))
const bench: Bench = { ground, short: options.short, say }
const rows: Measured[] = []
let failed = false
try {
  const machine = await describeMachine(ground)
  for (const figure of chosen) {
    say(`${figure.name}: ${figure.about}`)
    try {
      rows.push(...(await figure.measure(bench)))
    } catch (problem) {
      failed = true
      say(`${figure.name} could not be measured: ${(problem as Error).stack}`)
    }
  }
  console.log(`${machine}${options.short ? '\nsizes       short: proves that the figures can be taken, not that the goals are met' : ''}\n\n${table(rows)}`)
} finally {
  await ground.close()
}
const missed = rows.some(({ value, goal }) => goal !== undefined && !isMet(value, goal))
process.exit(failed || (missed && !options.short) ? 1 : 0)
