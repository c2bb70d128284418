/** The texts in templates/vi themselves. All names, places and numbers in their samples are invented. */
import { describe, expect, test } from 'vitest'
import { checkTemplates, countSentences, formsOf, sampleCases } from '../../src/content/check-templates.ts'
import { NOTICE_FORMS } from '../../src/content/content.ts'
import type { TemplateFields, TextForm } from '../../src/content/content.ts'
import { measureSms, unaccent } from '../../src/content/sms-shape.ts'
import { compileTemplate } from '../../src/content/template-engine.ts'
import { readTemplates } from '../../src/content/template-file.ts'
import { isAnswerKey } from '../../src/domain/answer-fields.ts'
import { TEMPLATE_FIELDS } from '../../src/domain/template-fields.ts'

const { files } = await readTemplates('templates')

interface Said {
  key: string
  form: TextForm
  fields: TemplateFields
  text: string
}
const everything: Said[] = files.flatMap((file) => {
  const compiled = compileTemplate(file.body)
  return sampleCases(file, compiled.fields).map((fields) => ({ key: file.key, form: file.form, fields, text: compiled.render(fields) }))
})
const said = (form: TextForm): Said[] => everything.filter((one) => one.form === form)
const of = (key: string, form: TextForm, fields: TemplateFields = {}): string => {
  const found = everything.find((one) => one.key === key && one.form === form && Object.entries(fields).every(([field, value]) => one.fields[field] === value))
  return found?.text ?? `no ${key}.${form}`
}

