/** What villages count, by the names under which figures are kept, as people read them. */
const NAMES: Readonly<Record<string, string>> = {
  ho_ngheo: 'hộ nghèo', ho_can_ngheo: 'hộ cận nghèo', thoat_ngheo: 'thoát nghèo', tai_ngheo: 'tái nghèo', ngheo_moi: 'hộ nghèo mới', can_ngheo_moi: 'hộ cận nghèo mới',
  ho_da_ra_soat: 'hộ đã rà soát', ho_chua_ra_soat: 'hộ chưa rà soát', tong_ho: 'tổng số hộ', ho_du_hop: 'hộ dự họp',
  the_da_phat: 'thẻ đã phát', the_chua_phat: 'thẻ chưa phát', tong_the: 'tổng số thẻ', the_sai: 'thẻ sai thông tin', tre_chua_co_the: 'trẻ chưa có thẻ',
  chua_nhan_tien: 'người chưa nhận tiền', nguoi_mat: 'người mất', tre_mo_coi: 'trẻ mồ côi', nguoi_khuyet_tat: 'người khuyết tật', nguoi_cao_tuoi: 'người cao tuổi',
  nha_tam: 'nhà tạm', nha_dot_nat: 'nhà dột nát', nha_ngap: 'nhà ngập', nha_toc_mai: 'nhà tốc mái', nguoi_bi_thuong: 'người bị thương', ho_bi_co_lap: 'hộ bị cô lập',
  qua_tet: 'quà Tết', qua_da_phat: 'quà đã phát', qua_chua_phat: 'quà chưa phát', ho_da_mua_bhyt: 'hộ đã mua bảo hiểm y tế', ho_chua_mua_bhyt: 'hộ chưa mua bảo hiểm y tế',
}

export type Figures = Readonly<Record<string, number>>

/** "hộ nghèo 4, hộ cận nghèo 7"; a figure that only the village names keeps the village's words. */
export function figuresInWords(figures: Figures): string | undefined {
  const said = Object.entries(figures).map(([name, count]) => `${NAMES[name] ?? name.replaceAll('_', ' ')} ${new Intl.NumberFormat('vi-VN').format(count)}`)
  return said.length === 0 ? undefined : said.join(', ')
}

export function sumOfFigures(all: readonly Figures[]): Figures {
  const sum: Record<string, number> = {}
  for (const figures of all) for (const [name, count] of Object.entries(figures)) sum[name] = (sum[name] ?? 0) + count
  return sum
}
