/** A chat, a demo and a log that live in memory. Every person, address and text here is invented. */
import { setInterval as every } from 'node:timers/promises'
import { createLog } from '../../src/kernel/log.ts'
import type { DemoPerson, DemoRoom } from '../../src/web/demo/demo-page.ts'
import type { DemoPort } from '../../src/web/demo/demo-routes.ts'
import type { Letter } from '../../src/web/letter.ts'
import type { WebServerOptions } from '../../src/web/server.ts'
import type { WebchatPort } from '../../src/web/webchat/chat-routes.ts'

export const ADDRESS = 'dia-chi-bi-mat-cua-ba-muoi-0001'

export const LETTERS: readonly Letter[] = [
  {
    id: '11',
    direction: 'out',
    text: 'UBND xã Tân Đông: Thẻ bảo hiểm y tế của bà Lê Thị Mười còn dùng được đến 31/12/2026. Bà gia hạn trước ngày đó tại bưu điện xã để không bị gián đoạn. Mang theo căn cước.',
    sentAt: new Date('2026-11-01T00:30:00Z'),
  },
  {
    id: '12',
    direction: 'out',
    text: 'UBND xã Tân Đông: Sáng mai, thứ sáu 04/12, từ 07:30, chi trả trợ cấp tháng 12 cho Ấp Đông Lợi tại nhà văn hóa ấp. Bà mang căn cước; người nhận thay mang giấy ủy quyền.',
    sentAt: new Date('2026-12-03T00:30:00Z'),
  },
]

export function chatInMemory(letters: readonly Letter[] = LETTERS) {
  const kept = [...letters]
  const seenUpTo: string[] = []
  const state = { open: true, openStreams: 0, tooMany: false, isRoom: false }
  const written: { key: string; text: string; pressed?: string }[] = []
  const port: WebchatPort = {
    open: async (address) => (state.open && address === ADDRESS ? { sender: 'UBND xã Tân Đông', contact: 'cô Châu, cán bộ văn hóa – xã hội, 0276 000 1234', isRoom: state.isRoom } : undefined),
    read: async (address, afterId = '0') => (address === ADDRESS ? kept.filter(({ id }) => Number(id) > Number(afterId)) : []),
    changed: async (_address, known) => kept.filter(({ id, revision = 0 }) => revision > 0 && known.get(id) !== revision),
    markSeen: async (_address, upToId) => void seenUpTo.push(upToId),
    write: async (_address, { key, text, pressed }) => {
      if (state.tooMany) return 'too-many'
      if (written.some((one) => one.key === key)) return 'taken'
      written.push({ key, text, ...(pressed !== undefined && { pressed }) })
      kept.push({ id: String(100 + written.length * 2), direction: 'in', text, sentAt: new Date('2026-12-04T01:00:00Z') })
      return 'taken'
    },
    communes: async () => [{ id: 7, sender: 'UBND xã Tân Đông', contact: 'cô Châu, cán bộ văn hóa – xã hội, 0276 000 1234' }],
    begin: async () => (state.tooMany ? 'too-many' : ADDRESS),
    async *changes(_address, signal) {
      state.openStreams += 1
      try {
        yield* every(20, undefined, { signal })
      } finally {
        state.openStreams -= 1
      }
    },
  }
  return { port, state, seenUpTo, written, write: (letter: Letter) => void kept.push(letter),
    change: (id: string, text: string) => void kept.splice(kept.findIndex((one) => one.id === id), 1, { ...(kept.find((one) => one.id === id) as Letter), text, revision: 1 }) }
}

const FAMILY = ['Lê Thị', 'Nguyễn Văn', 'Trần Thị', 'Phạm Văn', 'Võ Thị', 'Đặng Ngọc']
const GIVEN = ['Mười', 'Sáu', 'Hường', 'Khởi', 'Quỳnh', 'Thạch', 'Ẩn', 'Uyên']

export function demoInMemory(count = 369): { port: DemoPort; people: DemoPerson[]; rooms: DemoRoom[] } {
  const rooms: DemoRoom[] = []
  const people = Array.from({ length: count }, (_, i): DemoPerson => {
    const told = i < 60
    return {
      id: String(i + 1),
      name: `${i % 2 === 0 ? 'bà' : 'ông'} ${FAMILY[i % FAMILY.length]} ${GIVEN[i % GIVEN.length]}`,
      age: 60 + (i % 35),
      village: i % 3 === 0 ? 'Ấp Đông Lợi' : 'Ấp Kà Ốt',
      ...(i % 4 !== 3 && { cardValidTo: '2026-12-31' }),
      ...(i % 3 !== 1 && { allowanceDong: 540_000 + 270_000 * (i % 2) }),
      hasPhone: i % 7 !== 5,
      openVisits: i % 7 === 5 && told ? 1 : 0,
      ...(i % 7 !== 5 && { chatAddress: `dia-chi-thu-so-${i + 1}` }),
      letters: told && i % 7 !== 5 ? LETTERS.slice(i % 2).map((one) => ({ ...one, ...(i % 3 === 0 && { seenAt: new Date('2026-12-03T02:15:00Z') }) })) : [],
    }
  })
  const port: DemoPort = {
    people: async (query, offset, limit) => {
      const found = people.filter(({ name }) => name.toLowerCase().includes(query.toLowerCase()))
      return { people: found.slice(offset, offset + limit), total: found.length }
    },
    rooms: async () => rooms,
    summary: async () => ({
      commune: 'xã Tân Đông',
      today: '2026-12-03',
      people: 1_412,
      toldToday: 212,
      counts: { delivered: 151, sent: 44, queued: 5, unconfirmed: 3, visit: 9, failed: 2 },
    }),
  }
  return { port, people, rooms }
}

/** Everything a server wants, on any free port; `lines` is all that was logged. */
export function webOptions(given: Partial<WebServerOptions> = {}): WebServerOptions & { lines: string[] } {
  const lines: string[] = []
  const log = createLog({ level: 'trace', destination: { write: (line: string) => void lines.push(line) } })
  const health = { live: () => true, ready: async () => ({ ok: true, parts: { database: true, queue: true } }) }
  return { host: '127.0.0.1', port: 0, log, routes: [], health, ...given, lines }
}
