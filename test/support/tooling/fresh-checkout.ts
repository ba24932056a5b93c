import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { vi } from 'vitest'

/** Small packages that the setup accepts: those that its steps need, and an optional one for another platform. */
const PACKAGES = {
  '': { name: 'checkout' },
  'node_modules/node': { version: '24.0.0' },
  'node_modules/prisma': { version: '7.0.0' },
  'node_modules/elsewhere': { version: '1.0.0', optional: true },
}

/** Replaces Prisma: writes the file that the setup looks for, and one log line per run. */
const GENERATOR = `
  const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs')
  mkdirSync('src/adapters/prisma/generated', { recursive: true })
  writeFileSync('src/adapters/prisma/generated/client.ts', '')
  appendFileSync('generated.log', process.argv.slice(2).join(' ') + '\\n')`

export type SetUp = {
  pid: number
  /** Resolves once the output contains this text. */
  says(words: string): Promise<void>
  kill(signal: NodeJS.Signals): void
  /** `lines`: output of the setup and its script, without progress lines. */
  ended: Promise<{ code: number | null; lines: string[] }>
}

type Start = {
  /** Default: `task.mjs`. */
  script?: string[]
  env?: Record<string, string>
  /** Command prefix. */
  prefix?: string[]
  /** Arguments for Node. */
  node?: string[]
}

export type FreshCheckout = {
  folder: string
  /** Writes a script to the first folder on the PATH. Default interpreter: /bin/sh. */
  program(name: string, script: string, interpreter?: string): Promise<void>
  file(path: string, content: string): Promise<void>
  /** Starts the real setup as a process. */
  start(options?: Start): SetUp
  /** Ends all running processes. */
  close(): Promise<void>
}

/** A checkout with the real setup, tiny packages, an npm that installs them, and `task.mjs`. */
export async function freshCheckout(): Promise<FreshCheckout> {
  const folder = await mkdtemp(join(tmpdir(), 'ollio-set-up-'))
  const programs = join(folder, 'programs')
  const running = new Set<SetUp>()

  const file = async (path: string, content: string): Promise<void> => {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), content)
  }
  const program = async (name: string, script: string, interpreter = '/bin/sh'): Promise<void> => {
    await file(`programs/${name}`, `#!${interpreter}\n${script}\n`)
    await chmod(join(programs, name), 0o755)
  }

  await cp('scripts/setup.mjs', join(folder, 'scripts/setup.mjs'))
  await cp('scripts/setup', join(folder, 'scripts/setup'), { recursive: true })
  const lockFile = JSON.stringify({ packages: PACKAGES })
  await file('package-lock.json', lockFile)
  await file('prisma/schema.prisma', 'a schema')
  await file('task.mjs', "console.log('the task runs')")
  await file('registry/.package-lock.json', lockFile.replace(/,"node_modules\/elsewhere".*?\}/, ''))
  await file('registry/prisma/package.json', '{"version":"7.0.0"}')
  await file('registry/prisma/build/index.js', GENERATOR)
  await file('registry/node/package.json', '{"version":"24.0.0"}')
  await mkdir(join(folder, 'registry/.bin'))
  await symlink(process.execPath, join(folder, 'registry/.bin/node'))
  await program('npm', 'echo "$@, NODE_ENV=$NODE_ENV" >> npm.log; rm -rf node_modules; cp -R registry node_modules')

  return {
    folder,
    program,
    file,
    start({ script = ['task.mjs'], env = {}, prefix = [], node = [] } = {}) {
      const [command = '', ...args] = [...prefix, process.execPath, ...node, 'scripts/setup.mjs', ...script]
      const PATH = `${programs}:${process.env['PATH'] ?? ''}`
      const child = spawn(command, args, { cwd: folder, env: { PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
      let output = ''
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => void (output += data.toString()))
      const setUp: SetUp = {
        pid: child.pid ?? 0,
        says: async (words) => void (await vi.waitUntil(() => output.includes(words), { timeout: 30_000 })),
        kill: (signal) => void child.kill(signal),
        ended: once(child, 'close').then(() => {
          running.delete(setUp)
          return { code: child.exitCode, lines: linesOf(output) }
        }),
      }
      running.add(setUp)
      return setUp
    },
    async close() {
      for (const setUp of running) setUp.kill('SIGKILL')
      await Promise.all([...running].map(({ ended }) => ended))
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function linesOf(output: string): string[] {
  return output
    .trimEnd()
    .split('\n')
    .filter((line) => !line.endsWith(' s so far'))
}
