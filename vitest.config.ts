import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** Two threads a processor: test files wait for builds, browsers and servers more than they compute. */
const MAX_WORKERS = Math.min(4, Math.max(2, availableParallelism()))

/** Each file has a process of its own, because `nock` in one file must not cut off the Temporal client of another. */
const IN_PROCESSES = { pool: 'forks' as const, isolate: true, globalSetup: ['test/support/global-setup.ts'] }
const TIMEOUTS = { testTimeout: 120_000, hookTimeout: 120_000, teardownTimeout: 30_000 }

export default defineConfig({
  test: {
    maxWorkers: MAX_WORKERS,
    projects: [
      // Pure code and single parts of Node: no server, no browser, no sandbox.
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], pool: 'threads', testTimeout: 30_000 } },
      // PostgreSQL, Temporal, HTTP and the local GitHub.
      { test: { name: 'integration', include: ['test/integration/**/*.test.ts'], ...IN_PROCESSES, ...TIMEOUTS } },
      // Sandboxes, Chromium, the templates and the whole stack.
      { test: { name: 'system', include: ['test/system/**/*.test.ts'], ...IN_PROCESSES, ...TIMEOUTS } },
    ],
  },
})
