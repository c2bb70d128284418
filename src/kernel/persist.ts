/**
 * Tries again, with growing pauses, while a failure is of the passing kind (a server that is restarting), for at most
 * ten minutes. For work whose loss would cost more than the wait.
 */
export async function persistently<T>(work: () => Promise<T>, isPassing: (problem: unknown) => boolean): Promise<T> {
  const until = performance.now() + 10 * 60_000
  for (let pause = 200; ; pause = Math.min(pause * 2, 5_000)) {
    try {
      return await work()
    } catch (problem) {
      if (!isPassing(problem) || performance.now() + pause > until) throw problem
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }
}
