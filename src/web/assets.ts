/**
 * The stylesheet, the scripts and the font of our pages, read once into memory. Each is served under a name that holds
 * the hash of its content, so that a browser keeps it for a year and still never shows an old one.
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { extname } from 'node:path'
import type { FastifyInstance } from 'fastify'

/** The compiler copies no .css or .js, so both src/web and dist/web read them from the source tree. */
const FOLDER = new URL('../../src/web/assets/', import.meta.url)
const OWN = ['loa.css', 'console.css', 'chat.js', 'demo.js'] as const
/** Two weights and the two alphabets that Vietnamese needs: 67 kB in all. */
const FONTS = ['latin-400', 'latin-600', 'vietnamese-400', 'vietnamese-600'].map((face) => `be-vietnam-pro-${face}-normal.woff2`)

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.woff2': 'font/woff2',
}

interface Asset {
  type: string
  body: Buffer
}

export interface Assets {
  /** Where the page finds it. */
  url(name: (typeof OWN)[number]): string
  /** For a file that is served under a name of its own. */
  file(name: string): URL
  mount(app: FastifyInstance): void
}

export async function loadAssets(): Promise<Assets> {
  const served = new Map<string, Asset>()
  const urls = new Map<string, string>()
  const add = (name: string, body: Buffer): void => {
    const type = extname(name)
    const hash = createHash('sha256').update(body).digest('base64url').slice(0, 10)
    const hashed = `${name.slice(0, -type.length)}.${hash}${type}`
    urls.set(name, `/assets/${hashed}`)
    served.set(hashed, { type: TYPES[type] as string, body })
  }
  const { resolve } = createRequire(import.meta.url)
  for (const font of FONTS) add(font, await readFile(resolve(`@fontsource/be-vietnam-pro/files/${font}`)))
  for (const name of OWN) add(name, withHashedNames(await readFile(new URL(name, FOLDER)), urls))

  return {
    url: (name) => urls.get(name) as string,
    file: (name) => new URL(name, FOLDER),
    mount(app) {
      app.get<{ Params: { name: string } }>('/assets/:name', (request, reply) => {
        const asset = served.get(request.params.name)
        if (asset === undefined) return reply.callNotFound()
        return reply.header('cache-control', 'public, max-age=31536000, immutable').type(asset.type).send(asset.body)
      })
    },
  }
}

function withHashedNames(body: Buffer, urls: ReadonlyMap<string, string>): Buffer {
  let text = body.toString('utf8')
  for (const [name, url] of urls) text = text.replaceAll(`"${name}"`, `"${url}"`)
  return Buffer.from(text)
}
