import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readE2bConfig, readServerConfig, readWorkerConfig } from '#src/config/config.ts'
import { readDemoConfig } from '#src/config/demo-config.ts'
import { ConfigError } from '#src/config/read-settings.ts'
import type { Environment } from '#src/config/read-settings.ts'
import { envExample } from '../../../scripts/env-example.ts'

const KEY = '-----BEGIN PRIVATE KEY-----\nAAAA\nBBBB\n-----END PRIVATE KEY-----'
const SERVER: Environment = {
  APP_ID: '12',
  PRIVATE_KEY: KEY,
  WEBHOOK_SECRET: 'a-webhook-secret',
  DATABASE_URL: 'postgresql://ollio@localhost/ollio',
  LINK_SECRET: 'a-secret-of-links',
}
const WORKER: Environment = { ...SERVER, WEBHOOK_SECRET: undefined, OPENAI_API_KEY: 'key' }

function problemsOf(read: () => unknown): string[] {
  try {
    read()
  } catch (error) {
    if (error instanceof ConfigError)
      return error.message
        .split('\n')
        .slice(1)
        .map((line) => line.trim())
    throw error
  }
  return []
}

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ollio-config-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('required settings', () => {
  test('the server reports all missing settings at once', () => {
    const names = problemsOf(() => readServerConfig({})).map((line) => line.split(' ')[0] ?? '')
    expect(names.toSorted()).toEqual(['APP_ID', 'DATABASE_URL', 'LINK_SECRET', 'PRIVATE_KEY', 'WEBHOOK_SECRET'])
  })

  test('the worker reports all missing settings at once', () => {
    const names = problemsOf(() => readWorkerConfig({})).map((line) => line.split(' ')[0] ?? '')
    expect(names.toSorted()).toEqual(['APP_ID', 'DATABASE_URL', 'LINK_SECRET', 'OPENAI_API_KEY', 'PRIVATE_KEY'])
  })

  test('an empty or blank variable counts as missing', () => {
    expect(problemsOf(() => readServerConfig({ ...SERVER, APP_ID: '', LINK_SECRET: '  ' }))).toEqual([
      expect.stringMatching(/^APP_ID is missing: /),
      expect.stringMatching(/^LINK_SECRET is missing: /),
    ])
  })

  test('all other settings have a default', () => {
    expect(readServerConfig(SERVER)).toMatchObject({
      port: 3000,
      temporal: { namespace: 'default', apiKey: null },
      publicUrl: 'http://127.0.0.1:3000',
    })
    expect(readWorkerConfig({ ...WORKER, OLLIO_PRICE_IN: '1.25', OLLIO_PRICE_OUT: '10' }).prices).toEqual({ in: 1.25, out: 10 })
    expect(readWorkerConfig(WORKER)).toMatchObject({
      prices: { in: 0, out: 0 },
      model: { baseUrl: 'https://api.openai.com/v1' },
      github: { apiUrl: 'https://api.github.com' },
      rules: { monthlyCredits: 100, credits: { generate: 10, refine: 5 }, stepsPerTurn: 20, minutesPerTurn: 30, contextTokens: 128_000 },
    })
  })
})

describe('an invalid value is reported with what it must be', () => {
  test.each<[string, Environment, RegExp]>([
    ['an id that is not a number', { APP_ID: 'twelve' }, /^APP_ID must be a number$/],
    ['a key that is not in PEM format', { PRIVATE_KEY: 'secret' }, /^PRIVATE_KEY must be a private key in PEM format$/],
    ['a URL without a scheme', { PUBLIC_URL: 'ollio.example' }, /^PUBLIC_URL must be an http\(s\) URL$/],
    ['a URL with another scheme', { GITHUB_API_URL: 'ftp://api.example' }, /^GITHUB_API_URL must be an http\(s\) URL$/],
    ['another database', { DATABASE_URL: 'mysql://localhost/ollio' }, /^DATABASE_URL must be a postgresql:\/\/ URL$/],
    ['a Temporal address without a port', { TEMPORAL_ADDRESS: 'temporal' }, /^TEMPORAL_ADDRESS must be host:port$/],
    ['a port that is too high', { PORT: '70000' }, /^PORT must be at most 65535$/],
    ['a short link secret', { LINK_SECRET: 'short' }, /^LINK_SECRET must have at least 16 characters$/],
    [
      'previews on the same origin as the pages',
      { PUBLIC_URL: 'https://ollio.example', PREVIEW_URL: 'https://ollio.example:443/previews' },
      /^PREVIEW_URL must have a different origin than PUBLIC_URL/,
    ],
  ])('an invalid value is reported with what it must be rejects %s', (_name, wrong, sentence) => {
    expect(problemsOf(() => readServerConfig({ ...SERVER, ...wrong }))).toEqual([expect.stringMatching(sentence)])
  })

  test('an invalid value is reported with what it must be does not repeat a secret in the message', () => {
    expect(problemsOf(() => readServerConfig({ ...SERVER, PRIVATE_KEY: 'hunter2-hunter2' })).join()).not.toContain('hunter2')
  })
})

