import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { EXIT, UserError } from '../errors.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** The `.env` of a folder, where there is one, so that every command sees what `start` sees. The real environment wins. */
export function withEnvFile(folder: string, env: Environment): Environment {
  try {
    return { ...parseEnv(readFileSync(join(folder, '.env'), 'utf8')), ...env }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return env
    throw new UserError('config.env-file', `Không đọc được tệp ${join(folder, '.env')}. Kiểm tra quyền đọc của tệp, hoặc chạy lệnh ở thư mục khác.`, { cause, exitCode: EXIT.usage })
  }
}
