/** Loa with the roles that are given on the command line, configured by the environment like any other. */
import { createApp } from '../../../src/app.ts'
import { loadConfig } from '../../../src/kernel/config.ts'
import type { Role } from '../../../src/kernel/config.ts'
import { createLog } from '../../../src/kernel/log.ts'

const config = loadConfig(process.env)
const app = await createApp(config, createLog({ level: config.logLevel }))
await app.start((process.argv[2] as string).split(',') as Role[])
process.send?.({ ready: true })

const stop = (): void => void app.stop().then(() => process.exit())
process.once('SIGTERM', stop)
process.once('disconnect', stop)
