/** One page of HTML as a PDF, by a browser without a window. */
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
/** A cold start on an old machine; a browser that hangs must not hang the officer. */
const MOST_MS = 60_000

export async function printPdf(chromium: string, html: string, signal: AbortSignal): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'loa-print-'))
  try {
    const [page, pdf] = [join(folder, 'page.html'), join(folder, 'page.pdf')]
    await writeFile(page, html)
    await run(chromium, [...flags(folder), `--print-to-pdf=${pdf}`, pathToFileURL(page).href], { timeout: MOST_MS, killSignal: 'SIGKILL', signal })
    return await readFile(pdf)
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

const flags = (folder: string): string[] => [
  '--headless', '--disable-gpu', '--no-first-run', '--disable-extensions', '--disable-background-networking', '--no-pdf-header-footer',
  // A profile of its own: the officer's browser may be open.
  `--user-data-dir=${join(folder, 'profile')}`,
  // Chromium refuses to run as root inside its sandbox. The page is ours and holds no script.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
]
