// `node install.mjs <npm|pnpm|yarn> <exact|update|new>` installs the package files in the working folder without running install scripts.
// Exit code 0: installed; else the package manager's exit code, with its output on stderr.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'

/** The Unix socket of the registry gate. Package managers can't use Unix sockets, so a local port forwards to it. */
const GATE = '/run/registry/gate'
const PORT = 4873
const REGISTRY = `http://127.0.0.1:${PORT}/`

const NPM = [
  ...['--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier', '--no-progress', '--loglevel=error', '--cache=/tmp/npm'],
  ...[`--registry=${REGISTRY}`, '--replace-registry-host=always', '--omit-lockfile-registry-resolved=false', '--fetch-retries=1'],
  ...['--userconfig=/tmp/none', '--globalconfig=/tmp/none-either', '--install-links=false', '--maxsockets=12'],
]
const PNPM = [
  ...[
    '--ignore-scripts',
    '--ignore-pnpmfile',
    `--registry=${REGISTRY}`,
    '--reporter=append-only',
    '--store-dir=/tmp/store',
    '--package-import-method=copy',
  ],
  ...['--config.node-linker=hoisted', '--config.manage-package-manager-versions=false', '--config.package-manager-strict=false'],
  ...['--fetch-retries=1', '--network-concurrency=12', '--config.cache-dir=/tmp/cache'],
]
const YARN = [
  ...['--ignore-scripts', '--ignore-engines', '--non-interactive', '--no-progress', `--registry=${REGISTRY}`, '--network-timeout=60000'],
  ...['--cache-folder=/tmp/yarn', '--silent', '--no-default-rc', '--network-concurrency=12'],
]

const MANAGERS = {
  npm: { program: 'npm/bin/npm-cli.js', exact: ['ci', ...NPM], update: ['install', ...NPM], new: ['install', '--no-package-lock', ...NPM] },
  pnpm: {
    program: 'pnpm/bin/pnpm.cjs',
    exact: ['install', '--frozen-lockfile', ...PNPM],
    update: ['install', '--no-frozen-lockfile', ...PNPM],
    new: ['install', '--no-lockfile', ...PNPM],
  },
  yarn: {
    program: 'yarn/bin/yarn.js',
    exact: ['install', '--frozen-lockfile', ...YARN],
    update: ['install', ...YARN],
    new: ['install', '--no-lockfile', ...YARN],
  },
}

/** What they print if package.json and the lockfile don't match. */
const DISAGREE = /\bEUSAGE\b|OUTDATED_LOCKFILE|needs to be updated/

async function run(program, args) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'node_modules', program), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output = `${output}${chunk}`.slice(-8_000)))
  const [code, signal] = await once(child, 'close')
  // As a shell reports it, so that the caller sees that the system ended it, and not the package manager itself.
  return { code: code ?? (signal === 'SIGKILL' ? 137 : 1), output }
}

const [name, mode] = process.argv.slice(2)
const manager = MANAGERS[name]
const forwarder = createServer((near) => {
  const far = connect(GATE)
  near.on('error', () => far.destroy()).on('close', () => far.destroy())
  far.on('error', () => near.destroy()).on('close', () => near.destroy())
  near.pipe(far).pipe(near)
})
await once(forwarder.listen(PORT, '127.0.0.1'), 'listening')
let result = await run(manager.program, manager[mode])
if (mode === 'exact' && result.code !== 0 && DISAGREE.test(result.output)) result = await run(manager.program, manager.update)
if (result.code !== 0) process.stderr.write(result.output)
process.exit(result.code)
