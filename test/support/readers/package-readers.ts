import { installationFailure } from '#src/adapters/sandbox/bubblewrap/packages/installation-failure.ts'
import { toGateDescription } from '#src/adapters/sandbox/bubblewrap/packages/registry-paths.ts'
import { addedPackages, requiresTheSamePackages } from '#src/domain/packages/added-packages.ts'
import { keepDependencyChanges } from '#src/domain/packages/dependency-changes.ts'
import { fromGateUrls, toGateUrls } from '#src/domain/packages/lockfile-urls.ts'
import { forInstall } from '#src/domain/packages/install-files.ts'
import { installPlan } from '#src/domain/packages/install-plan.ts'
import { packageFiles } from '#src/domain/packages/lockfiles.ts'
import { packageManifest, workspaceFolders } from '#src/domain/packages/package-manifest.ts'
import { isRegistryVersion } from '#src/domain/packages/registry-version.ts'
import { parseJsonc } from '#src/domain/shared/jsonc.ts'
import { commandResult } from '../sandbox/command-result.ts'
import { repeated, row, textRow, times } from './row.ts'

const MIB = 1024 * 1024
const REPORT = { trouble: null, exceeded: null, refused: new Map<string, number>(), archives: { passed: 0, cached: 0, bytes: 0 } }
const LIMITS = { processorMs: 1_000, realMs: 1_000 }
const GATE = 'http://gate/'

/** Objects that contain one another, in `size` characters. */
const nested = (size: number): string => `{"overrides":${'{"a":'.repeat(size / 6)}1${'}'.repeat(size / 6)}}`
const packages = (size: number, version: string): string =>
  JSON.stringify({ dependencies: Object.fromEntries(times(size / (version.length + 14), (index) => [`a${index}`, version])) })
const HOSTILE = `1${'|| 1'.repeat(24)}!`
const manifests = {
  'nested objects': nested,
  'nested lists': (size: number) => `{"overrides":${'['.repeat(size / 2)}${']'.repeat(size / 2)}}`,
  'many packages': (size: number) => packages(size, '1.0.0'),
  'hostile versions': (size: number) => packages(size, HOSTILE),
  'many sections': (size: number) => `{${times(size / 10, (index) => `"a${index}":1`).join(',')}}`,
  'line ends': (size: number) => `{${'\n'.repeat(size)}"a":1}`,
  'a long text': (size: number) => JSON.stringify({ dependencies: { a: repeated('\\"', size / 2) } }),
}

export const PACKAGE_READERS = {
  workspaceFolders: row(
    { limit: 50_000 },
    {
      'many folders and long patterns': (size) => ({ folders: size, patterns: [repeated('a/', size * 20)] }),
      'many folders and many patterns': (size) => ({ folders: size, patterns: times(50, (index) => `packages/${index}/*`) }),
      'many long patterns': (size) => ({ folders: size / 50, patterns: times(50, (index) => repeated(`${index}/`, 150)) }),
    },
    ({ folders, patterns }) =>
      workspaceFolders(
        times(folders, (index) => `p/${index}/package.json`),
        patterns,
      ),
  ),
  isRegistryVersion: textRow(
    { limit: 100, pieces: ['|| 1', ' || 1', '1.', '-1', ' - 1'], starts: ['', '1', 'workspace:1'], end: '!' },
    isRegistryVersion,
  ),
  keepDependencyChanges: row({ limit: MIB }, manifests, (text) => [
    keepDependencyChanges('{"dependencies":{}}', text),
    keepDependencyChanges(text, '{"dependencies":{}}'),
  ]),
  requiresTheSamePackages: row({ limit: MIB }, manifests, (text) => requiresTheSamePackages(text, '{}')),
  addedPackages: row({ limit: MIB }, manifests, (text) => addedPackages('{}', text)),
  forInstall: row({ limit: MIB }, manifests, (text) => forInstall('package.json', text)),
  npmSettings: textRow({ limit: MIB, pieces: ['legacy-peer-deps =', ' = '] }, (text) => forInstall('.npmrc', text)),
  packageManifest: row({ limit: MIB }, manifests, packageManifest),
  installPlan: row(
    { limit: 16 * MIB },
    { 'line ends': (size) => '\n'.repeat(size), 'nested objects': (size) => nested(size / 16) },
    (text) => [installPlan({ 'package.json': text.slice(0, MIB), 'yarn.lock': text }), forInstall('pnpm-lock.yaml', text)],
  ),
  yamlBlocks: textRow(
    { limit: MIB, pieces: ['packages:\n', '- a\n', '  - "a\n', 'a:'], starts: ['packages:\n', 'packages: ['] },
    (text) => [
      installPlan({ 'package.json': '{}', 'pnpm-workspace.yaml': text, 'a/package.json': '{}' }, 'a'),
      forInstall('pnpm-workspace.yaml', text),
      forInstall('.yarnrc.yml', text),
    ],
  ),
  packageFiles: row({ limit: 50_000 }, { 'many packages': (size) => times(size, (index) => `a/${index}/package.json`) }, packageFiles),
  parseJsonc: textRow({ limit: MIB, pieces: ['{"a":', ', ', ',]'], starts: ['', '"', '[1,'] }, parseJsonc),
  toGateUrls: textRow({ limit: MIB, pieces: ['https://a ', 'https:/', `${GATE}a`, ',  }'] }, (text) => [
    toGateUrls(text, GATE),
    fromGateUrls(text, GATE, text),
  ]),
  toGateDescription: row(
    { limit: MIB },
    {
      'many versions': (size) =>
        JSON.stringify({
          versions: Object.fromEntries(times(size / 40, (index) => [index, { dist: { tarball: `https://r/${index}.tgz` } }])),
        }),
    },
    (text) => toGateDescription(text, { registry: 'https://r/', gate: GATE }),
  ),
  installationFailure: textRow({ limit: 2 * 64 * 1024, pieces: ['npm error', '\u001B[', '\u009B'] }, (output) =>
    installationFailure(commandResult({ exitCode: 1, stdout: output, stderr: output }), REPORT, LIMITS),
  ),
}
