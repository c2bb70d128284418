/**
 * (scene, message, command, reading) → actions, pure. undefined: the message is none of a room's business, and the chat's own
 * conversation goes on; an empty list: it was heard and nothing is to be done.
 */
import type { GroupAction } from './action.ts'
import { committeeSays } from './committee-says.ts'
import { headSays } from './head-says.ts'
import type { Command } from './read-command.ts'
import type { Reading } from './reading/reading.ts'
import type { GroupWords, Scene } from './scene.ts'

export function decide(scene: Scene, words: GroupWords, command: Command | undefined, reading: Reading | undefined): readonly GroupAction[] | undefined {
  if (command?.kind === 'bind') return [{ kind: 'bind', code: command.code }]
  const { room, speaker } = scene
  if (room === undefined) return undefined
  const actions = speaker?.office === 'head' || speaker?.office === 'deputy' ? headSays(scene, speaker, words, command, reading) : committeeSays(scene, words, command, reading)
  return withoutEndlessTalk(scene, actions)
}

/** Nobody needs so many answers in so short a time; a machine that answers ours would go on for ever. */
const MOST_SAID = 12

function withoutEndlessTalk({ saidLately }: Scene, actions: readonly GroupAction[] | undefined): readonly GroupAction[] | undefined {
  return saidLately < MOST_SAID ? actions : actions?.filter(({ kind }) => kind !== 'say' && kind !== 'list')
}
