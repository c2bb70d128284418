/** A broadcast to everybody: how long an officer waits for the count, and the outbox for its notices. */
import { waysOf } from '../../../src/delivery/promote.ts'
import { countAudience } from '../../../src/store/broadcast-audience.ts'
import { vietnamDay } from '../../../src/domain/calendar.ts'
import { count, median, timed } from '../figure.ts'
import type { Figure, Measured } from '../figure.ts'
import { install } from '../installation.ts'
import { addPeople, addPhones, settleDown } from '../invented-people.ts'

const ROUNDS = 5
const AUTHOR = 'officer:1'

export const broadcast: Figure = {
  name: 'broadcast',
  about: 'an audience of 100,000 counted, its outbox written',
  async measure(bench) {
    const people = bench.short ? 5_000 : 100_000
    const sms = { SMS_PROVIDER: 'android', SMS_GATEWAY_URL: 'http://127.0.0.1:9', SMS_GATEWAY_USER: 'x', SMS_GATEWAY_PASSWORD: 'x' }
    const own = await install(bench, 'postgres', sms)
    try {
      const { app, communeId } = own
      await addPeople(own, people)
      await addPhones(own, people)
      await settleDown(own)
      const now = app.clock.now()
      const query = { communeId, audience: {}, today: vietnamDay(now), now, ways: waysOf(app.channels), urgent: false, twins: [] }
      const counts: number[] = []
      for (let round = 0; round < ROUNDS; round += 1) {
        const { ms, result } = await timed(() => countAudience(app.ground.database.pool, query))
        if (result.parts.told !== people) throw new Error(`counted ${result.parts.told} instead of ${people}`)
        counts.push(ms)
      }
      bench.say(`${count(people)} people counted: ${Math.round(median(counts))} ms`)

      const draft = { text: 'Sáng thứ hai, xã khám bệnh miễn phí tại trạm y tế.', audience: {}, missing: [], urgentReason: undefined, sendAt: undefined, notAfter: undefined }
      const id = await app.broadcasts.create({ communeId, formKey: 'bench', author: AUTHOR, draft })
      await own.sql("UPDATE broadcast SET state = 'scheduled', approved_at = $1, leaves_at = $1, not_after = $1::timestamptz + interval '2 days'", [now])
      const { ms: wrote, result: written } = await timed(() => app.broadcasts.keep())
      if (written !== people) throw new Error(`wrote ${written} instead of ${people}`)
      const { ms: shown } = await timed(() => app.broadcasts.results(id))
      const rows: Measured[] = [
        { what: `count an audience of ${count(people)}`, value: median(counts) / 1_000, unit: 's', goal: { atMost: 0.5 }, note: `with telephones, who is told and who shares one; median of ${ROUNDS}` },
        { what: `write the outbox for ${count(people)}`, value: wrote / 1_000, unit: 's', goal: { atMost: 10 }, note: 'ten transactions, committed' },
        { what: 'its result by state and village', value: shown / 1_000, unit: 's' },
      ]
      return rows
    } finally {
      await own.close()
    }
  },
}
