import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { html } from '../../src/web/html.ts'

describe('html', () => {
  const rows = [
    ['text is escaped', html`<p>${'<b>Mười & "Sáu"</b>'}</p>`, '<p>&lt;b&gt;Mười &amp; &quot;Sáu&quot;&lt;/b&gt;</p>'],
    ['html inside html stays html', html`<p>${html`<b>${'<'}</b>`}</p>`, '<p><b>&lt;</b></p>'],
    ['a list is joined', html`<ul>${['a', 'b'].map((one) => html`<li>${one}</li>`)}</ul>`, '<ul><li>a</li><li>b</li></ul>'],
    ['texts in a list are escaped too', html`${['<', '>']}`, '&lt;&gt;'],
    ['false and undefined are nothing, zero is a number', html`[${false}${undefined}${0}]`, '[0]'],
  ] as const
  test.each(rows)('%s', (_name, given, wanted) => {
    expect(given.toString()).toBe(wanted)
  })

  test('no text can open a tag or leave its attribute', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', 'a', '/', '=', ' ') }), (text) => {
        const page = html`<a title="${text}">${text}</a>`.toString()
        expect(page.match(/[<>]/g)).toHaveLength(4)
        expect(page.match(/"/g)).toHaveLength(2)
      }),
    )
  })
})
