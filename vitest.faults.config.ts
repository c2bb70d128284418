import { defineConfig } from 'vitest/config'

/** Killed workers, wiped queues, restarted databases: slower than `npm test`, one file at a time. LOA_FAULTS=short runs a short form. */
export default defineConfig({
  test: {
    include: ['tests/faults/**/*.test.ts'],
    globalSetup: ['tests/support/faults-setup.ts'],
    testTimeout: 600_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
})
