/** What a form sent: fields, and perhaps a file. The bytes were bounded while they came in. */
import type { FastifyRequest } from 'fastify'
import { rawBody } from '../webhooks.ts'

export interface SentForm {
  /** Empty where the field is not there. */
  get(name: string): string
  /** Of a field that is sent several times. */
  all(name: string): string[]
  file(name: string): Promise<{ name: string; bytes: Buffer } | undefined>
}

/** Undefined: not a form that a browser sends. */
export async function readForm(request: FastifyRequest): Promise<SentForm | undefined> {
  const type = request.headers['content-type'] ?? ''
  const body = rawBody(request)
  if (!type.startsWith('multipart/form-data')) {
    const fields = new URLSearchParams(body.toString('utf8'))
    return { get: (name) => fields.get(name) ?? '', all: (name) => fields.getAll(name), file: async () => undefined }
  }
  const fields = await parts(body, type)
  if (fields === undefined) return undefined
  return {
    get: (name) => {
      const value = fields.get(name)
      return typeof value === 'string' ? value : ''
    },
    all: (name) => fields.getAll(name).filter((value) => typeof value === 'string'),
    file: async (name) => {
      const value = fields.get(name)
      if (value === null || typeof value === 'string' || value.size === 0) return undefined
      return { name: fileName(value.name), bytes: Buffer.from(await value.arrayBuffer()) }
    },
  }
}

/** Node's own reader of forms. */
async function parts(body: Buffer, type: string): Promise<FormData | undefined> {
  try {
    return await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData()
  } catch {
    return undefined
  }
}

/** The last part of whatever the browser calls it, without what could mean a place on a disk or a second line. */
function fileName(given: string): string {
  const last = given.normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  return last.replace(/[\p{Cc}\p{Cf}]/gu, '').replace(/^\.+/, '').slice(0, 120) || 'danh-sach'
}
