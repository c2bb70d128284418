import { createHash } from 'node:crypto'

/** "esms:3f2a91c0": tells one account of a provider from another without telling anything of it. */
export function accountMark(provider: string, ...account: readonly string[]): string {
  return `${provider}:${createHash('sha256').update(account.join('\0')).digest('hex').slice(0, 8)}`
}
