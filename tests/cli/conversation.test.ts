/** The officer's side of the bot at the terminal: what would it say, what waits for me, my answer, a code for somebody at the desk. */
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { askCommand } from '../../src/cli/ask.ts'
import { linkCodeCommand } from '../../src/cli/link-code.ts'
import { statusCommand } from '../../src/cli/status.ts'
import { replyCommand, ticketsCommand } from '../../src/cli/tickets.ts'
import type { CommandMaker } from '../../src/cli/cli.ts'
import { addDays, dayInVietnamese, vietnamDay } from '../../src/domain/calendar.ts'
import { ensureCommune } from '../../src/store/communes.ts'
import { ensureContact } from '../../src/store/contacts.ts'
import { storeInbound } from '../../src/store/inbound-messages.ts'
import { redeemCode } from '../../src/store/link-codes.ts'
import { openTicket } from '../../src/store/tickets.ts'
import { searchKey } from '../../src/domain/person-name.ts'
import { emptyTables, testCipher, testDatabase } from '../support/database.ts'
import { MODELS, trainOnce } from '../support/models.ts'
import { runCli } from '../support/run-cli.ts'

const database = await testDatabase()
const cipher = testCipher()
beforeAll(trainOnce)
const NOW = new Date()
const NEXT_MONTH = addDays(vietnamDay(NOW), 40)

let communeId: number
let contactId: string
beforeEach(async () => {
  await emptyTables(database)
  communeId = (await ensureCommune(database, 'xã Tân Đông')).id
  for (const [name, birth] of [['Nguyễn Thị Bịa', '1950-03-02'], ['Lê Văn Trùng', '1960-01-05'], ['Lê Văn Trùng', '1971-04-05']]) {
    const { rows } = await database.pool.query<{ id: string }>(
      `INSERT INTO person (commune_id, full_name, search_key, sort_key, match_key, birth, birth_precision, sex) VALUES ($1, $2, $3, 'x', 'x', $4, 'day', 'female') RETURNING id`,
      [communeId, name, searchKey(name as string), birth])
    await database.pool.query("INSERT INTO card (commune_id, person_id, card_group, valid_to) VALUES ($1, $2, 'GD', $3)", [communeId, rows[0]?.id, NEXT_MONTH])
  }
  contactId = await ensureContact(database.pool, cipher, { communeId, kind: 'webchat', address: 'hop-tin-bia-dat' })
})

const run = (make: CommandMaker, ...args: string[]) => runCli(make, database, args, { LOA_DATA: MODELS })

test('shows what the chat of somebody on the register would be told, found by a name without marks', async () => {
  const { out } = await run(askCommand, '--as', 'nguyen thi bia', 'Thẻ của tôi còn hạn tới ngày nào')
  expect(out).toContain(`Thẻ bảo hiểm y tế của bà Nguyễn Thị Bịa còn dùng được đến hết ngày ${dayInVietnamese(NEXT_MONTH)}.`)
})

test('a relation changes whom a question may be about', async () => {
  const { out } = await run(askCommand, '--as', 'Nguyễn Thị Bịa', '--relation', 'con', 'Thẻ của mẹ tôi còn hạn tới ngày nào')
  expect(out).toContain('Nguyễn Thị Bịa')
})

test('shows what an unlinked chat would be told, and keeps nothing', async () => {
  const { out } = await run(askCommand, '--unlinked', 'Thẻ của tôi còn hạn tới ngày nào')
  expect(out).toContain('"Liên kết"')
  expect(out).not.toContain('Bịa')
  expect((await database.pool.query('SELECT FROM notice UNION ALL SELECT FROM inbound_message UNION ALL SELECT FROM ticket')).rowCount).toBe(0)
})

test('says that a person would be asked', async () => {
  const { err } = await run(askCommand, '--unlinked', 'cho tôi gặp cán bộ')
  expect(err).toContain('chuyển cán bộ: muốn gặp cán bộ')
})

test('a name that two people have is no answer, and nobody is none', async () => {
  const two = await run(askCommand, '--as', 'Lê Văn Trùng', 'Thẻ của tôi còn hạn không')
  expect(two.exitCode).toBe(3)
  expect(two.err).toContain('sinh 1971')
  const none = await run(askCommand, '--as', 'Không Có Ai', 'Thẻ của tôi còn hạn không')
  expect(none.err).toContain('Không có ai')
})

