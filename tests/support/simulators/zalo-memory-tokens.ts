/** The tokens of an account where no database is: for one process, with the same promises. */
import type { HeldAccount, TokenPair, ZaloAccount, ZaloTokens } from '../../../src/channels/zalo/grant.ts'

export interface MemoryTokens extends ZaloTokens {
  account: ZaloAccount | undefined
  /** Pairs that were committed, oldest first. */
  saved: TokenPair[]
}

export function memoryTokens(first?: TokenPair): MemoryTokens {
  const fresh = (pair: TokenPair, messageApi: ZaloAccount['messageApi']): ZaloAccount => ({ ...pair, messageApi, refreshBegunAt: undefined, trouble: undefined })
  let last: Promise<unknown> = Promise.resolve()

  const store: MemoryTokens = {
    account: first === undefined ? undefined : fresh(first, 'v3'),
    saved: [],
    read: async () => store.account,
    async withLock(_oaId, work) {
      const held: HeldAccount = {
        read: async () => store.account,
        async beginRefresh(at) {
          if (store.account !== undefined) store.account = { ...store.account, refreshBegunAt: at }
        },
        async save(pair) {
          store.saved.push(pair)
          store.account = fresh(pair, store.account?.messageApi ?? 'v3')
          return true
        },
      }
      const mine = last.then(() => work(held))
      last = mine.catch(() => undefined)
      return mine
    },
    async markTrouble(_oaId, code) {
      if (store.account === undefined || store.account.trouble === code) return false
      store.account = { ...store.account, trouble: code }
      return true
    },
    async pinMessageApi(_oaId, api) {
      if (store.account !== undefined) store.account = { ...store.account, messageApi: api }
    },
  }
  return store
}
