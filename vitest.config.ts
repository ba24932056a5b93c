import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    // Each file has a process of its own: nock in one must not cut off the Temporal client of another.
    pool: 'forks',
    isolate: true,
    // Files wait for builds, browsers and servers more than for the processor; more than four would only crowd it.
    maxWorkers: Math.min(4, Math.max(2, availableParallelism())),
    testTimeout: 120_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
  },
})