describe('the sandbox provider', () => {
  const KEYED = { ...WORKER, E2B_API_KEY: 'e2b_key' }
  const CLOUD = { apiKey: 'e2b_key', apiUrl: null, sandboxUrl: null }

  test.each<[string, Environment, object | null]>([
    ['local by default', WORKER, null],
    ['E2B if its key is set', KEYED, CLOUD],
    ['E2B if chosen', { ...KEYED, SANDBOX: 'e2b' }, CLOUD],
    ['local if chosen, even with an E2B key', { ...KEYED, SANDBOX: 'local' }, null],
    [
      'E2B at another address',
      { ...KEYED, E2B_API_URL: 'http://127.0.0.1:1/', E2B_SANDBOX_URL: 'http://127.0.0.1:2' },
      { ...CLOUD, apiUrl: 'http://127.0.0.1:1', sandboxUrl: 'http://127.0.0.1:2' },
    ],
  ])('the sandbox provider is %s', (_name, env, cloud) => {
    expect(readWorkerConfig(env).e2b).toEqual({ cloud, template: 'ollio' })
  })

  test('the sandbox provider rejects invalid sandbox settings and E2B without a key', () => {
    expect(problemsOf(() => readWorkerConfig({ ...WORKER, SANDBOX: 'e2b' }))).toEqual([
      'E2B_API_KEY is missing: it is required when SANDBOX is e2b',
    ])
    expect(problemsOf(() => readWorkerConfig({ ...WORKER, SANDBOX: 'docker' }))).toEqual(['SANDBOX must be e2b or local'])
    expect(problemsOf(() => readWorkerConfig({ ...KEYED, E2B_TEMPLATE: 'a b' }))).toEqual(['E2B_TEMPLATE must be a name or name:tag'])
  })

  test('templates can be built at E2B even if sandboxes are local', () => {
    expect(readE2bConfig({ SANDBOX: 'local', E2B_API_KEY: 'e2b_key', E2B_TEMPLATE: 'team:stable' })).toEqual({
      cloud: CLOUD,
      template: 'team:stable',
    })
  })
})

describe('values of settings', () => {
  test.each<[string, string]>([
    ['unchanged', KEY],
    ['with escaped line breaks', KEY.replaceAll('\n', '\\n')],
    ['with Windows line endings', KEY.replaceAll('\n', '\r\n')],
    ['with blank lines around it', `\n${KEY}\n\n`],
  ])('values of settings accepts a private key %s', (_name, key) => {
    expect(readServerConfig({ ...SERVER, PRIVATE_KEY: key }).github.privateKey).toBe(KEY)
  })

  test.each(['PRIVATE_KEY_FILE', 'PRIVATE_KEY_PATH'])(
    'values of settings reads the private key from the file that %s names',
    async (name) => {
      const path = join(folder, name)
      await writeFile(path, `${KEY}\n`)
      expect(readServerConfig({ ...SERVER, PRIVATE_KEY: undefined, [name]: path }).github.privateKey).toBe(KEY)
    },
  )

  test('values of settings reads any setting from the file that NAME_FILE names', async () => {
    const path = join(folder, 'secret')
    await writeFile(path, 'a-secret-from-a-file\n')
    expect(readServerConfig({ ...SERVER, LINK_SECRET: undefined, LINK_SECRET_FILE: path }).linkSecret).toBe('a-secret-from-a-file')
  })

  test('values of settings reports an unreadable file as one problem with its path', () => {
    const path = join(folder, 'nowhere')
    const problems = problemsOf(() => readServerConfig({ ...SERVER, LINK_SECRET: undefined, LINK_SECRET_FILE: path }))
    expect(problems).toEqual([`LINK_SECRET is missing: its file ${path} cannot be read`])
  })

  test('values of settings removes the trailing slash from URLs', () => {
    expect(readServerConfig({ ...SERVER, PUBLIC_URL: 'https://ollio.example/' }).publicUrl).toBe('https://ollio.example')
  })

  test('the cache folder is OLLIO_CACHE, or ollio in the user’s cache folder', () => {
    expect(readDemoConfig({ OLLIO_CACHE: '/caches/mine' }).cacheFolder).toBe('/caches/mine')
    expect(readDemoConfig({ XDG_CACHE_HOME: '/caches' }).cacheFolder).toBe('/caches/ollio')
  })
})

test('.env.example is what `npm run env-example` writes', async () => {
  expect(await readFile('.env.example', 'utf8')).toBe(envExample())
})
