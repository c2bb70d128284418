/** What the groups of allowances are called where an officer reads them. */
import type { CategoryGroup } from './policy/categories.ts'

export const GROUP_WORDS: Readonly<Record<CategoryGroup, string>> = {
  elderly: 'người cao tuổi', social_pension: 'trợ cấp hưu trí xã hội', disabled: 'người khuyết tật', carer: 'người chăm sóc, nuôi dưỡng', child: 'trẻ em dưới 3 tuổi', orphan: 'trẻ em mất nguồn nuôi dưỡng',
  single_parent: 'người đơn thân nuôi con', hiv: 'diện bệnh hiểm nghèo', merit: 'người có công', other: 'diện khác',
}
