/**
 * How long a test waits for what must come before it says that it never does. Nothing waits so long that comes: a machine
 * that is slow, or shared with other suites, only needs more of it.
 */
export const PATIENCE_MS = 60_000
/** For a provider that answers, however long it takes; */
export const PATIENT = { answerMs: PATIENCE_MS, connectMs: PATIENCE_MS }
/** and for one that never does, which the test must wait out. */
export const HURRIED = { ...PATIENT, answerMs: 1_500 }
/** For `expect.poll` and `vi.waitFor`, whose own patience is a second. */
export const PATIENTLY = { timeout: PATIENCE_MS }
