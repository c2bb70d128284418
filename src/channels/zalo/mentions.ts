/** How a text in a group calls somebody: `[@<user id>]`, or everybody by the group's own id. */
const MENTION = /\[@\d+\]/g

/**
 * Whatever is relayed from people goes through here, or anybody could ring a whole group. Repeated, because taking one
 * mention out can leave another: `[@1[@2]3]`.
 */
export function withoutMentions(text: string): string {
  let clean = text
  for (let before = ''; before !== clean; ) {
    before = clean
    clean = clean.replace(MENTION, '')
  }
  return clean
}
