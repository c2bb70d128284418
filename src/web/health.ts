/** For whoever watches the process: does it live, and can it do its work. Nothing personal, so nobody need sign in. */
import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'

export interface Readiness {
  ok: boolean
  /** Each part by name: database, queue … */
  parts: Readonly<Record<string, boolean>>
}

export interface Health {
  live(): boolean
  ready(): Promise<Readiness>
}

/** Under the 5 s that container platforms usually wait before they call a probe failed. */
const READY_WITHIN_MS = 3_000

export function mountHealth(app: FastifyInstance, health: Health): void {
  app.get('/healthz', (_request, reply) => {
    const ok = health.live()
    return reply.code(ok ? 200 : 503).send({ ok })
  })
  app.get('/readyz', async (_request, reply) => {
    const answer = await withinTime(health)
    return reply.code(answer.ok ? 200 : 503).send(answer)
  })
}

/** A database that neither answers nor refuses must not hold the probe. */
async function withinTime(health: Health): Promise<Readiness> {
  const answered = new AbortController()
  const silent: Readiness = { ok: false, parts: {} }
  try {
    return await Promise.race([health.ready(), wait(READY_WITHIN_MS, silent, { signal: answered.signal })])
  } catch {
    return silent
  } finally {
    answered.abort()
  }
}
