/** The broadcasts of a commune, as officers write, approve and follow them. */
import type { App } from '../app.ts'
import { waysOf } from '../delivery/promote.ts'
import { readPhone } from '../domain/phone.ts'
import { sendTest } from '../store/broadcast-test.ts'
import { listVillages } from '../store/villages.ts'
import type { BroadcastsPort } from '../web/console/broadcast-routes.ts'

export function broadcastsPortOf({ ground, clock, channels, broadcasts }: Pick<App, 'ground' | 'clock' | 'channels' | 'broadcasts'>): BroadcastsPort {
  const { database, cipher } = ground
  const reachesPhones = waysOf(channels).some(({ kind, byTemplate }) => kind === 'phone' && !byTemplate)
  return {
    ...broadcasts,
    now: () => clock.now(),
    villages: async ({ scope }) =>
      (await listVillages(database, scope.communeId)).filter(({ id }) => scope.villageId === undefined || id === scope.villageId).map(({ id, kind, name }) => ({ id, title: `${kind} ${name}`.trim() })),
    test: async (which, written) => {
      const phone = readPhone(written)
      if (phone === undefined) return 'no-phone'
      if (!reachesPhones) return 'no-channel'
      const broadcast = await broadcasts.read(which.communeId, which.id)
      if (broadcast?.state !== 'draft') return 'gone'
      await sendTest(database, cipher, { ...which, version: broadcast.version, text: broadcast.text, phone: phone.e164 }, clock.now())
      return 'sent'
    },
  }
}
