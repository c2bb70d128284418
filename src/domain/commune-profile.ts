import { APPROVAL_OVER } from './broadcast.ts'
import type { ChannelName } from './notice-state.ts'
import { CHANNEL_NAMES } from './notice-state.ts'
import { DEFAULT_QUIET_HOURS } from './quiet-hours.ts'
import type { QuietHours } from './quiet-hours.ts'

/** What an officer sets once for the commune; every message and every cascade reads it. */
export interface CommuneProfile {
  /** How messages name their sender: "UBND xã Tân Đông". */
  sender: string
  /** Whom to ask, with the number to ring: "cô Châu, 0276 3…". */
  contact: string
  /** Where cards are renewed: "bưu điện xã". */
  renewPlace: string
  /** Where dossiers are handed in, after "tại": the centre's name differs from place to place. */
  submissionPlace: string
  /** Office address and hours, for answers and fearful readers. */
  address: string
  officeHours: string
  province: string
  quietHours: QuietHours
  /** Order in which channels are tried, cheapest first, after the person's own preference. */
  cascade: readonly ChannelName[]
  /** Accents more than double the price of an SMS (70 instead of 160 characters). */
  smsAccents: boolean
  /** đồng for one SMS segment, for the forecasts shown to the officer. */
  smsSegmentDong: number
  /** A broadcast to more people than this wants a second person's yes. */
  approvalOver: number
  /** Hours without any receipt after which the next channel is tried; absent = silence means nothing there. */
  silenceHours: Readonly<Partial<Record<ChannelName, number>>>
}

const DEFAULTS: Omit<CommuneProfile, 'sender' | 'submissionPlace'> = {
  contact: 'cán bộ văn hóa – xã hội',
  renewPlace: 'bưu điện',
  address: '',
  officeHours: 'từ 07:30 đến 11:30 và 13:30 đến 17:00, thứ hai đến thứ sáu',
  province: '',
  quietHours: DEFAULT_QUIET_HOURS,
  cascade: ['zalo', 'telegram', 'webchat', 'sms'],
  smsAccents: false,
  // A customer-care brandname segment costs a commune between 150 and 900 đồng; the officer sets the real price.
  smsSegmentDong: 800,
  approvalOver: APPROVAL_OVER,
  silenceHours: { webchat: 48, zalo: 24 },
}

/** Completes what is stored with the defaults. Unknown channel names are dropped, so that an old row never breaks a send. */
export function communeProfile(communeName: string, stored: Readonly<Partial<CommuneProfile>>): CommuneProfile {
  const sender = `UBND ${communeName}`
  const profile = { sender, submissionPlace: publicServiceCentre(stored.sender ?? sender), ...DEFAULTS, ...stored }
  const known = profile.cascade.filter((name) => CHANNEL_NAMES.includes(name))
  return { ...profile, cascade: [...known, ...CHANNEL_NAMES.filter((name) => !known.includes(name))] }
}

/** Every commune has one since 2025; what was the one-stop counter ("bộ phận một cửa") is part of it. */
function publicServiceCentre(sender: string): string {
  const kind = /(?<!\p{L})(?:phường|đặc khu)(?!\p{L})/iu.exec(sender)?.[0].toLowerCase() ?? 'xã'
  return `Trung tâm Phục vụ hành chính công của ${kind}`
}
