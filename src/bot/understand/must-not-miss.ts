/**
 * What no statistic may overlook: danger, a plain "stop", and a one-time password given away. The cues are lines of
 * templates/vi/words. A cue decides unless the classifier is certain that the words mean something else, for "sập" is also
 * what prices do; everything without a cue is the classifier's, who calls danger early.
 */
import type { FoldedText } from './fold.ts'
import type { Intent } from './intents.ts'
import type { WordBook } from './word-book.ts'

/** A wrong alarm costs an officer a glance, a missed one may cost a life: danger needs no majority. */
const DANGER_FROM = 0.3
/** Where the classifier is sure of nothing, danger that is about as likely as anything is enough. */
const DANGER_IF_UNSURE = 0.12
const NEARLY = 0.17
/** Below this the classifier has read the cue's words and is certain that nobody is in danger. */
const CUE_FROM = 0.03

export interface Chances {
  of(intent: Intent): number
  likeliest: number
}

export function mustNotMiss(text: FoldedText, book: WordBook, chances: Chances): Intent | undefined {
  if (isDanger(text, chances)) return 'emergency'
  if (text.written.length <= 4 && book.optOut.has(text.written.join(' '))) return 'opt_out'
  return text.hints.includes('scam') && chances.of('scam_check') >= CUE_FROM ? 'scam_check' : undefined
}

function isDanger(text: FoldedText, chances: Chances): boolean {
  const danger = chances.of('emergency')
  const cued = text.hints.includes('danger') && !text.hints.includes('figure-of-speech')
  return danger >= (cued ? CUE_FROM : DANGER_FROM) || (danger >= DANGER_IF_UNSURE && danger >= chances.likeliest - NEARLY)
}
