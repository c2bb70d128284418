/** Whose list a file is. A name that the register does not have beside those that it has is more often a slip than a new commune. */
import { communesOf } from '../app/installation.ts'
import type { CommuneRow, Ground } from '../app/installation.ts'
import { UserError } from '../kernel/errors.ts'
import { nearestName } from './nearest-name.ts'
import type { SharedCommune } from './shared-commune.ts'

export async function chooseImportCommune(
  ground: Ground, { commune: asked, newCommune }: { commune?: string; newCommune?: true }, { file, commune }: { file: string; commune: string | undefined }, others: SharedCommune,
): Promise<string> {
  const communes = await communesOf(ground)
  if (asked !== undefined) return asNamed(communes, asked.trim().normalize('NFC'), newCommune === true)
  const [only] = communes
  const told = commune ?? (await others.find())
  const named = communes.find(({ name }) => name.toLowerCase() === told?.toLowerCase())
  if (named !== undefined) return named.name
  if (only !== undefined && communes.length === 1) {
    if (told === undefined) return only.name
    if (commune !== undefined) {
      throw new UserError('import.other-commune', `Tệp "${file}" ghi là của ${commune}, còn sổ này là của ${only.name}. Nếu đúng tệp, thêm --commune "${only.name}"; nếu là xã khác, thêm --commune "${commune}" --new-commune.`)
    }
  }
  if (only === undefined && told !== undefined) return told
  throw new UserError('import.which-commune', `Chưa biết tệp "${file}" là của xã nào. Thêm --commune, ví dụ --commune "xã Tân Đông".`)
}

function asNamed(communes: readonly CommuneRow[], asked: string, isNew: boolean): string {
  const known = communes.find(({ name }) => name.toLowerCase() === asked.toLowerCase())
  if (known !== undefined) return known.name
  if (isNew || communes.length === 0) return asked
  const names = communes.map(({ name }) => name)
  const meant = nearestName(asked, names)
  const hint = meant === undefined ? `Sổ đang có: ${names.join(', ')}.` : `Có phải là "${meant}" không?`
  throw new UserError('import.new-commune', `Chưa ghi gì: sổ chưa có "${asked}". ${hint} Nếu đúng là một xã mới, thêm --new-commune.`)
}
