/** Figures as the register can hold them. What is beyond is no allowance but a slip of the pen or a wrong column. */
const MOST_DONG = 2_000_000_000
const MOST_COEFFICIENT = 99.99

export function storableDong(amount: number | undefined): number | undefined {
  return amount !== undefined && Number.isInteger(amount) && Math.abs(amount) <= MOST_DONG ? amount : undefined
}

/** To two places, as it is stored: else the same list would change it every time. */
export function storableCoefficient(coefficient: number | undefined): number | undefined {
  return coefficient !== undefined && Math.abs(coefficient) <= MOST_COEFFICIENT ? Math.round(coefficient * 100) / 100 : undefined
}
