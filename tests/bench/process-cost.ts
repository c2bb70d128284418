/** What processes hold and use, as the kernel counts it. */
import { readFile, readdir } from 'node:fs/promises'

export interface Memory {
  processes: number
  /** Pages that several share are divided among them: the sum is what the machine really gave. */
  pssMb: number
  rssMb: number
}

/** A process and all that descend from it. */
export async function tree(root: number): Promise<number[]> {
  const parents = new Map<number, number>()
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => undefined)
    if (stat !== undefined) parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]))
  }
  const found = [root]
  for (const pid of found) found.push(...[...parents].filter(([, parent]) => parent === pid).map(([child]) => child))
  return found
}

export async function memoryOf(pids: readonly number[]): Promise<Memory> {
  const memory: Memory = { processes: 0, pssMb: 0, rssMb: 0 }
  for (const pid of pids) {
    const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
    if (rollup === '') continue
    memory.processes += 1
    memory.pssMb += kilobytes(rollup, 'Pss') / 1_024
    memory.rssMb += kilobytes(rollup, 'Rss') / 1_024
  }
  if (memory.processes === 0) throw new Error('the memory of these processes cannot be read here')
  return memory
}

/** The most that a process held so far; 0 when it is gone. */
export async function peakRssMb(pid: number): Promise<number> {
  return kilobytes(await readFile(`/proc/${pid}/status`, 'utf8').catch(() => ''), 'VmHWM') / 1_024
}

/** Processor time of all its threads so far, in milliseconds: what a busy machine changes least. */
export async function cpuMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const [user, system] = stat.slice(stat.lastIndexOf(')') + 2).split(' ').slice(11, 13)
  return (Number(user) + Number(system)) * TICK_MS
}

/** USER_HZ, which Linux shows to programs whatever its own clock is. */
const TICK_MS = 10

const kilobytes = (rollup: string, name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(rollup)?.[1] ?? 0)
