/** Invented messages, in the ways of writing of the domain document. */
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldMessage } from '../../../src/bot/understand/fold.ts'
import { readLanguage } from '../../../src/bot/understand/language.ts'
import { withoutKeys } from '../../../src/bot/understand/residue.ts'
import { soundOf } from '../../../src/bot/understand/phonetic.ts'

const { book } = await readLanguage({ languageDir: fileURLToPath(new URL('../../../templates/vi', import.meta.url)) })
const words = (text: string): string => foldMessage(text, book).words.join(' ')

describe('folding a message', () => {
  it.each([
    ['marks fall off', 'Thẻ của mẹ tôi', 'the cua me toi'],
    ['decomposed letters are the same letters', 'Thẻ của mẹ tôi'.normalize('NFD'), 'the cua me toi'],
    ['abbreviations are written out', 'bhyt con han ko', 'bao hiem y te con han khong'],
    ['telex keys are taken out', 'ther heets hanj', 'the het han'],
    ['telex keys typed in the middle too', 'dduwowcj tieenf', 'duoc tien'],
    ['vni keys are taken out', 'the3 he61t ha5n', 'the het han'],
    ['vni keys within a word too', 'd9uo75c tie62n', 'duoc tien'],
    ['speech recognisers spell letters', 'thẻ bê hát y tê', 'the bao hiem y te'],
    ['southern words become the standard', 'tui lãnh chừng nào', 'toi nhan bao gio'],
    ['central words become the standard', 'đi mô rứa', 'di dau vay'],
    ['a letter held down counts once', 'alooooo', 'alo'],
    ['a hamlet and its number are two words', 'ap3', 'ap 3'],
    ['a month written short', 'th11', 'thang 11'],
    ['a real number stays', '540.000', '540.000'],
    ['an emoji says nothing', 'chào 😊', 'chao'],
    ['a picture alone says what it stands for', '👍🏽👍🏽', 'ok'],
    ['an unknown picture says nothing', '🧮', ''],
    ['an English word is not telex', 'test', 'test'],
  ])('%s', (_, text, folded) => {
    expect(words(text)).toBe(folded)
  })

  it('keeps a marked word apart from another with the same letters', () => {
    expect(words('răng chưa có')).toBe('sao chua co')
    expect(words('rằng chưa có')).toBe('rang chua co')
  })

  it('sees a script that is not Latin', () => {
    expect(foldMessage('សូមសរសេរជាភាសាខ្មែរ', book).foreignScript).toBe(true)
    expect(foldMessage('thẻ của tôi', book).foreignScript).toBe(false)
  })

  it('takes any text, however wild, and gives lower-case words without marks', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      const folded = foldMessage(text, book)
      expect(folded.plain.length).toBe(folded.written.length)
      expect(folded.words.join(' ')).not.toMatch(/[àáảãạâăđêôơư]/)
    }))
  })

  it('reads a message of any length in bounded work', () => {
    expect(foldMessage('tien '.repeat(100_000), book).words.length).toBeLessThan(400)
  })
})

describe('keys that never became marks', () => {
  it.each([['toan', undefined], ['sms', undefined], ['bhyt', undefined], ['ap3', undefined], ['t12', undefined], ['540', undefined], ['app4', undefined]])('leaves %s alone', (word, decoded) => {
    expect(withoutKeys(word)).toBe(decoded)
  })
})

describe('how words sound', () => {
  it.each([['tre', 'che'], ['sua', 'xua'], ['nan', 'lan'], ['gia', 'da'], ['my', 'mi'], ['lan', 'lang'], ['mat', 'mac']])('%s sounds like %s', (one, other) => {
    expect(soundOf(one)).toBe(soundOf(other))
  })

  it('keeps words apart that differ in more', () => {
    expect(soundOf('tien')).not.toBe(soundOf('the'))
  })
})
