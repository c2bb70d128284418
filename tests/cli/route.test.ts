/** `loa route` from files: a line out for a line in, in order, and a clear word on the line that cannot be read. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { routeCommand } from '../../src/cli/route.ts'
import { createCli } from '../../src/cli/create-cli.ts'
import { EXIT, UserError } from '../../src/kernel/errors.ts'

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'loa-route-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

const line = (fields: object): string => JSON.stringify({ from_role: 'committee', from_village: null, sent_at: '2026-11-23T08:00:00+07:00', villages: ['Thôn 1', 'Thôn 2', 'Thôn 3'], ...fields })

async function route(lines: readonly string[], name = 'tin.jsonl'): Promise<{ out: object[]; said: string }> {
  const file = join(dir, name)
  await writeFile(file, lines.join('\n'))
  let out = ''
  const cli = createCli({ env: { LOA_DATA_DIR: dir, LOA_LOG_LEVEL: 'silent' }, stdout: { write: (text) => (out += text) }, stderr: { write: () => true }, once: () => true })
  const said = await routeCommand(cli).exitOverride().parseAsync([file], { from: 'user' }).then(() => '', (problem: unknown) => {
    if (!(problem instanceof UserError)) throw problem
    expect(problem.exitCode).toBe(EXIT.refused)
    return problem.said
  })
  return { out: out.split('\n').filter((one) => one !== '').map((one) => JSON.parse(one) as object), said }
}

test('writes what it reads of each line, in order, with the fields of the format', async () => {
  const { out } = await route([
    line({ id: 'a', text: 'Thôn 3 nộp biên bản trước 17h mai' }),
    '',
    line({ id: 'b', from_role: 'village_head', from_village: 'Thôn 3', text: 'Thôn 3: hộ nghèo 4, cận nghèo 7' }),
  ])
  expect(out).toEqual([
    { id: 'a', kind: 'task', targets: ['Thôn 3'], deadline: '2026-11-24', deadline_time: '17:00', needs_ack: true, numbers: {}, confident: true },
    { id: 'b', kind: 'report', targets: ['committee'], deadline: null, deadline_time: null, needs_ack: false, numbers: { ho_ngheo: 4, ho_can_ngheo: 7 }, confident: true },
  ])
})

test('takes villages with their other names', async () => {
  const { out } = await route([line({ id: 1, text: 'Xóm Đập gửi danh sách trước 26/11', villages: [{ name: 'Hòa Bình', aliases: ['Xóm Đập'] }, 'Tân Lập'] })])
  expect(out).toMatchObject([{ targets: ['Hòa Bình'], deadline: '2026-11-26' }])
})

test.each([
  ['no JSON', '{"id":', 'không phải là JSON'],
  ['no text', line({ id: 1 }), 'thiếu "text"'],
  ['an unknown role', line({ id: 1, text: 'ok', from_role: 'bí thư' }), '"from_role"'],
  ['no instant', line({ id: 1, text: 'ok', sent_at: 'hôm qua' }), '"sent_at"'],
  ['no villages', line({ id: 1, text: 'ok', villages: 'Thôn 1' }), '"villages"'],
])('stops with the number of the line at %s', async (_what, bad, says) => {
  const { out, said } = await route([line({ id: 1, text: 'Thôn 1 nộp phiếu' }), bad])
  expect(out).toHaveLength(1)
  expect(said).toMatch(/^Dòng 2 /)
  expect(said).toContain(says)
})

test('says which file cannot be read', async () => {
  const cli = createCli({ env: { LOA_DATA_DIR: dir, LOA_LOG_LEVEL: 'silent' }, stdout: { write: () => true }, stderr: { write: () => true }, once: () => true })
  await expect(routeCommand(cli).exitOverride().parseAsync([join(dir, 'khong-co.jsonl')], { from: 'user' })).rejects.toThrow(/Không đọc được tệp/)
})
