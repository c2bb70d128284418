/** Where somebody who holds a leaflet or a code in their hand begins to write to the commune's assistant. */

export interface BotAddresses {
  /** Of the web chat, as people reach it; undefined: only this machine does. */
  publicUrl: string | undefined
  zaloAccountId: string | undefined
  telegramName: string | undefined
}

export type WayIn = { name: 'webchat' | 'zalo' | 'telegram'; url: string }

/**
 * The web chat first: it opens on every phone, without an app and without an account. `code`: is filled in where the
 * way can carry it, which Zalo's page cannot. `commune`: chosen already, where an installation serves several.
 */
export function waysIn({ publicUrl, zaloAccountId, telegramName }: BotAddresses, { code, commune }: { code?: string; commune?: number } = {}): WayIn[] {
  const ways: WayIn[] = []
  if (publicUrl !== undefined) {
    const url = new URL('/hoi', publicUrl)
    if (commune !== undefined) url.searchParams.set('xa', String(commune))
    if (code !== undefined) url.searchParams.set('ma', code)
    ways.push({ name: 'webchat', url: url.href })
  }
  if (zaloAccountId !== undefined && code === undefined) ways.push({ name: 'zalo', url: `https://zalo.me/${zaloAccountId}` })
  if (telegramName !== undefined) ways.push({ name: 'telegram', url: `https://t.me/${telegramName}${code === undefined ? '' : `?start=${code}`}` })
  return ways
}
