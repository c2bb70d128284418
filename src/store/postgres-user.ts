import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

export interface ServerUser {
  uid: number
  gid: number
}

/**
 * PostgreSQL refuses to run as root. Undefined when we are not root; otherwise the system's `postgres` user, one that
 * we make, or, where none can be made (a minimal container), `nobody`.
 */
export async function findServerUser(): Promise<ServerUser | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const known = (await fromPasswd('postgres')) ?? (await fromPasswd('loa'))
  if (known !== undefined) return known
  await promisify(execFile)('useradd', ['--system', '--no-create-home', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin', 'loa']).catch(() => undefined)
  return (await fromPasswd('loa')) ?? (await fromPasswd('nobody')) ?? { uid: 65_534, gid: 65_534 }
}

async function fromPasswd(name: string): Promise<ServerUser | undefined> {
  const line = (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n').find((entry) => entry.startsWith(`${name}:`))
  if (line === undefined) return undefined
  const [, , uid, gid] = line.split(':')
  return { uid: Number(uid), gid: Number(gid) }
}
