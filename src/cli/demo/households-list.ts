/** ho_ngheo_can_ngheo.xlsx: each household begins with its head; number, code and size stand in that row alone. */
import { dayInVietnamese } from '../../domain/calendar.ts'
import type { PoorStatus } from '../../register/roster/roster.ts'
import type { SampleFamily } from './families.ts'
import { PEOPLE_NAMES } from './names.ts'
import { birthCell, citizenIdCell, personTruth, phoneCell, phonesTruth, sexCell, villageName } from './officer-cells.ts'
import { addColumnNumbers, addHeader, addLetterhead, addSection, addSignatures, cell, createPage } from './officer-page.ts'
import type { Column } from './officer-page.ts'
import type { ListContext, SampleList, TruthRow } from './sample-list.ts'

const COLUMNS: readonly Column[] = [
  { header: 'Số TT hộ', width: 8 },
  { header: 'Mã hộ', width: 13 },
  { header: 'Họ và tên chủ hộ và các thành viên', width: 30 },
  { header: 'Quan hệ với chủ hộ', width: 12 },
  { header: 'Ngày tháng năm sinh', width: 13 },
  { header: 'Giới tính', width: 8 },
  { header: 'Số CCCD', width: 16 },
  { header: 'Dân tộc', width: 9 },
  { header: 'Số khẩu', width: 8 },
  { header: 'Địa chỉ', width: 30 },
  { header: 'Điện thoại', width: 27 },
  { header: 'Ghi chú', width: 18 },
]

const SECTIONS: readonly { status: PoorStatus; title: string; code: string }[] = [
  { status: 'poor', title: 'I. HỘ NGHÈO', code: 'HN' },
  { status: 'near_poor', title: 'II. HỘ CẬN NGHÈO', code: 'HCN' },
]

export function householdsList(families: readonly SampleFamily[], context: ListContext): SampleList {
  const { today, commune, random, signers } = context
  const year = today.slice(0, 4)
  const page = createPage('Hộ nghèo, cận nghèo', COLUMNS)
  const title = `DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO NĂM ${year}`
  addLetterhead(page, COLUMNS.length, {
    issuer: [`UBND ${commune.toUpperCase()}`, 'BAN CHỈ ĐẠO GIẢM NGHÈO'],
    title,
    basis: `(Kèm theo Quyết định số 36/QĐ-UBND ngày ${dayInVietnamese(`${year}-01-05`)} của Chủ tịch UBND ${commune})`,
  })
  addHeader(page, COLUMNS)
  addColumnNumbers(page, COLUMNS.length)
  const truth: TruthRow[] = []
  for (const { status, title: sectionTitle, code } of SECTIONS) {
    const listed = families.filter(({ poorStatus }) => poorStatus === status).sort((a, b) => a.village - b.village)
    addSection(page, COLUMNS.length, `${sectionTitle}: ${listed.length} hộ, ${listed.reduce((sum, { members }) => sum + members.length, 0)} khẩu`)
    for (const [i, family] of listed.entries()) {
      const household = { no: String(i + 1), code: `TĐ-${code}-${String(i + 1).padStart(3, '0')}`, status }
      truth.push(...addHousehold(page, household, family, random))
    }
  }
  addSignatures(page, COLUMNS.length, `${year}-01-05`, signers)
  return { title, sheets: [page.sheet()], truth, persons: truth.length }
}

function addHousehold(
  page: ReturnType<typeof createPage>,
  household: { no: string; code: string; status: PoorStatus },
  family: SampleFamily,
  random: ListContext['random'],
): TruthRow[] {
  const hamlet = random.chance(0.15) ? `Tổ ${random.int(1, 9)}, ` : ''
  return family.members.map((person, i) => {
    const head = i === 0
    const village = villageName(person)
    const row = page.add([
      cell(head ? Number(household.no) : null, 'centered'),
      cell(head ? household.code : null, 'centered'),
      cell(head ? person.name.toUpperCase() : person.name),
      cell(person.relation, 'centered'),
      birthCell(person, random),
      sexCell(person),
      citizenIdCell(person.citizenId, undefined),
      cell(PEOPLE_NAMES[person.people], 'centered'),
      cell(head ? family.members.length : null, 'centered'),
      cell(head ? `${hamlet}Ấp ${village}, xã Tân Đông` : null),
      phoneCell(person.phones, random),
      cell(null),
    ])
    const record = {
      ...personTruth(person),
      ...phonesTruth(person.phones),
      full_name: head ? person.name.toUpperCase() : person.name,
      household_code: household.code,
      household_no: household.no,
      poor_status: household.status,
    }
    return { sheet: 'Hộ nghèo, cận nghèo', row, record }
  })
}
