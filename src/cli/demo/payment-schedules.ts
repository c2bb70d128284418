/** lịch chi trả: when and where each village is paid in the next three months, as the officer would have entered it. */
import { shiftMonth } from '../../domain/calendar.ts'
import type { Day, Month, TimeOfDay } from '../../domain/calendar.ts'
import { expectedPayment } from '../../domain/policy/payment-calendar.ts'
import type { PaymentMethod } from '../../register/roster/roster.ts'
import { VILLAGE_PLANS } from './villages.ts'
import type { VillagePlan } from './villages.ts'

export interface SampleSchedule {
  month: Month
  /** Name of the village; null = the whole commune. */
  village: string | null
  method: PaymentMethod
  place: string
  paysOn: Day
  fromTime: TimeOfDay
  toTime: TimeOfDay
  /** Until the officer confirms, messages say "dự kiến". */
  confirmed: boolean
}

const POST_OFFICE = 'Bưu điện - Văn hóa xã Tân Đông'
const MORNING = { fromTime: '07:30', toTime: '11:00' }
const AFTERNOON = { fromTime: '13:30', toTime: '16:30' }
/** Bank transfers arrive on the first working days. */
const TRANSFER_DAY = 3
/** So many villages have their day confirmed for the coming month; nothing later is. */
const CONFIRMED_VILLAGES = 7

export function paymentSchedules(firstMonth: Month): SampleSchedule[] {
  return [0, 1, 2].flatMap((later) => {
    const month = shiftMonth(firstMonth, later)
    return [
      ...VILLAGE_PLANS.flatMap((village, i) => villageSchedules(month, village, { morning: i % 2 === 0, confirmed: later === 0 && i < CONFIRMED_VILLAGES })),
      ...(['bank', 'social_security_account'] as const).map(
        (method): SampleSchedule => ({
          month,
          village: null,
          method,
          place: 'tài khoản đã đăng ký',
          paysOn: expectedPayment(month, TRANSFER_DAY).paysOn,
          fromTime: '08:00',
          toTime: '17:00',
          confirmed: later === 0,
        }),
      ),
    ]
  })
}

/** Cash at the village's point; who cannot come is paid at home on the same day. */
function villageSchedules(month: Month, village: VillagePlan, options: { morning: boolean; confirmed: boolean }): SampleSchedule[] {
  const shared = {
    month,
    village: village.name,
    paysOn: expectedPayment(month, village.usualDay).paysOn,
    ...(options.morning ? MORNING : AFTERNOON),
    confirmed: options.confirmed,
  }
  return [
    { ...shared, method: 'cash', place: village.paidAt === 'post-office' ? POST_OFFICE : `nhà văn hóa ấp ${village.name}` },
    { ...shared, method: 'home', place: 'nhà' },
  ]
}
