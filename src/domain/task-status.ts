/** How far one village is with one task. It follows from when things happened and from now; only what happened is kept. */
export const TASK_STATUSES = ['unreachable', 'waiting', 'told', 'seen', 'confirmed', 'answered', 'done', 'late'] as const
export type TaskStatus = (typeof TASK_STATUSES)[number]

export interface TaskSteps {
  /** There is a chat or a telephone to tell. */
  reachable: boolean
  toldAt: Date | undefined
  seenAt: Date | undefined
  confirmedAt: Date | undefined
  answeredAt: Date | undefined
  doneAt: Date | undefined
}

/** An answer that came late is an answer; a confirmation alone does not keep a task from being late. */
export function statusOf(steps: TaskSteps, dueAt: Date | undefined, now: Date): { status: TaskStatus; since: Date | undefined } {
  if (steps.doneAt !== undefined) return { status: 'done', since: steps.doneAt }
  if (steps.answeredAt !== undefined) return { status: 'answered', since: steps.answeredAt }
  if (dueAt !== undefined && dueAt <= now) return { status: 'late', since: undefined }
  if (steps.confirmedAt !== undefined) return { status: 'confirmed', since: steps.confirmedAt }
  if (steps.seenAt !== undefined) return { status: 'seen', since: steps.seenAt }
  if (steps.toldAt !== undefined) return { status: 'told', since: steps.toldAt }
  return { status: steps.reachable ? 'waiting' : 'unreachable', since: undefined }
}
