import type { Relation } from '../domain/person-record.ts'
import { EXIT, UserError } from '../kernel/errors.ts'

const WORDS: Readonly<Record<string, Relation>> = { 'chinh-chu': 'self', con: 'child', chau: 'grandchild', 'vo-chong': 'spouse', 'cha-me': 'parent', 'cham-soc': 'carer' }

export const RELATION_OPTION = ['--relation <quan hệ>', `người nhắn là gì của người đó: ${Object.keys(WORDS).join(', ')}`] as const

export function readRelation(text: string | undefined): Relation {
  const relation = WORDS[text ?? 'chinh-chu']
  if (relation === undefined) throw new UserError('relation.unknown', `--relation chỉ nhận: ${Object.keys(WORDS).join(', ')}.`, { exitCode: EXIT.usage })
  return relation
}