test.each([[['câu hỏi']], [['--as', '1', '--unlinked', 'câu hỏi']], [['--as', '1', '--relation', 'ban-be', 'câu hỏi']]])('refuses %j', async (args) => {
  expect((await run(askCommand, ...args)).exitCode).toBe(2)
})

async function aTicket(text: string): Promise<string> {
  await storeInbound(database.pool, cipher, { channel: 'webchat', dedupeKey: 'm1', chat: 'hop-tin-bia-dat', isGroup: false, body: { text }, occurredAt: NOW }, NOW)
  await openTicket(database.pool, cipher, { communeId, contactId, personId: '1', topic: 'complaint', urgent: false, facts: JSON.stringify({ people: [] }) }, NOW)
  return '1'
}

test('lists what waits, shows the conversation, sends the answer by the common pipeline, and closes', async () => {
  expect((await run(ticketsCommand)).out).toContain('Không có câu hỏi nào')
  const id = await aTicket('trạm y tế làm việc chậm quá')
  const list = await run(ticketsCommand)
  expect(list.out).toContain('phản ánh, khiếu nại · Nguyễn Thị Bịa')
  expect(list.out).toContain('trạm y tế làm việc chậm quá')
  expect((await run(ticketsCommand, id)).out).toContain('Dân: trạm y tế làm việc chậm quá')
  expect((await run(replyCommand, id, 'Xã đã nhắc trạm y tế.')).out).toContain('UBND xã Tân Đông: Xã đã nhắc trạm y tế.')
  const { rows } = await database.pool.query('SELECT kind, lane, state, recipient, template_key FROM notice')
  expect(rows).toEqual([{ kind: 'officer', lane: 'reply', state: 'planned', recipient: `contact:${contactId}`, template_key: 'reply' }])
  expect((await run(ticketsCommand, id)).out).toContain('Cán bộ: UBND xã Tân Đông: Xã đã nhắc trạm y tế.')
  expect((await run(ticketsCommand, 'close', id)).out).toContain('Đã đóng')
  expect((await run(ticketsCommand)).out).toContain('Không có câu hỏi nào')
  expect((await run(ticketsCommand, '--closed')).out).toContain('đã đóng')
})

test('the state of things names what waits for a person', async () => {
  await openTicket(database.pool, cipher, { communeId, contactId, personId: undefined, topic: 'emergency', urgent: true, facts: '{}' }, NOW)
  const { out, exitCode } = await run(statusCommand)
  expect(out).toContain('1 câu hỏi của người dân chờ cán bộ, 1 việc khẩn. Xem: loa tickets')
  expect(exitCode).toBe(5)
})

test('who read and answered a ticket is on record', async () => {
  const id = await aTicket('hỏi')
  await run(ticketsCommand, id)
  await run(replyCommand, id, 'Đáp.')
  await run(ticketsCommand, 'close', id)
  const { rows } = await database.pool.query<{ actor: string; action: string }>('SELECT actor, action FROM audit ORDER BY id')
  expect(rows).toEqual(['ticket.read', 'ticket.answered', 'ticket.closed'].map((action) => ({ actor: 'cli', action })))
})

test('an answer to nothing, and nothing as an answer, are refused', async () => {
  expect((await run(replyCommand, '99', 'Chào bà')).err).toContain('Không có phiếu nào số 99')
  const id = await aTicket('hỏi')
  expect((await run(replyCommand, id, '  ')).exitCode).toBe(2)
  await run(ticketsCommand, 'close', id)
  expect((await run(replyCommand, id, 'Muộn rồi')).exitCode).toBe(3)
})

test('a code for somebody at the desk works once, for the person and relation that the officer named', async () => {
  const { out } = await run(linkCodeCommand, 'Nguyễn Thị Bịa', '--relation', 'con')
  const code = /Mã: (\S{4})-(\S{4})/.exec(out)?.slice(1).join('') ?? 'none'
  expect(await redeemCode(database.pool, cipher, { chatId: contactId, code }, NOW)).toMatchObject({ kind: 'accepted', by: 'officer', links: [{ personId: '1', relation: 'child' }] })
  expect(await redeemCode(database.pool, cipher, { chatId: contactId, code }, NOW)).toEqual({ kind: 'refused' })
})
