/**
 * Work that many ask for and one run serves: whoever asks while it runs is served by the next run. For what has been
 * stored already and only has to be looked at, so that nobody waits for it.
 */
export interface Soon {
  ask(): void
  /** Resolves when nothing is under way. */
  idle(): Promise<void>
}

export function soon(work: () => Promise<unknown>, onProblem: (problem: unknown) => void): Soon {
  let running: Promise<void> | undefined
  let again = false
  const run = async (): Promise<void> => {
    do {
      again = false
      await work().catch(onProblem)
    } while (again)
    running = undefined
  }
  return {
    ask() {
      again = true
      running ??= run()
    },
    idle: async () => {
      await running
    },
  }
}
