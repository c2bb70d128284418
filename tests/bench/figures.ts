import type { Figure } from './figure.ts'
import { answering } from './figures/answering.ts'
import { broadcast } from './figures/broadcast.ts'
import { embedded } from './figures/embedded.ts'
import { enqueue } from './figures/enqueue.ts'
import { handOver } from './figures/hand-over.ts'
import { importing } from './figures/importing.ts'
import { planning } from './figures/planning.ts'
import { reading } from './figures/reading.ts'
import { recovery } from './figures/recovery.ts'
import { sending } from './figures/sending.ts'
import { understanding } from './figures/understanding.ts'

export const figures: readonly Figure[] = [planning, enqueue, sending, handOver, answering, understanding, reading, recovery, embedded, importing, broadcast]
