import { settingsOf } from '../app/installation.ts'
import type { CommuneRow, Ground } from '../app/installation.ts'
import { EXIT, UserError } from '../kernel/errors.ts'

/** The only commune of the installation, or the one that is named. */
export async function chooseCommune(ground: Ground, named: string | undefined): Promise<CommuneRow> {
  const communes = await settingsOf(ground).communes()
  const [only] = communes
  if (only === undefined) throw new UserError('commune.none', 'Chưa có xã nào. Nhập danh sách trước: loa import TỆP', { exitCode: EXIT.usage })
  if (named === undefined && communes.length === 1) return only
  const wanted = named?.trim().normalize('NFC').toLowerCase()
  const found = communes.find((commune) => commune.name.toLowerCase() === wanted)
  if (found !== undefined) return found
  throw new UserError('commune.which', `Thêm --commune với một trong các xã: ${communes.map((commune) => `"${commune.name}"`).join(', ')}`, { exitCode: EXIT.usage })
}
