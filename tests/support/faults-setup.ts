/** Fault tests kill the program that users run, so the built one must be today's. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import startServices from './global-setup.ts'

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const root = fileURLToPath(new URL('../../', import.meta.url))
  const built = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], { cwd: root, encoding: 'utf8' })
  if (built.status !== 0) throw new Error(`the program does not build:\n${built.stdout}`)
  return startServices(project)
}
