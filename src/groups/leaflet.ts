/** An announcement as a leaflet of one A5 page: what stands on it, and what may not. */
import type { CommuneProfile } from '../domain/commune-profile.ts'
import { phonesIn, privateNumbers } from '../domain/private-numbers.ts'
import type { PrivateNumber } from '../domain/private-numbers.ts'
import { leafletSize } from './leaflet-size.ts'
import type { LeafletSize } from './leaflet-size.ts'

export interface LeafletRequest {
  heading?: string
  text: string
  /** Of the event, in the officer's words. */
  when?: string
  where?: string
  publicPhones?: readonly string[]
  /** A code that leads to the assistant stands on it. */
  hasCode: boolean
}

export interface Leaflet {
  /** "Ủy ban nhân dân", "xã Tân Đông" */
  office: readonly [kind: string, name: string] | readonly [name: string]
  heading: string
  paragraphs: readonly string[]
  when?: string
  where?: string
  contact: string
  address: string
  officeHours: string
  size: LeafletSize
}

export type LeafletAnswer =
  | { kind: 'leaflet'; leaflet: Leaflet }
  | { kind: 'private'; numbers: readonly PrivateNumber[] }
  | { kind: 'too-long' }
  | { kind: 'empty' }

type Office = Pick<CommuneProfile, 'sender' | 'contact' | 'address' | 'officeHours'>

export function planLeaflet(request: LeafletRequest, { sender, contact, address, officeHours }: Office): LeafletAnswer {
  const [heading, when, where] = [request.heading, request.when, request.where].map((line) => paragraphsOf(line ?? '').join(' '))
  const paragraphs = paragraphsOf(request.text)
  if (paragraphs.length === 0) return { kind: 'empty' }
  const event = [when, where].filter((line) => line !== undefined && line !== '') as string[]
  const numbers = privateNumbers([heading, ...paragraphs, ...event].join('\n'), [...phonesIn(`${contact} ${address}`), ...(request.publicPhones ?? [])])
  if (numbers.length > 0) return { kind: 'private', numbers }
  const title = heading || 'Thông báo'
  const foot = [`Hỏi thêm: ${contact}`, address && `Trụ sở: ${address}`, officeHours && `Làm việc: ${officeHours}`].filter((line) => line !== '')
  const size = leafletSize({ heading: title, paragraphs, event, foot, hasCode: request.hasCode })
  if (size === undefined) return { kind: 'too-long' }
  return { kind: 'leaflet', leaflet: { office: officeOf(sender), heading: title, paragraphs, ...(when && { when }), ...(where && { where }), contact, address, officeHours, size } }
}

const paragraphsOf = (text: string): string[] => text.normalize('NFC').split(/\n+/).map((line) => line.replace(/\s+/g, ' ').trim()).filter((line) => line !== '')

/** Paper has room for the name in full. */
function officeOf(sender: string): Leaflet['office'] {
  const name = /^(?:UBND|Ủy ban nhân dân)\s+(.+)$/iu.exec(sender)?.[1]
  return name === undefined ? [sender] : ['Ủy ban nhân dân', name]
}
