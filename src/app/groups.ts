/** The committee's and the villages' rooms of this process: what is read in them, and what goes from one to the other. */
import { join } from 'node:path'
import type { Channel } from '../channels/channel.ts'
import type { Content } from '../content/content.ts'
import { explain } from '../delivery/explain.ts'
import type { ContactKind } from '../domain/notice-state.ts'
import { maskPersonal } from '../groups/mask-personal.ts'
import { loadLexicon } from '../groups/reading/load-lexicon.ts'
import { readMarked } from '../groups/read-marked.ts'
import { createGroupReader } from '../groups/reading/read-group-message.ts'
import { followUp } from '../groups/follow-up.ts'
import { keepBoards } from '../groups/keep-boards.ts'
import { routeMessage } from '../groups/route-message.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Ground } from '../store/ground.ts'
import { readNotices } from '../store/notice-context.ts'
import { sceneVillages } from '../store/room-scene.ts'
import { closeAnswered, owedTasks, untoldTasks, withFollowDesk } from '../store/task-follow-up.ts'
import { noteTold, postBoard, staleBoards } from '../store/task-boards.ts'
import { TEMPLATES } from './templates-dir.ts'

/** Zalo's groups know no buttons, whatever its chats can. */
export const canPressOn = (channels: readonly Channel[]) => (kind: ContactKind, isGroup: boolean): boolean =>
  channels.some(({ reaches, limits }) => reaches === kind && limits.buttons > 0) && !(kind === 'zalo' && isGroup)

export async function routing({ config, database, cipher }: Pick<Ground, 'config' | 'database' | 'cipher'>, clock: Clock, channels: readonly Channel[], content: Content) {
  const lexicon = await loadLexicon({ languageDir: join(TEMPLATES, 'vi'), ownDir: join(config.dataDir, 'language') })
  const visitTexts = explain({ content, clock, read: (ids) => readNotices(database.pool, cipher, ids) })
  return routeMessage({ content, tell: (noticeIds) => visitTexts(noticeIds, 'visit'), read: readMarked(createGroupReader(lexicon)), mask: maskPersonal, canPress: canPressOn(channels) })
}

/** What the clock does for tasks: it asks the database what is due, and is safe to miss or to double. */
export function tasksUnderWay({ database, cipher }: Pick<Ground, 'database' | 'cipher'>, clock: Clock, channels: readonly Channel[], content: Pick<Content, 'render'>) {
  const { pool } = database
  return {
    keepBoards: keepBoards({
      clock, content,
      editable: channels.filter(({ edit }) => edit !== undefined).map(({ reaches }) => reaches),
      noteTold: () => noteTold(pool),
      stale: (editable, now, limit) => staleBoards(pool, cipher, editable, now, limit),
      villages: (communeId) => sceneVillages(pool, communeId),
      post: (taskId, text, editable, now) => postBoard(database, cipher, taskId, text, editable, now),
    }),
    followUp: followUp({
      clock, content,
      canPress: canPressOn(channels),
      closeAnswered: (now) => closeAnswered(pool, now),
      owed: () => owedTasks(pool, cipher),
      untold: () => untoldTasks(pool, cipher, clock.now()),
      withDesk: (communeId, now, work) => withFollowDesk(database, cipher, communeId, now, work),
    }),
  }
}
