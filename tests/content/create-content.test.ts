/** Rendering, communes' own wordings and the check before the start. All people and places are invented. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkTemplates } from '../../src/content/check-templates.ts'
import type { RenderRequest, TemplateProblem } from '../../src/content/content.ts'
import { createContent } from '../../src/content/create-content.ts'
import type { ContentOptions } from '../../src/content/create-content.ts'
import type { FieldsOf } from '../../src/domain/template-fields.ts'

const NO_OVERRIDES = { load: () => Promise.resolve(new Map<string, { body: string }>()) }
const open = (options: Partial<ContentOptions> = {}) => createContent({ templatesDir: 'templates', overrides: NO_OVERRIDES, ...options })

const LAPSED: FieldsOf<'card-lapsed'> = {
  sender: 'UBND phường Ninh Sơn',
  address_form: 'ông',
  name: 'Thạch Chanh Đa Ra',
  reader: 'gia đình',
  contact: 'anh Bảo 0276 3000 111',
  valid_to: '31/10/2026',
  last_safe_day: '28/01/2027',
  renew_place: 'điểm thu Ấp Đông Lợi',
}
const GAP: FieldsOf<'card-gap-near'> = { ...LAPSED, days: 70, five_years: false }
const request = (change: Partial<RenderRequest> = {}): RenderRequest => ({ communeId: 1, key: 'card-lapsed', form: 'sms', fields: LAPSED, ...change })

describe('filling a text', () => {
  test('puts the values in and says which wording it was', async () => {
    const content = await open()
    const { text, template, version } = await content.render(request())
    expect(text).toBe(
      'UBND phường Ninh Sơn: Thẻ bảo hiểm y tế của ông Thạch Chanh Đa Ra đã hết hạn ngày 31/10/2026. Mời gia đình gia hạn sớm tại điểm thu Ấp Đông Lợi. Hỏi: anh Bảo 0276 3000 111',
    )
    expect(version).toMatch(/^[0-9a-f]{8}$/)
    expect(template).toBe(`vi/card-lapsed.sms@${version}`)
  })

  test.each([undefined, null, '', '   '])('stops when a field is %j, and says which', async (value) => {
    const content = await open()
    const fields = { ...LAPSED, renew_place: value } as unknown as RenderRequest['fields']
    await expect(content.render(request({ fields }))).rejects.toMatchObject({
      code: 'content.missing-field',
      detail: { field: 'renew_place', template: expect.stringMatching(/^vi\/card-lapsed\.sms@/) },
    })
  })

  test('stops for a field in a branch that would not even be shown', async () => {
    const content = await open()
    const { five_years: _, ...fields } = GAP
    await expect(content.render(request({ key: 'card-gap-near', form: 'chat', fields }))).rejects.toMatchObject({ code: 'content.missing-field' })
  })

  test('asks a form only for the fields that it names', async () => {
    const content = await open()
    const { last_safe_day: _last, ...fields } = LAPSED
    await expect(content.render(request({ fields }))).resolves.toMatchObject({ text: expect.stringContaining('Đa Ra') })
  })

  test.each([
    ['five_years', 'false'],
    ['last_safe_day', 20270128],
  ])('refuses %s as %j rather than choosing the wrong words', async (field, value) => {
    const content = await open()
    await expect(content.render(request({ key: 'card-gap-near', form: 'chat', fields: { ...GAP, [field]: value } }))).rejects.toMatchObject({ code: 'content.wrong-field' })
  })

  test.each([
    ['card-unheard-of', 'sms'],
    ['../../../etc/passwd', 'sms'],
    ['__proto__', 'chat'],
  ] as const)('has no text called %s', async (key, form) => {
    const content = await open()
    await expect(content.render(request({ key, form }))).rejects.toMatchObject({ code: 'content.unknown-template' })
  })

  test('takes values for text even where they look like Liquid', async () => {
    const content = await open()
    const { text } = await content.render(request({ fields: { ...LAPSED, name: '{{ contact }}{% if x %}' } }))
    expect(text).toContain('của ông {{ contact }}{% if x %} đã hết hạn')
  })

  test('keeps an SMS to one line and one form of each letter, whatever the roster had', async () => {
    const content = await open()
    const { text } = await content.render(request({ fields: { ...LAPSED, name: 'Nguyễn  Thị\nMười\t'.normalize('NFD') } }))
    expect(text).toContain('của ông Nguyễn Thị Mười đã hết hạn')
  })

  test("keeps an officer's paragraphs in a chat", async () => {
    const content = await open()
    const fields = { sender: 'UBND xã Tân Đông', address_form: 'bà', name: 'Lê Thị Mười', text: 'Dòng một.\n\n\n\nDòng  hai.' }
    expect((await content.render({ communeId: 1, key: 'officer-text', form: 'chat', fields })).text).toBe('UBND xã Tân Đông: Dòng một.\n\nDòng hai.')
    expect((await content.render({ communeId: 1, key: 'officer-text', form: 'sms', fields })).text).toBe('UBND xã Tân Đông: Dòng một. Dòng hai.')
  })

  test('stops a text that no messenger would take', async () => {
    const content = await open()
    const fields = { sender: 'UBND xã Tân Đông', text: 'a '.repeat(1500) }
    await expect(content.render({ communeId: 1, key: 'officer-text', form: 'chat', fields })).rejects.toMatchObject({ code: 'content.too-long' })
  })
})

describe("a commune's own wording", () => {
  const OWN = '{{ sender }}: Thẻ của {{ address_form }} {{ name }} hết hạn rồi, ra {{ renew_place }} gia hạn. Hỏi: {{ contact }}'

  test('is used for that commune alone, under a version of its own', async () => {
    const content = await open({ overrides: { load: (id) => Promise.resolve(new Map(id === 7 ? [['vi/card-lapsed.sms', { body: OWN }]] : [])) } })
    const own = await content.render(request({ communeId: 7 }))
    const other = await content.render(request({ communeId: 8 }))
    expect(own.text).toBe('UBND phường Ninh Sơn: Thẻ của ông Thạch Chanh Đa Ra hết hạn rồi, ra điểm thu Ấp Đông Lợi gia hạn. Hỏi: anh Bảo 0276 3000 111')
    expect(own.version).not.toBe(other.version)
  })

  test('is read once a minute, and at once after an edit here', async () => {
    let body = OWN
    let loads = 0
    let nowMs = 0
    const content = await open({
      elapsedMs: () => nowMs,
      overrides: {
        load: () => {
          loads += 1
          return Promise.resolve(new Map([['vi/card-lapsed.sms', { body }]]))
        },
      },
    })
    const first = await content.render(request())
    body = OWN.replace('rồi', 'từ lâu')
    nowMs = 59_000
    expect(await content.render(request())).toEqual(first)
    expect(loads).toBe(1)
    content.forget(1)
    expect((await content.render(request())).text).toContain('từ lâu')
    body = OWN
    nowMs = 59_000 + 60_000
    expect(await content.render(request())).toEqual(first)
    expect(loads).toBe(3)
  })

  test('that can no longer be used gives way to the text of the file, and somebody is told', async () => {
    const told: [number, readonly TemplateProblem[]][] = []
    const content = await open({
      overrides: { load: () => Promise.resolve(new Map([['vi/card-lapsed.sms', { body: '{{ sender }}: {{ no_such_field }}' }]])) },
      onUnusable: (...args) => told.push(args),
    })
    expect((await content.render(request())).text).toContain('đã hết hạn ngày 31/10/2026')
    expect(told).toMatchObject([[1, [{ template: 'vi/card-lapsed.sms', code: 'unknown-field' }]]])
  })

  test('is asked for again after the database did not answer', async () => {
    let down = true
    const content = await open({ overrides: { load: () => (down ? Promise.reject(new Error('down')) : NO_OVERRIDES.load()) } })
    await expect(content.render(request())).rejects.toThrow('down')
    down = false
    await expect(content.render(request())).resolves.toBeDefined()
  })

  test('is shown to the officer as a citizen would read it', async () => {
    const content = await open()
    expect(content.preview('vi/card-lapsed.sms', OWN)).toBe(
      'UBND xã Tân Đông: Thẻ của bà Nguyễn Thị Mười hết hạn rồi, ra bưu điện xã gia hạn. Hỏi: cô Châu 0276 3000 000',
    )
  })
})

describe('what an officer may not write', () => {
  test.each<[string, string, string]>([
    ['an exclamation mark', '{{ sender }}: Gia hạn ngay!', 'exclamation'],
    ['flowers', '{{ sender }}: Kính mong {{ name }} gia hạn', 'flowery'],
    ['Quý vị at the end', '{{ sender }}: Mời Quý vị', 'flowery'],
    ['money to be sent', '{{ sender }}: {{ name }} chuyển khoản để gia hạn', 'asks-for-money'],
    ['an account number', '{{ sender }}: Số tài khoản 0123', 'asks-for-money'],
    ['a one-time code', '{{ sender }}: Đọc mã OTP cho cán bộ', 'asks-for-code'],
    ['a password, behind a denial', '{{ sender }}: Không hỏi được thì đọc mật khẩu cho cán bộ', 'asks-for-code'],
    ['a link', '{{ sender }}: Xem https://bhyt.example/x', 'link'],
    ['a link without its beginning', '{{ sender }}: Xem bit.ly/abc', 'link'],
    ['an abbreviation', '{{ sender }}: Mang CCCD của {{ name }}', 'abbreviation'],
    ['BHYT unexplained', '{{ sender }}: Thẻ BHYT của {{ name }}', 'abbreviation'],
    ['an amount on a shared phone', '{{ sender }}: {{ amount }}', 'unknown-field'],
    ['a text by nobody', 'Thẻ của {{ name }} hết hạn', 'no-sender-first'],
    ['marks written apart', `{{ sender }}: ${'Thẻ của bà'.normalize('NFD')}`, 'not-nfc'],
    ['half a tag', '{{ sender }}: {% if five_years %}năm', 'not-liquid'],
    ['the inside of a value', '{{ sender }}: {{ name.constructor }}', 'unknown-field'],
    ['a filter that is not there', '{{ sender }}: {{ name | upcase }}', 'not-liquid'],
    ['a loop', '{{ sender }}{% for i in (1..100000000) %}a{% endfor %}', 'not-liquid'],
    ['a file', '{{ sender }}{% include "/etc/passwd" %}', 'not-liquid'],
    ['a file in other words', '{{ sender }}{% render "../../package.json" %}', 'not-liquid'],
    ['a heap of numbers', '{{ sender }}: {{ (1..100000000) }}', 'not-liquid'],
    ['a letter of another script in an SMS', '{{ sender }}: ខ្មែរ', 'not-sms'],
    ['a text of four messages', `{{ sender }}: ${'dài lắm '.repeat(60)}.`, 'too-long'],
    ['spaces before a comma', '{{ sender }}: Thẻ của {{ name }} , gia hạn', 'untidy'],
    ['nothing', '', 'empty'],
  ])('%s', async (_what, body, code) => {
    const content = await open()
    expect(content.check('vi/card-lapsed.sms', body).map((problem) => problem.code)).toContain(code)
  })

  test('may explain BHYT once and use it afterwards, and name the commune as UBND', async () => {
    const content = await open()
    expect(content.check('vi/card-lapsed.sms', '{{ sender }}: Thẻ bảo hiểm y tế (BHYT) của {{ name }} hết hạn. Thẻ BHYT gia hạn tại UBND xã.')).toEqual([])
  })

  test('may warn of those who ask for money and codes', async () => {
    const content = await open()
    expect(content.check('vi/card-lapsed.sms', '{{ sender }}: Cán bộ không đòi tiền, không bao giờ hỏi mật khẩu hay mã OTP của ngân hàng.')).toEqual([])
  })

  test('what the register may not know is asked for before it is said', async () => {
    const content = await open()
    const unasked = content.check('vi/payment-account.chat', '{{ sender }}: {{ name }} nhận {{ amount }}.')
    expect(unasked.map((problem) => problem.code)).toEqual(['untidy'])
  })

  test('amounts stay out of everything but the private chat', async () => {
    const content = await open()
    const body = '{{ sender }}: {{ name }} nhận {% if amount %}{{ amount }}{% else %}trợ cấp{% endif %}.'
    expect(content.check('vi/payment-account.chat', body)).toEqual([])
    for (const form of ['sms', 'visit', 'why']) {
      expect(content.check(`vi/payment-account.${form}`, body).map((problem) => problem.code)).toEqual(['private-field'])
    }
  })

  test('has no text under a name that does not exist', async () => {
    const content = await open()
    expect(content.check('vi/other.sms', 'x')).toMatchObject([{ code: 'unknown-template' }])
  })
})

describe('the check before the start', () => {
  let dir: string
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'loa-templates-'))
    await cp('templates', dir, { recursive: true })
  })
  afterEach(() => rm(dir, { recursive: true }))

  const edit = async (name: string, change: (source: string) => string): Promise<void> => {
    const path = join(dir, 'vi', `${name}.liquid`)
    await writeFile(path, change(await readFile(path, 'utf8')))
  }
  const found = async (): Promise<string[]> => (await checkTemplates(dir)).map(({ template, code }) => `${template} ${code}`)

  test.each<[string, string, (source: string) => string, string[]]>([
    ['a field lost from a header', 'card-lapsed.sms', (source) => source.replace(/^reader: .*\n/m, ''), ['vi/card-lapsed.sms missing-field']],
    ['a field of another text in a header', 'card-lapsed.sms', (source) => source.replace('reader:', 'amount: 1 đồng\nreader:'), ['vi/card-lapsed.sms unknown-field']],
    ['a field that the header does not name', 'uncollected.why', (source) => source.replace('{{ name }}', '{{ nmae }}'), ['vi/uncollected.why unknown-field']],
    ['samples that differ between forms', 'card-lapsed.visit', (source) => source.replace('31/12/2026', '30/12/2026'), ['vi/card-lapsed.visit unequal-fields']],
    ['a flag that is neither true nor false', 'payment-eve.chat', (source) => source.replace('confirmed: true', 'confirmed: có'), ['vi/payment-eve.chat wrong-sample']],
    ['no header at all', 'child-4.why', () => 'Tin này được gửi.', ['vi/child-4.why.liquid not-a-template', 'vi/child-4.why missing-template']],
    ['a text about money', 'child-4.chat', (source) => `${source.trim()} Mời chuyển tiền.`, ['vi/child-4.chat asks-for-money']],
  ])('finds %s', async (_what, name, change, problems) => {
    await edit(name, change)
    const all = await found()
    for (const problem of problems) expect(all).toContain(problem)
  })

  test('finds a file that nobody asked for', async () => {
    await writeFile(join(dir, 'vi', 'tet.chat.liquid'), '---\nsender: UBND xã Tân Đông\n---\n{{ sender }}: Nghỉ Tết.')
    expect(await found()).toEqual(['vi/tet.chat unknown-key'])
  })

  test('finds a field that delivery fills and no form shows', async () => {
    for (const form of ['chat', 'visit']) await edit(`card-gap-near.${form}`, (source) => source.replace(/\{% if five_years %\}.*?\{% endif %\}/, ''))
    expect(await found()).toEqual(['vi/card-gap-near idle-field'])
  })

  test('stops the start and names every file to mend', async () => {
    await edit('child-4.sms', (source) => source.replace('{{ name }}', '{{ nme }}'))
    await edit('child-16.sms', (source) => `${source.trim()}!`)
    const failure: unknown = await open({ templatesDir: dir }).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'content.bad-templates', said: expect.stringMatching(/vi\/child-16\.sms[\s\S]*vi\/child-4\.sms/) })
  })
})
