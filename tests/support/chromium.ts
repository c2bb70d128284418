/** The machine's own Chromium (or LOA_CHROMIUM), never one that is downloaded; undefined where there is none. */
import { existsSync } from 'node:fs'

export const CHROMIUM = [process.env.LOA_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => path !== undefined && existsSync(path),
)
export const CHROMIUM_FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
