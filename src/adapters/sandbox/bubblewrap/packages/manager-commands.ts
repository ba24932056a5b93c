import { majorOf, type PackageManager } from '#src/domain/packages/package-managers.ts'
import { GATE_ADDRESS } from './registry-gate.ts'

/** `exact`: what the lockfile says; `update`: what package.json asks for beyond it; `new`: there is no lockfile. */
export type InstallMode = 'exact' | 'update' | 'new'

/** Arguments and environment of a package manager's program. */
export type ManagerCommand = { args: string[]; env: Record<string, string> }

/** Package managers keep their own files beside the packages, so that they can link one to the other. */
const OWN = '/workspace/.ollio/manager'

/**
 * How a package manager installs without running anything of a package. `scope`: the folders whose packages are installed; `null` for all.
 * `names`: the name in the package.json of each folder.
 */
export function managerCommand(
  manager: PackageManager,
  mode: InstallMode,
  { scope, names }: { scope: readonly string[] | null; names: ReadonlyMap<string, string> },
): ManagerCommand {
  const command = { npm: npmCommand, pnpm: pnpmCommand, yarn: majorOf(manager) === 1 ? yarnClassicCommand : yarnCommand, bun: bunCommand }
  // `yarn workspaces focus` came with Yarn 4.
  const isWhole = manager.name === 'yarn' && majorOf(manager) < 4
  return command[manager.name](mode, isWhole ? null : scope, names)
}

/** Yarn 1 can't install a part of a workspace, so it gets no other part to see. Not for an update: it would forget the others. */
export function hidesOtherPackages(manager: PackageManager, mode: InstallMode): boolean {
  return manager.name === 'yarn' && majorOf(manager) === 1 && mode === 'exact'
}

/** Settings for Yarn 2 and later, which reads them from a file only. JSON is YAML. */
export function yarnSettings(manager: PackageManager, own: string): string {
  const settings = {
    ...{ nodeLinker: 'node-modules', globalFolder: OWN, enableGlobalCache: true, enableScripts: false, enableTelemetry: false },
    ...{ npmRegistryServer: GATE_ADDRESS.slice(0, -1), unsafeHttpWhitelist: ['127.0.0.1'], httpTimeout: 60_000 },
    ...{ enableProgressBars: false, enableMessageNames: true, enableInlineBuilds: false },
    // Older versions refuse what they don't know.
    ...(majorOf(manager) >= 4 ? { enableHardenedMode: false } : {}),
  }
  return `${own}${Object.entries(settings)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
    .join('')}`
}

type Make = (mode: InstallMode, scope: readonly string[] | null, names: ReadonlyMap<string, string>) => ManagerCommand

const npmCommand: Make = (mode, scope) => ({
  args: [
    mode === 'exact' ? 'ci' : 'install',
    ...(mode === 'new' ? ['--no-package-lock'] : []),
    ...(scope ?? []).map((folder) => `--workspace=${folder}`),
    ...(scope === null ? [] : ['--include-workspace-root']),
    ...['--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier', '--no-progress', '--loglevel=error', `--cache=${OWN}`],
    ...[`--registry=${GATE_ADDRESS}`, '--replace-registry-host=always', '--omit-lockfile-registry-resolved=false', '--fetch-retries=1'],
    ...['--userconfig=/tmp/none', '--globalconfig=/tmp/none-either', '--install-links=false', '--maxsockets=12'],
  ],
  env: {},
})

const pnpmCommand: Make = (mode, scope) => ({
  args: [
    'install',
    mode === 'exact' ? '--frozen-lockfile' : mode === 'update' ? '--no-frozen-lockfile' : '--no-lockfile',
    ...(scope === null ? [] : ['{.}', ...scope.map((folder) => `{${folder}}`)].map((folder) => `--filter=${folder}`)),
    // Otherwise pnpm 8 installs what the other packages need as well.
    ...(scope === null || mode !== 'exact' ? [] : ['--config.dedupe-peer-dependents=false']),
    ...['--ignore-scripts', '--ignore-pnpmfile', `--registry=${GATE_ADDRESS}`, '--reporter=append-only', `--store-dir=${OWN}/store`],
    ...['--package-import-method=hardlink', '--config.manage-package-manager-versions=false'],
    ...['--config.package-manager-strict=false', '--config.strict-dep-builds=false', '--config.trust-lockfile=true'],
    ...['--config.fetch-retries=1', '--network-concurrency=12', `--config.cache-dir=${OWN}/cache`, `--config.state-dir=${OWN}/state`],
  ],
  env: { PNPM_HOME: OWN, COREPACK_ENABLE_STRICT: '0', pnpm_config_pm_on_fail: 'ignore' },
})

const yarnClassicCommand: Make = (mode) => ({
  args: [
    'install',
    mode === 'exact' ? '--frozen-lockfile' : mode === 'new' ? '--no-lockfile' : '--check-files',
    ...['--ignore-scripts', '--ignore-engines', '--non-interactive', '--no-progress', `--registry=${GATE_ADDRESS}`],
    ...['--network-timeout=60000', `--cache-folder=${OWN}`, '--silent', '--no-default-rc', '--network-concurrency=12'],
  ],
  env: {},
})

const yarnCommand: Make = (mode, scope, names) => {
  const named = ['', ...(scope ?? [])].flatMap((folder) => names.get(folder) ?? [])
  const args =
    scope === null || mode !== 'exact'
      ? ['install', mode === 'exact' ? '--immutable' : '--no-immutable', '--mode=skip-build']
      : ['workspaces', 'focus', ...named]
  return { args, env: { YARN_IGNORE_PATH: '1', YARN_ENABLE_IMMUTABLE_INSTALLS: String(mode === 'exact') } }
}

const bunCommand: Make = (mode, scope) => ({
  args: [
    'install',
    ...(mode === 'exact' ? ['--frozen-lockfile'] : mode === 'new' ? ['--no-save'] : []),
    ...(scope === null ? [] : ['.', ...scope].map((folder) => `--filter=./${folder}`)),
    ...['--ignore-scripts', '--no-progress', '--no-summary', '--linker=hoisted', '--backend=hardlink', '--network-concurrency=12'],
    ...[`--registry=${GATE_ADDRESS}`, `--cache-dir=${OWN}`],
  ],
  env: { BUN_INSTALL_CACHE_DIR: OWN, BUN_CONFIG_REGISTRY: GATE_ADDRESS, DO_NOT_TRACK: '1' },
})