describe('the texts in templates/vi', () => {
  test('pass the check that runs before every start', async () => {
    expect(await checkTemplates('templates')).toEqual([])
  })

  test('exist in every form for every key', () => {
    expect(files.length).toBe(Object.keys(TEMPLATE_FIELDS).reduce((sum, key) => sum + formsOf(key).length, 0))
    expect(formsOf('card-lapsed')).toEqual(NOTICE_FORMS)
  })

  test('cost one SMS when unaccented, two where a day is still "dự kiến"', () => {
    const table = said('sms').map(({ key, fields, text }) => {
      const { units, segments } = measureSms(unaccent(text))
      return { key, units, segments, allowed: fields['confirmed'] === false ? 2 : 1, text: unaccent(text) }
    })
    const dear = table.filter(({ segments, allowed }) => segments > allowed)
    expect(dear, dear.map(({ key, units, text }) => `${key.padEnd(22)} ${units}  ${text}`).join('\n')).toEqual([])
  })

  test('cost at most three SMS with their marks', () => {
    expect(said('sms').filter(({ text }) => measureSms(text).segments > 3).map(({ text }) => text)).toEqual([])
  })

  test('are short enough to be read to the end', () => {
    expect(said('chat').filter(({ text }) => text.length > 400).map(({ text }) => text)).toEqual([])
    expect(said('visit').filter(({ text }) => text.length > 220).map(({ text }) => text)).toEqual([])
  })

  test('give the village head and the reason one line each', () => {
    expect([...said('visit'), ...said('why')].filter(({ text }) => text.includes('\n'))).toEqual([])
    expect(said('why').filter(({ text }) => !/^Tin này .*\.$/.test(text)).map(({ text }) => text)).toEqual([])
  })

  test('name the person in everything that is sent, because a phone may serve several', () => {
    const nameless = [...said('chat'), ...said('sms')].filter(({ key, text, fields }) => key !== 'officer-text' && (!isAnswerKey(key) || 'name' in fields) && !text.includes(String(fields['name'])))
    expect(nameless.map(({ key, form }) => `${key}.${form}`)).toEqual([])
  })

  test('about cards never speak of accounts, amounts or addresses on the net', () => {
    const cards = everything.filter(({ key, text }) => key.startsWith('card-') && /tài khoản|đồng|http|www/i.test(text))
    expect(cards.map(({ text }) => text)).toEqual([])
  })

  test('do not use today or tomorrow on paper that is read on another day', () => {
    expect(said('visit').filter(({ text }) => /hôm nay|ngày mai|sáng mai/i.test(text)).map(({ text }) => text)).toEqual([])
  })

  test('warn of the five years only where there are five years to lose', () => {
    const warned: [string, TextForm, TemplateFields][] = [
      ['card-gap-near', 'chat', {}],
      ['card-gap-near', 'visit', {}],
      ['answer-card-lapsed', 'chat', { brief: false, self_pays: true }],
      ['answer-card-interrupted', 'chat', { brief: false }],
    ]
    for (const [key, form, fields] of warned) {
      expect(of(key, form, { ...fields, five_years: true })).toContain('tính lại 5 năm liên tục')
      expect(of(key, form, { ...fields, five_years: false })).not.toContain('5 năm')
    }
  })

  test('state a waiting time only as possible, because the rule of 90 days is not certain', () => {
    const certain = everything.filter(({ text }) => /(?<!có thể )phải chờ/i.test(text))
    expect(certain.map(({ text }) => text)).toEqual([])
  })

  test('invite and never order, also where an SMS must be short', () => {
    const orders = said('sms').filter(({ text }) => /[.:] (?:gia hạn|nhận|nộp|mang|báo|hỏi) /i.test(text))
    expect(orders.map(({ text }) => text)).toEqual([])
  })

  test('keep to three sentences, however much a card has to say', () => {
    const long = said('chat').filter(({ key, text }) => key.startsWith('card-') && countSentences(text) > 3)
    expect(long.map(({ text }) => text)).toEqual([])
  })

  test('call the chat by no other name, and say of nobody that the commune never asks for a code, because it does ask for its own', () => {
    const odd = everything.filter(({ text }) => /hộp tin|người già|không bao giờ .*hỏi mã|một cửa/i.test(text))
    expect(odd.map(({ text }) => text)).toEqual([])
  })

  test('call the paper by one name', () => {
    const papers = everything.filter(({ text }) => /tờ khai(?! (?:đề nghị hưởng trợ cấp hưu trí xã hội|mẫu số|sớm))|nộp (?:sớm )?đơn/i.test(text))
    expect(papers.map(({ text }) => text)).toEqual([])
    for (const form of ['chat', 'visit'] as const) expect(of('birthday-75', form)).toContain('tờ khai đề nghị hưởng trợ cấp hưu trí xã hội tại Trung tâm Phục vụ hành chính công của xã')
    expect(of('birthday-70', 'sms')).toContain('trợ cấp hưu trí xã hội')
  })

  test('show no formula that does not come to the sum', () => {
    const formula = everything.filter(({ key, fields }) => key === 'answer-amount' && fields['arithmetic'] !== null)
    expect(formula.filter(({ text }) => text.includes('×')).every(({ fields }) => fields['arrears'] === null && fields['deduction'] === null)).toBe(true)
    expect(formula.some(({ text }) => text.includes('(1,5 × 540.000 đồng)'))).toBe(true)
  })

  test('tell whom to ring before anything else when somebody is in danger', () => {
    expect(of('answer-emergency', 'chat')).toMatch(/^UBND xã Tân Đông: Nếu đang nguy hiểm, gọi ngay: cấp cứu 115, cháy và cứu nạn 114, công an 113, trẻ em bị hại 111/)
  })

  test('say that the money of a day called off is kept', () => {
    for (const form of ['chat', 'sms', 'visit'] as const) expect(of('payment-cancelled', form)).toMatch(/tiền .*giữ nguyên/i)
  })

  test('say "dự kiến" until the officer has confirmed the day, and not after', () => {
    const days = everything.filter(({ fields, form }) => form !== 'why' && ('confirmed' in fields))
    expect(days.length).toBeGreaterThan(20)
    expect(days.filter(({ text, fields }) => /dự kiến/i.test(text) === fields['confirmed']).map(({ text }) => text)).toEqual([])
  })

  test('do not claim a transfer that nobody has reported', () => {
    expect(of('payment-account', 'chat', { transferred: false })).not.toContain('đã chuyển')
    expect(of('payment-account', 'sms', { transferred: false })).not.toContain('đã chuyển')
  })

  test.each<[string, TextForm, TemplateFields, string]>([
    [
      'card-expiry-ahead',
      'chat',
      {},
      'UBND xã Tân Đông: Thẻ bảo hiểm y tế của bà Nguyễn Thị Mười còn dùng được đến hết ngày 31/12/2026. Mời bà gia hạn trước ngày đó tại bưu điện xã để không bị gián đoạn, nhớ mang căn cước. Hỏi thêm: cô Châu 0276 3000 000.',
    ],
    [
      'payment-eve',
      'chat',
      { days: 1, confirmed: true },
      'UBND xã Tân Đông: Ngày mai, thứ sáu 04/12/2026, từ 07:30, chi trả trợ cấp tháng 12/2026 cho Ấp Đông Lợi tại nhà văn hóa ấp. Bà Nguyễn Thị Mười có tên trong danh sách; mời bà mang căn cước, người đi thay mang thêm giấy ủy quyền. Hỏi thêm: cô Châu 0276 3000 000.',
    ],
    [
      'payment-account',
      'chat',
      { transferred: true },
      'UBND xã Tân Đông: Trợ cấp tháng 12/2026 của bà Nguyễn Thị Mười, 810.000 đồng, đã chuyển vào tài khoản có số cuối 4471. Sau 2 ngày chưa thấy tiền, mời bà báo cô Châu 0276 3000 000.',
    ],
    [
      'card-gap-near',
      'visit',
      { five_years: false },
      'Báo bà Nguyễn Thị Mười: thẻ bảo hiểm y tế đã hết hạn ngày 31/12/2026; gia hạn tại bưu điện xã, chậm nhất ngày 30/03/2027; sau ngày đó có thể phải chờ 30 ngày mới dùng được thẻ.',
    ],
    ['officer-text', 'why', {}, 'Tin này do cán bộ của UBND xã Tân Đông viết.'],
  ])('%s.%s reads as an officer would write it', (key, form, fields, text) => {
    expect(of(key, form, fields)).toBe(text)
  })
})
