import { settingsOf } from '../app/installation.ts'
import type { Ground } from '../app/installation.ts'
import { EXIT, UserError } from '../kernel/errors.ts'

/** The village that is meant, as people write it; a name that the register does not have is refused with those that it has. */
export async function chooseVillage(ground: Ground, communeId: number, written: string): Promise<{ id: number }> {
  const { findVillage, villages } = settingsOf(ground)
  const village = await findVillage(communeId, written)
  if (village !== undefined) return village
  const known = (await villages(communeId)).map(({ kind, name }) => `${kind} ${name}`.trim())
  throw new UserError('village.none', `Không có nơi nào tên "${written}". Sổ đang có: ${known.join(', ')}.`, { exitCode: EXIT.usage })
}
