import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { SlowFilesFirst } from './test/support/slow-files-first.ts'

/** One more than processors: tests wait a third of their time, for servers, timers and processes of their own. */
const MAX_WORKERS = Math.min(5, Math.max(2, availableParallelism()) + 1)
const SERVERS = { globalSetup: ['test/support/global-setup.ts'] }
const TIMEOUTS = { testTimeout: 240_000, hookTimeout: 240_000, teardownTimeout: 30_000 }
/** Files that use `nock`, which changes a whole process. They end in `.nock.test.ts`. */
const NOCK = '**/*.nock.test.ts'

export default defineConfig({
  test: {
    maxWorkers: MAX_WORKERS,
    // A worker process serves many files: to load the modules again for each file took more processor time than half of the tests.
    isolate: false,
    sequence: { sequencer: SlowFilesFirst },
    projects: [
      // Pure code and single parts of Node: no server, no browser, no sandbox.
      { extends: true, test: { name: 'unit', include: ['test/unit/**/*.test.ts'], pool: 'threads', testTimeout: 30_000 } },
      // PostgreSQL, Temporal, HTTP and the local GitHub.
      {
        extends: true,
        test: { name: 'integration', include: ['test/integration/**/*.test.ts'], exclude: [NOCK], pool: 'forks', ...SERVERS, ...TIMEOUTS },
      },
      {
        extends: true,
        test: { name: 'integration-nock', include: [`test/integration/${NOCK}`], pool: 'forks', isolate: true, ...TIMEOUTS },
      },
      // Sandboxes, Chromium, the templates and the whole stack.
      {
        extends: true,
        test: {
          name: 'system',
          include: ['test/system/**/*.test.ts'],
          pool: 'forks',
          sequence: { groupOrder: 1 },
          ...SERVERS,
          ...TIMEOUTS,
        },
      },
      // The demo on a machine that is kept busy on purpose. Alone, and only if asked for: `npm run test:load`.
      {
        extends: true,
        test: {
          name: 'load',
          include: ['test/load/**/*.test.ts'],
          pool: 'forks',
          sequence: { groupOrder: 2 },
          testTimeout: 90 * 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
