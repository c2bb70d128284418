/**
 * `loa import` of a long list, as an officer runs it: from the start of the command to the end of its transaction; and
 * what the same list takes when it is only read and printed as JSON.
 */
import { spawn } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { count, timed } from '../figure.ts'
import type { Bench, Figure, Measured } from '../figure.ts'
import { install } from '../installation.ts'
import { peakRssMb } from '../process-cost.ts'
import { writeCsv, writeXlsx } from '../roster-file.ts'

const PROGRAM = fileURLToPath(new URL('../../../../dist/main.js', import.meta.url))
const FORMATS = [
  { format: 'csv', write: writeCsv, rowsPerSecond: 10_000 },
  { format: 'xlsx', write: writeXlsx, rowsPerSecond: 3_000 },
] as const
/** Done; and done, but some rows are to be looked at. */
const WRITTEN = [0, 5]

export const importing: Figure = {
  name: 'import',
  about: '200,000 cards from CSV and from XLSX into an empty register',
  async measure(bench) {
    const rows: Measured[] = []
    for (const format of FORMATS) rows.push(...(await importFrom(bench, format)))
    return rows
  },
}

async function importFrom(bench: Bench, { format, write, rowsPerSecond }: (typeof FORMATS)[number]): Promise<Measured[]> {
  const rows = bench.short ? 5_000 : 200_000
  const path = join(bench.ground.folder, `the-bhyt.${format}`)
  const own = await install(bench, 'postgres', {})
  try {
    await write(path, rows)
    bench.say(`${format}: the file is written`)
    const { ms, result: peakMb } = await timed(() => runImport([path, '--kind', 'cards', '--yes'], own.env))
    const [found] = await own.sql<{ people: number; cards: number }>('SELECT (SELECT count(*)::int FROM person) AS people, (SELECT count(*)::int FROM card) AS cards')
    if (found?.people !== rows || found.cards !== rows) throw new Error(`${JSON.stringify(found)} after an import of ${rows} rows`)
    const printingMb = await runImport([path, '--kind', 'cards', '--dry-run', '--json'], own.env)
    return [
      { what: `import from ${format.toUpperCase()}`, value: (rows * 1_000) / ms, unit: 'rows/s', goal: { atLeast: rowsPerSecond }, note: `${count(rows)} cards and people, read, checked, encrypted, committed, with the start of the program: ${(ms / 1_000).toFixed(1)} s` },
      { what: `– its memory at most, ${format.toUpperCase()}`, value: peakMb, unit: 'MB', goal: { atMost: 512 }, note: 'peak RSS of the process' },
      { what: `– the same, read and printed as JSON`, value: printingMb, unit: 'MB', goal: { atMost: 512 }, note: 'peak RSS of import --dry-run --json' },
    ]
  } finally {
    await rm(path, { force: true })
    await own.close()
  }
}

/** Returns the most that the process ever held. */
async function runImport(args: readonly string[], env: Readonly<Record<string, string>>): Promise<number> {
  const child = spawn(process.execPath, [PROGRAM, 'import', ...args], { env: { PATH: process.env['PATH'] ?? '', ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (piece: string) => (said = (said + piece).slice(-4_000)))
  let peakMb = 0
  const looking = setInterval(() => {
    void peakRssMb(child.pid as number).then((mb) => (peakMb = Math.max(peakMb, mb)))
  }, 50)
  const code = await new Promise<number | null>((done) => child.once('exit', done))
  clearInterval(looking)
  if (code === null || !WRITTEN.includes(code)) throw new Error(`loa import ended with ${code}:\n${said}`)
  return peakMb
}
