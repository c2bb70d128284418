/**
 * "#giao ấp Đông Lợi …": the mark says what the message is, and the words behind it say for whom, read as if the mark were not
 * there. Both must name the same places before it goes out unasked.
 */
import type { ReadGroupMessage } from './reading/reading.ts'

const MARK = /^\s*#\p{L}+[\s:,]+(?=\S)/u

export function readMarked(read: ReadGroupMessage): ReadGroupMessage {
  return (message) => {
    const marked = read(message)
    const behind = message.text.replace(MARK, '')
    if (marked.confident || behind === message.text) return marked
    const plain = read({ ...message, text: behind })
    const same = plain.targets.length === marked.targets.length && plain.targets.every((target) => marked.targets.includes(target))
    return { ...marked, confident: plain.confident && same }
  }
}
