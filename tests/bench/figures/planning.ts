/** Planning a day: its cost must follow what is due, not what is on the register. */
import { addDays, vietnamDay } from '../../../src/domain/calendar.ts'
import { count, median, timed } from '../figure.ts'
import type { Figure, Measured } from '../figure.ts'
import { install } from '../installation.ts'
import type { Installation } from '../installation.ts'
import { addCards, addPeople, settleDown } from '../invented-people.ts'

const ROUNDS = 5
/** What a register of a million cards has due on a day, one card a year for everybody. */
const DUE = 2_740

export const planning: Figure = {
  name: 'planning',
  about: 'a day over 100,000 and over 1,000,000 cards with the same number due',
  async measure(bench) {
    const [small, large] = bench.short ? [5_000, 20_000] : [100_000, 1_000_000]
    const due = bench.short ? 500 : DUE
    const own = await install(bench, 'postgres', {})
    try {
      const today = vietnamDay(own.app.clock.now())
      const later = addDays(today, 200)
      await addPeople(own, small)
      await addCards(own, due, addDays(today, 30))
      await addCards(own, small, later, 300)
      await settleDown(own)
      const ofSmall = await planADay(own, due)
      bench.say(`${count(small)} cards: ${Math.round(ofSmall)} ms`)

      await addPeople(own, large - small)
      await addCards(own, large, later, 300)
      await settleDown(own)
      const ofLarge = await planADay(own, due)
      const again = median(await times(ROUNDS, async () => (await timed(() => own.app.plan())).ms))
      bench.say(`${count(large)} cards: ${Math.round(ofLarge)} ms`)

      await own.sql('UPDATE card SET valid_to = $1 WHERE id IN (SELECT id FROM card WHERE valid_to >= $2 ORDER BY id LIMIT $3)', [addDays(today, 30), later, due * 9])
      await settleDown(own)
      const ofTenfold = await planADay(own, due * 10)
      const rows: Measured[] = [
        { what: `plan a day over ${count(large)} cards`, value: ofLarge / 1_000, unit: 's', goal: { atMost: 1 }, note: `${count(due)} due, all rules, committed; median of ${ROUNDS}` },
        { what: 'the same over a tenth of the cards', value: ofLarge / ofSmall, unit: '×', goal: { atMost: 2 }, note: `${count(small)} cards, as many due: ${Math.round(ofSmall)} ms` },
        { what: 'ten times as many due', value: ofTenfold / 1_000, unit: 's', note: `${count(due * 10)} due: ${count((due * 10_000) / ofTenfold)} notices/s` },
        { what: 'plan again, nothing new', value: again / 1_000, unit: 's' },
      ]
      return rows
    } finally {
      await own.close()
    }
  },
}

/** Median milliseconds from an empty outbox; fails when it planned anything but what is due. */
async function planADay(own: Installation, due: number): Promise<number> {
  const ms = await times(ROUNDS, async () => {
    await own.clear()
    const { ms: took, result } = await timed(() => own.app.plan())
    const planned = result.flatMap((commune) => Object.values(commune.planned)).reduce((sum, n) => sum + n, 0)
    if (planned !== due) throw new Error(`planned ${planned} instead of ${due}`)
    return took
  })
  return median(ms)
}

async function times(rounds: number, once: () => Promise<number>): Promise<number[]> {
  const all: number[] = []
  for (let round = 0; round < rounds; round += 1) all.push(await once())
  return all
}
