/**
 * The addresses of this channel. A person is the account's own user id, a group the same with a word in front, so that
 * an answer to where a message came from finds its way without anybody else knowing what a group is; a phone is +84….
 */
const GROUP = 'group:'
const ID = /^\d{1,25}$/

export type ZaloAddress = { kind: 'user'; id: string } | { kind: 'group'; id: string } | { kind: 'phone'; id: string }

export const groupAddress = (groupId: string): string => `${GROUP}${groupId}`

/** The phone comes back as Zalo writes it, 84…; undefined for what is no address of theirs. */
export function zaloAddress(to: string): ZaloAddress | undefined {
  if (to.startsWith(GROUP)) return ID.test(to.slice(GROUP.length)) ? { kind: 'group', id: to.slice(GROUP.length) } : undefined
  if (/^\+84\d{9}$/.test(to)) return { kind: 'phone', id: to.slice(1) }
  return ID.test(to) ? { kind: 'user', id: to } : undefined
}

/** A number as people type it or Zalo writes it → +84…; undefined for anything else. */
export function claimedPhone(written: string): string | undefined {
  const digits = /^(?:\+?84|0)(\d{9})$/.exec(written.replace(/[\s.()-]/g, ''))?.[1]
  return digits === undefined ? undefined : `+84${digits}`
}
