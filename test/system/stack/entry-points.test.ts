import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { freePort } from '#dev/processes/free-port.ts'
import { privateKey } from '../../support/app-key.ts'
import { CODE, SECRETS, startGitHubDouble, type GitHubDouble } from '../../support/setup/github-double.ts'
import { visitor } from '../../support/setup/setup-world.ts'

function start(script: string, env: Record<string, string>, args: string[] = [], cwd = '.'): { code: number | null; lines: string[] } {
  const options = { env, cwd, encoding: 'utf8', timeout: 60_000 } as const
  const { status, stdout, stderr } = spawnSync(process.execPath, [resolve(script), ...args], options)
  return { code: status, lines: `${stdout}${stderr}`.trim().split('\n') }
}

describe.each([
  ['src/server.ts', ['APP_ID', 'PRIVATE_KEY', 'WEBHOOK_SECRET', 'DATABASE_URL', 'LINK_SECRET']],
  ['src/worker.ts', ['APP_ID', 'PRIVATE_KEY', 'OPENAI_API_KEY', 'DATABASE_URL', 'LINK_SECRET']],
])('%s', (script, names) => {
  test('an entry point without settings reports each missing setting once, with exit code 1', () => {
    const { code, lines } = start(script, {})
    expect(code).toBe(1)
    expect(lines[0]).toBe('Invalid configuration:')
    const named = lines.slice(1).map((line) => /^ {2}(\w+) is missing: /.exec(line)?.[1])
    expect(named).toHaveLength(names.length)
    expect(named).toEqual(expect.arrayContaining(names))
  })

  test('an entry point with invalid settings says what each must be, without repeating it', () => {
    const { code, lines } = start(script, { APP_ID: 'twelve', PRIVATE_KEY: 'hunter2', DATABASE_URL: 'mysql://localhost/ollio' })
    expect(code).toBe(1)
    expect(lines).toEqual(
      expect.arrayContaining([
        '  APP_ID must be a number',
        '  PRIVATE_KEY must be a private key in PEM format',
        '  DATABASE_URL must be a postgresql:// URL',
      ]),
    )
    expect(lines.join('\n')).not.toMatch(/hunter2|^\s+at /m)
  })
})

describe('npm start', () => {
  const CHANNEL = 'http://127.0.0.1:1/channel'
  let folder: string
  let github: GitHubDouble
  let settings: Record<string, string>
  let port: number
  let stop: () => Promise<unknown>
  beforeEach(async () => {
    stop = async () => undefined
    ;[folder, github, port] = await Promise.all([mkdtemp(join(tmpdir(), 'ollio-start-')), startGitHubDouble(), freePort()])
    settings = { PORT: String(port), PREVIEW_PORT: '0', GITHUB_URL: github.url, GITHUB_API_URL: github.apiUrl, WEBHOOK_PROXY_URL: CHANNEL }
  })
  afterEach(async () => {
    await stop()
    await github.close()
    await rm(folder, { recursive: true, force: true })
  })

  const startNow = (env: Record<string, string>) => start('src/server.ts', { ...settings, ...env }, ['--set-up'], folder)

  /** Starts the real process in its own folder. Resolves once it prints the URL of the page. */
  async function startSetup(env: Record<string, string> = {}) {
    const options = { cwd: folder, env: { ...settings, ...env } }
    const child = spawn(process.execPath, [resolve('src/server.ts'), '--set-up'], options)
    const exited = once(child, 'exit')
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => void (output += data.toString()))
    stop = async () => {
      child.kill('SIGTERM')
      return exited
    }
    await vi.waitUntil(() => /http\S+/.test(output) || child.exitCode !== null, { timeout: 30_000 })
    return { address: /http\S+/.exec(output)?.[0] ?? '', exited, heard: () => output }
  }

  test('npm start runs the server with the setup page', async () => {
    const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(await readFile('package.json', 'utf8')))
    expect(scripts['start']).toBe('node scripts/setup.mjs src/server.ts --set-up')
  })

  test('npm start without settings serves the setup page, creates the app and continues as the server in the same process', async () => {
    const { address, heard } = await startSetup({ DATABASE_URL: 'postgresql://me:hunter2@127.0.0.1:1/ollio' })
    const person = visitor()
    const { state } = await person.begin(address)
    await person.visit(`${address}set-up/created?code=${CODE}&state=${state}`)
    expect((await person.visit(address)).text).toContain('The server is running')
    await vi.waitUntil(() => heard().includes('The server is ready'), { timeout: 30_000 })
    expect(await (await fetch(`${address}healthz`)).text()).toBe('ok')
    expect((await person.visit(`${address}set-up/created?code=${CODE}&state=${state}`)).status).toBe(404)
    expect(parseEnv(await readFile(join(folder, '.env'), 'utf8'))).toMatchObject({ APP_ID: '4711', PRIVATE_KEY: privateKey })
    for (const secret of [...SECRETS, 'hunter2', CHANNEL]) expect(heard()).not.toContain(secret)
    expect(await stop()).toEqual([0, null])
  })

  test('npm start with an app in .env serves no setup page and reports what else is missing', async () => {
    await writeFile(join(folder, '.env'), `APP_ID=12\nPRIVATE_KEY="${privateKey}"\nWEBHOOK_SECRET=a-webhook-secret\n`)
    expect(startNow({})).toEqual({
      code: 1,
      lines: [
        'Invalid configuration:',
        expect.stringMatching(/^ {2}DATABASE_URL is missing: /),
        expect.stringMatching(/^ {2}LINK_SECRET is missing: /),
      ],
    })
  })

  test.each<[string, Record<string, string>, string]>([
    ['a part of an app', { APP_ID: '12' }, 'PRIVATE_KEY is missing: '],
    ['another invalid setting', { DATABASE_URL: 'mysql://hunter2/a' }, 'DATABASE_URL must be a postgresql:// URL'],
  ])('npm start with %s serves no setup page and reports what is missing or invalid', (_name, env, sentence) => {
    const { code, lines } = startNow(env)
    expect([code, lines[0]]).toEqual([1, 'Invalid configuration:'])
    expect(lines.join('\n')).toContain(`  ${sentence}`)
    expect(lines.join('\n')).not.toMatch(/hunter2|^\s+at /m)
  })

  test('npm start stops at once when asked during the setup', async () => {
    await startSetup()
    expect(await stop()).toEqual([0, null])
  })

  test('npm start reports a port that is in use in one line', async () => {
    const holder = createServer().listen(port, '127.0.0.1')
    await once(holder, 'listening')
    const outcome = startNow({})
    holder.close()
    expect(outcome).toEqual({
      code: 1,
      lines: [`Port ${port} is already in use. Stop the process that uses it, or set PORT and PREVIEW_PORT.`],
    })
  })
})
