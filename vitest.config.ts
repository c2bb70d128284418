import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/faults/**', 'tests/bench/**'],
    globalSetup: ['tests/support/global-setup.ts'],
    // Limits for what hangs, not measures of speed: on a machine five times slower, shared with others, all still pass.
    testTimeout: 180_000,
    hookTimeout: 300_000,
    maxWorkers: 2,
  },
})
