/** What a village head reads before going to somebody's door. All names in the samples are invented. */
import { describe, expect, test } from 'vitest'
import { sampleCases } from '../../src/content/check-templates.ts'
import { compileTemplate } from '../../src/content/template-engine.ts'
import { readTemplates } from '../../src/content/template-file.ts'
import { formOfAddress } from '../../src/domain/form-of-address.ts'

const { files } = await readTemplates('templates')
const TODAY = '2026-11-22'
const wordFor = (birth: string): string => formOfAddress({ birth: { value: birth, precision: 'day' } }, TODAY)
/** Only age brings these about: nobody under 16 has one. */
const OF_THE_OLD = new Set(['birthday-70', 'birthday-75', 'elderly-60'])

const texts = (addressForm: string): [name: string, text: string][] =>
  files
    .filter(({ form, key }) => form === 'visit' && !OF_THE_OLD.has(key))
    .flatMap((file): [string, string][] => {
      const compiled = compileTemplate(file.body)
      if (!compiled.fields.includes('address_form')) return []
      return sampleCases(file, compiled.fields).map((fields) => [file.name, compiled.render({ ...fields, name: 'Lê Gia Huy', address_form: addressForm })])
    })

describe('a visit', () => {
  test.each(texts(wordFor('2018-03-01')))('about a child is to the family: %s', (_, text) => {
    expect(text).toMatch(/^(Báo|Hỏi thăm) gia đình cháu Lê Gia Huy[:,]/)
  })

  test.each(texts(wordFor('2009-03-01')))('about who is almost grown is to them: %s', (_, text) => {
    expect(text).toMatch(/^(Báo|Hỏi thăm) em Lê Gia Huy[:,]/)
  })

  test('is written in thirteen ways that may be about a child', () => {
    expect(new Set(texts('cháu').map(([name]) => name)).size).toBe(13)
  })
})
