/**
 * Joins single calls that are made at nearly the same time into one call for many: sixty workers that each claim one
 * row become one statement that claims sixty. The first caller waits at most `lingerMs` for company; while `maxRunning`
 * statements are under way the next one gathers whoever comes, so that batches grow with the load instead of the
 * number of statements.
 */
export interface BatchOptions {
  maxItems: number
  lingerMs: number
  maxRunning: number
  /** After such a failure each item is run alone, so that one bad item does not spoil the others. */
  isolate?: (problem: unknown) => boolean
}

export type BatchRun<Item, Result> = (items: readonly Item[]) => Promise<readonly Result[]>

interface Entry<Item, Result> {
  item: Item
  done(result: Result): void
  fail(problem: unknown): void
}

/** `run` must answer in the order of its items; when it throws, every caller of that batch gets the error, unless it can be isolated. */
export function batched<Item, Result>(run: BatchRun<Item, Result>, options: BatchOptions): (item: Item) => Promise<Result> {
  let waiting: Entry<Item, Result>[] = []
  let timer: NodeJS.Timeout | undefined
  let running = 0

  const flush = (): void => {
    clearTimeout(timer)
    timer = undefined
    if (running >= options.maxRunning || waiting.length === 0) return
    const batch = waiting.slice(0, options.maxItems)
    waiting = waiting.slice(options.maxItems)
    running += 1
    void runTogether(batch).finally(() => {
      running -= 1
      flush()
    })
    flush()
  }

  const runTogether = async (batch: readonly Entry<Item, Result>[]): Promise<void> => {
    try {
      const results = await run(batch.map((entry) => entry.item))
      batch.forEach((entry, index) => entry.done(results[index] as Result))
    } catch (problem) {
      if (batch.length > 1 && options.isolate?.(problem) === true) await Promise.all(batch.map((entry) => runTogether([entry])))
      else batch.forEach((entry) => entry.fail(problem))
    }
  }

  return (item) =>
    new Promise((done, fail) => {
      waiting.push({ item, done, fail })
      if (running >= options.maxRunning) return // the end of a run takes it along
      if (waiting.length >= options.maxItems) flush()
      else timer ??= setTimeout(flush, options.lingerMs)
    })
}
