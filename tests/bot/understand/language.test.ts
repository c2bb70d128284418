/** A language of a few lines, so that learning takes a moment. */
import { mkdir, mkdtemp, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadUnderstand } from '../../../src/bot/understand/load-understand.ts'

const CONTEXT = { sentOn: '2026-11-22' as const, villages: [] }
let root: string
let dirs: { languageDir: string; ownDir: string }

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, file)), { recursive: true })
  await writeFile(join(root, file), text)
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'loa-language-'))
  dirs = { languageDir: join(root, 'shipped'), ownDir: join(root, 'own') }
  await write('shipped/phrases/payment_date.txt', '# Ngày phát tiền\nbao giờ phát tiền\nngay nao co tien\n[bữa nào|hôm nào] [lãnh|nhận] tiền\n')
  await write('shipped/phrases/card_expiry.txt', 'thẻ còn hạn không\nthe het han chua\nthẻ dùng tới ngày nào\n')
  await write('shipped/phrases/two_questions.txt', 'card_expiry payment_date | thẻ còn hạn không, bữa nào có tiền\n')
  await write('shipped/words/abbreviations.txt', 'ko = khong\n')
})

afterAll(() => rm(root, { recursive: true, force: true }))

describe('what Loa learns from', () => {
  it('is what it is shipped with, where the commune has added nothing', async () => {
    const understand = await loadUnderstand(dirs)
    expect(understand('bua nao nhan tien', CONTEXT).intent).toBe('payment_date')
    expect(understand('thẻ còn hạn ko', CONTEXT).intent).toBe('card_expiry')
  })

  it('is also the lines of the commune, written in Notepad', async () => {
    const before = await loadUnderstand(dirs)
    expect(before('tro xuan', CONTEXT).answer).toBe(false)
    await write('own/phrases/card_expiry.txt', '\uFEFF# của xã\r\ntrợ xuân còn không\r\ntro xuan\r\n')
    const after = await loadUnderstand(dirs)
    expect(after('tro xuan', CONTEXT)).toMatchObject({ intent: 'card_expiry', answer: true })
    expect(after('thẻ còn hạn ko', CONTEXT).intent).toBe('card_expiry')
  })

  it.each([
    ['own/phrases/card_expire.txt', 'thẻ hết hạn\n', 'phrases/card_expire.txt'],
    ['own/phrases/two_questions.txt', 'hai câu hỏi\n', 'phrases/two_questions.txt: hai câu hỏi'],
    ['own/words/abbreviations.txt', 'ttt\n', 'words/abbreviations.txt: ttt'],
  ])('leaves out what is wrong in %s, and says where it stands', async (file, text, told) => {
    await write(file, text)
    const problems: string[] = []
    const understand = await loadUnderstand({ ...dirs, refused: ({ message }) => problems.push(message) })
    await rm(join(root, file))
    expect(problems).toEqual([expect.stringContaining(told)])
    expect(understand('bua nao nhan tien', CONTEXT).intent).toBe('payment_date')
  })
})

describe('the model that was learnt', () => {
  it('is kept and taken again until a line changes, and an older one is cleared away', async () => {
    const modelDirs = [join(root, 'built'), join(root, 'data')]
    await loadUnderstand({ ...dirs, modelDirs })
    const [first] = await readdir(join(root, 'data')) as [string]
    const { mtimeMs } = await stat(join(root, 'data', first))
    const again = await loadUnderstand({ ...dirs, modelDirs })
    expect((await stat(join(root, 'data', first))).mtimeMs).toBe(mtimeMs)
    expect(again('thẻ còn hạn ko', CONTEXT)).toEqual((await loadUnderstand(dirs))('thẻ còn hạn ko', CONTEXT))

    await write('own/phrases/payment_date.txt', 'chừng mô có lúa\n')
    await loadUnderstand({ ...dirs, modelDirs })
    expect(await readdir(join(root, 'data'))).toEqual([expect.not.stringContaining(first)])
  })

  it('is learnt anew where the file was cut short', async () => {
    const modelDirs = [join(root, 'data')]
    await loadUnderstand({ ...dirs, modelDirs })
    const [kept] = await readdir(join(root, 'data')) as [string]
    const { size } = await stat(join(root, 'data', kept))
    await truncate(join(root, 'data', kept), size / 2)
    expect((await loadUnderstand({ ...dirs, modelDirs }))('thẻ còn hạn ko', CONTEXT).intent).toBe('card_expiry')
    expect((await stat(join(root, 'data', kept))).size).toBe(size)
  })
})
