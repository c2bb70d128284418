/**
 * What makes a text hard for whoever reads slowly: length, long sentences, abbreviations, the words of offices. It advises;
 * what may not be said at all is refused by wording-rules.ts.
 */
import { unexplained } from './wording-rules.ts'

/** Syllables, which Vietnamese writes apart. Read aloud, a sentence of more does not stay in the ear. */
const MOST_IN_SENTENCE = 28
const MOST_IN_TEXT = 75

/** Words of decrees, and what people say. */
const PLAIN: readonly (readonly [office: string, plain: string])[] = [
  ['thực hiện', 'làm'], ['tiến hành', 'làm'], ['kịp thời', 'sớm'], ['theo quy định', 'nói rõ điều gì'], ['nêu trên', 'nói lại việc đó'], ['đối tượng', 'người hưởng'], ['thụ hưởng', 'hưởng'],
  ['chi trả kinh phí', 'trả tiền'], ['nhằm', 'để'], ['công dân', 'ông, bà'], ['cư trú', 'ở'], ['liên hệ với', 'hỏi'], ['đề nghị', 'mời'], ['hồ sơ, thủ tục', 'giấy tờ'],
]

export interface Advice {
  syllables: number
  /** Whole sentences to the officer; empty: nothing to mend. */
  said: readonly string[]
}

const syllablesOf = (text: string): number => text.split(/\s+/).filter((part) => /[\p{L}\p{N}]/u.test(part)).length

/** Of a text as somebody will read it, filled. */
export function coach(text: string): Advice {
  const syllables = syllablesOf(text)
  const long = text.split(/(?<=[.?:;])\s+|\n+/).map((sentence) => ({ sentence, n: syllablesOf(sentence) })).filter(({ n }) => n > MOST_IN_SENTENCE)
  const said = [
    ...(syllables > MOST_IN_TEXT ? [`Dài ${syllables} tiếng; dưới ${MOST_IN_TEXT} thì người đọc chậm theo được đến cuối.`] : []),
    ...long.map(({ sentence, n }) => `Câu “${sentence.split(/\s+/).slice(0, 6).join(' ')}…” dài ${n} tiếng; tách thành hai câu.`),
    ...unexplained(text).map((short) => `Viết đầy đủ thay cho “${short}”.`),
    ...PLAIN.filter(([office]) => new RegExp(`(?<!\\p{L})${office}(?!\\p{L})`, 'iu').test(text)).map(([office, plain]) => `Thay “${office}” bằng lời thường, ví dụ “${plain}”.`),
  ]
  return { syllables, said }
}
