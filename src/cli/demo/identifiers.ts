/**
 * Numbers that look right and belong to nobody, as far as that can be had.
 *
 * Phones: three-digit prefixes of real carriers (the import accepts them), continued into blocks that the public
 * numbering tables show as never opened: 0890–0895, 0992, 0550–0558, 0524–0527 and 0590. Even a number that is opened
 * one day could not be reached from the demo: it runs the web chat only and has no SMS provider.
 * Personal numbers: real ones count up from 000001 for each province, sex and year, so their last six digits stay far
 * below 9xxxxx. Social-insurance numbers begin with a year of issue (99) that none has; accounts begin with 0099.
 */
import type { Day } from '../../domain/calendar.ts'
import type { Sex } from './names.ts'
import type { Random } from './random.ts'

export interface IdentifierMint {
  /** Ten digits from 0. */
  phone(): string
  /** Twelve digits: province of birth, sex and century, year of birth, and a number. */
  citizenId(born: { sex: Sex; birth: Day }): string
  /** Ten digits. */
  socialInsuranceNo(): string
  accountNo(bank: BankName): string
}

export const BANKS = ['Agribank', 'Vietcombank', 'BIDV', 'LPBank'] as const
export type BankName = (typeof BANKS)[number]

const UNOPENED_PHONE_BLOCKS = ['0890', '0891', '0892', '0893', '0894', '0895', '0992', '0551', '0553', '0556', '0524', '0526', '0590', '0590']
/** Most were born in Tây Ninh; settlers came from these provinces. Keys of PROVINCE_CODES. */
const BIRTH_PROVINCES = [['072', 80], ['080', 6], ['079', 4], ['082', 2], ['070', 2], ['094', 2], ['058', 1], ['066', 1], ['034', 1], ['040', 1]] as const
const ACCOUNT_DIGITS: Record<BankName, number> = { Agribank: 13, Vietcombank: 10, BIDV: 14, LPBank: 12 }

/** Never gives the same number twice. */
export function createIdentifierMint(random: Random): IdentifierMint {
  const given = new Set<string>()
  const once = (draw: () => string): string => {
    for (;;) {
      const number = draw()
      if (given.has(number)) continue
      given.add(number)
      return number
    }
  }
  return {
    phone: () => once(() => random.pick(UNOPENED_PHONE_BLOCKS) + random.digits(6)),
    citizenId: ({ sex, birth }) =>
      once(() => `${random.weighted(BIRTH_PROVINCES)}${centuryDigit(sex, birth)}${birth.slice(2, 4)}9${random.digits(5)}`),
    socialInsuranceNo: () => once(() => `7299${random.digits(6)}`),
    accountNo: (bank) => once(() => `0099${random.digits(ACCOUNT_DIGITS[bank] - 4)}`),
  }
}

/** 0 and 1 for men and women born in the 1900s, 2 and 3 for the 2000s. */
function centuryDigit(sex: Sex, birth: Day): number {
  return (birth >= '2000' ? 2 : 0) + (sex === 'female' ? 1 : 0)
}
