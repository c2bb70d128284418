/** Broadcasts over a register: what officers decide, and what the clock does for them. */
import { broadcastDesk } from '../broadcast/desk.ts'
import { keepBroadcasts } from '../broadcast/keep-broadcasts.ts'
import { readPasted } from '../broadcast/read-pasted.ts'
import type { Channel } from '../channels/channel.ts'
import type { EditableContent } from '../content/content.ts'
import { waysOf } from '../delivery/promote.ts'
import type { BroadcastDraft } from '../domain/broadcast.ts'
import type { Clock } from '../kernel/clock.ts'
import { countAudience, listAudience } from '../store/broadcast-audience.ts'
import { advanceBroadcasts, broadcastLines, broadcastResults, cancelBroadcast, pauseBroadcast, resumeBroadcast, retryFailed, unwrittenBroadcasts, writeBatch } from '../store/broadcast-outbox.ts'
import { createBroadcast, editBroadcast, listBroadcasts, readBroadcast, takeStep, twinsOf } from '../store/broadcasts.ts'
import { listCommunes } from '../store/communes.ts'
import type { Ground } from '../store/ground.ts'
import { peopleByNames, peopleByNumbers } from '../store/pasted-people.ts'

/** Whose step it is, in which broadcast. */
interface Which {
  communeId: number
  id: string
  by: string
}

export function broadcastsOf({ database, cipher, log }: Pick<Ground, 'database' | 'cipher' | 'log'>, clock: Clock, channels: readonly Channel[], content: EditableContent) {
  const { pool } = database
  const ways = waysOf(channels)
  const keep = keepBroadcasts({
    clock, log,
    unwritten: () => unwrittenBroadcasts(pool),
    writeBatch: (id, now) => writeBatch(database, ways, id, now),
    advance: (now) => advanceBroadcasts(pool, now),
  })
  const desk = broadcastDesk({
    clock, content,
    profile: async (communeId) => {
      const commune = (await listCommunes(database)).find(({ id }) => id === communeId)
      if (commune === undefined) throw new Error('a broadcast of a commune that is gone')
      return commune.profile
    },
    read: (communeId, id) => readBroadcast(pool, cipher, communeId, id),
    twins: (id, now) => twinsOf(pool, id, now),
    count: (asked) => countAudience(pool, { ...asked, ways }),
    list: (asked, wanted) => listAudience(pool, { ...asked, ways }, wanted),
    step: (step, now) => takeStep(database, step, now),
    // A commune's is written at once; a province's is begun, and the clock goes on.
    begin: () => keep(AbortSignal.abort()),
  })
  return {
    keep, desk,
    pasted: readPasted({ peopleByNumbers: (scope, numbers) => peopleByNumbers(pool, cipher, scope, numbers), peopleByNames: (scope, keys) => peopleByNames(pool, scope, keys) }),
    create: (made: { communeId: number; formKey: string; author: string; draft: BroadcastDraft }) => createBroadcast(pool, cipher, made, clock.now()),
    edit: (which: Which, draft: BroadcastDraft) => editBroadcast(pool, cipher, which, draft, clock.now()),
    read: (communeId: number, id: string) => readBroadcast(pool, cipher, communeId, id),
    list: (communeId: number, limit: number) => listBroadcasts(pool, cipher, communeId, limit),
    results: (id: string) => broadcastResults(pool, id),
    lines: (id: string) => broadcastLines(pool, id),
    pause: (which: Which) => pauseBroadcast(database, which, clock.now()),
    resume: (which: Which) => resumeBroadcast(database, which, clock.now()),
    cancel: (which: Which) => cancelBroadcast(database, which, clock.now()),
    retry: (which: Which) => retryFailed(database, which, clock.now()),
  }
}

export type Broadcasts = ReturnType<typeof broadcastsOf>
