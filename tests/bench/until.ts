/** Asks every `everyMs` until it is so; says what was waited for when it never is. */
export async function until(ask: () => Promise<boolean>, what: string, { withinMs = 300_000, everyMs = 50 } = {}): Promise<void> {
  const end = performance.now() + withinMs
  while (!(await ask())) {
    if (performance.now() > end) throw new Error(`waited ${withinMs / 1_000} s in vain for ${what}`)
    await new Promise((done) => setTimeout(done, everyMs))
  }
}
