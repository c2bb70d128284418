/**
 * What a text to citizens may not say, whoever wrote it: the house style (short, no shouting, no unexplained
 * abbreviations) and what swindlers say (money, codes, links), so that people may rely on the commune never saying
 * it. Only the text itself is judged, not the values that fill it.
 */
import type { TextForm } from './content.ts'

interface WordingRule {
  code: string
  /** Found in the text without its Liquid marks: the text is refused. */
  pattern: RegExp
  said: string
}

/** Words end at anything that is not a letter; \b knows only unmarked letters. */
const word = (alternatives: string): RegExp => new RegExp(`(?<!\\p{L})(?:${alternatives})(?!\\p{L})`, 'iu')

const RULES: readonly WordingRule[] = [
  { code: 'exclamation', pattern: /[!！]/u, said: 'Bỏ dấu chấm than.' },
  { code: 'flowery', pattern: word('kính mong|kính thưa|kính đề nghị|quý vị|quý ông bà|quý khách'), said: 'Viết gọn, không dùng "kính mong", "quý vị".' },
  {
    code: 'asks-for-money',
    pattern: word('chuyển khoản|chuyển tiền|nộp tiền|nạp tiền|gửi tiền|đóng phí|nộp phí|lệ phí|đặt cọc|số tài khoản|stk'),
    said: 'Tin nhắn của ủy ban không nhắc chuyển tiền, nộp tiền hay số tài khoản, để người dân phân biệt với tin lừa đảo.',
  },
  {
    code: 'asks-for-code',
    pattern: word('otp|mã xác (?:thực|nhận|minh)|mật khẩu|mã pin|số căn cước|số thẻ'),
    said: 'Không hỏi mã, mật khẩu hay số giấy tờ trong tin nhắn.',
  },
  {
    code: 'link',
    pattern: /(?:https?:\/\/|www\.|(?<![\p{L}\d])[a-z0-9-]+\.(?:vn|com|net|org|info|me|gl|ly|top|xyz)(?![\p{L}\d]))/iu,
    said: 'Không đặt đường dẫn trong tin nhắn.',
  },
]

/** Abbreviations that need no explaining, or are explained by the words before them. */
const UNDERSTOOD: Readonly<Record<string, string | null>> = { UBND: null, BHYT: 'bảo hiểm y tế', OTP: null, TỪ: null, CHỐI: null }

/** Fields that forms read by others than the person may not name: phones are shared, the village head's list is paper. */
const PRIVATE_FIELDS: readonly string[] = ['amount', 'account_tail']

export function wordingProblems(body: string, form: TextForm, fields: readonly string[]): { code: string; said: string }[] {
  const literal = literalText(body)
  const asking = literal.replace(DENIAL, ' ')
  const problems = RULES.filter((rule) => rule.pattern.test(asking)).map(({ code, said }) => ({ code, said }))
  for (const short of unexplained(literal)) {
    problems.push({ code: 'abbreviation', said: `Viết đầy đủ thay cho "${short}".` })
  }
  if (form !== 'chat' && fields.some((field) => PRIVATE_FIELDS.includes(field))) {
    problems.push({ code: 'private-field', said: 'Số tiền và tài khoản chỉ được ghi trong tin nhắn riêng, không ghi trong SMS hay phiếu đến nhà.' })
  }
  if ((form === 'chat' || form === 'sms') && !/^\{\{-?\s*sender\s*-?\}\}/.test(body)) {
    problems.push({ code: 'no-sender-first', said: 'Mở đầu bằng tên nơi gửi: {{ sender }}.' })
  }
  return problems
}

/** "Cán bộ không hỏi mật khẩu" warns of swindlers; it asks for nothing. */
const DENIAL = /(?<!\p{L})không (?:bao giờ )?(?:đòi|hỏi)(?: (?:tiền|mật khẩu|mã|otp|pin|hay|hoặc)(?!\p{L}))+/giu

const literalText = (body: string): string => body.replace(/\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g, ' ')

/** Abbreviations that the words before them do not explain. */
export function unexplained(literal: string): string[] {
  const found = [...literal.matchAll(/(?<![\p{L}\d])\p{Lu}{2,}(?![\p{L}])/gu)]
  return found.flatMap(({ 0: short, index }) => {
    const meaning = UNDERSTOOD[short]
    if (meaning === null) return []
    return meaning !== undefined && literal.slice(0, index).toLowerCase().includes(meaning) ? [] : [short]
  })
}

/** Traces of a value that was not there, or of wordings that do not meet. */
export function isUntidy(text: string): boolean {
  return / {2}| [,.;:?)]|[,;:]\s*[,.;:]|(?<!\.)\.\.(?!\.)|\( /.test(text) || text !== text.trim()
}
