import { createServer } from 'node:net'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ConfigError, environment } from '#src/config/read-settings.ts'
import type { Environment } from '#src/config/read-settings.ts'
import { listMissingSettings } from '#src/setup/missing-settings.ts'
import { readSetupConfig, surveySettings } from '#src/setup/setup-config.ts'
import { privateKey } from '../../support/app-key.ts'

const APP = { APP_ID: '12', PRIVATE_KEY: privateKey, WEBHOOK_SECRET: 'a-webhook-secret', LINK_SECRET: 'a-secret-of-links' }

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ollio-setup-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('the setup page', () => {
  test.each<[string, Environment]>([
    ['no settings', {}],
    ['blank variables', { APP_ID: '', PRIVATE_KEY: ' ' }],
    ['other settings', { DATABASE_URL: 'postgresql://a/b', LINK_SECRET: 'a-secret-of-links', OPENAI_API_KEY: 'key' }],
  ])('the setup page is shown with %s', (_name, env) => {
    expect(readSetupConfig(env)).toMatchObject({
      ...{ githubUrl: 'https://github.com', githubApiUrl: 'https://api.github.com', webhookProxyUrl: null },
      ...{ publicUrl: 'http://127.0.0.1:3000', host: '127.0.0.1', port: 3000, shaping: {} },
    })
  })

  test.each<[string, Environment]>([
    ['an id', { APP_ID: '12' }],
    ['an invalid id', { APP_ID: 'twelve' }],
    ['a key', { PRIVATE_KEY: 'hunter2' }],
    ['a key file in PRIVATE_KEY_PATH', { PRIVATE_KEY_PATH: '/nowhere/key.pem' }],
    ['a key file in PRIVATE_KEY_FILE', { PRIVATE_KEY_FILE: '/nowhere/key.pem' }],
    ['a webhook secret', { WEBHOOK_SECRET: 'x' }],
    ['all settings', APP],
  ])('the setup page is not shown with %s of an app', (_name, env) => {
    expect(readSetupConfig(env)).toBeNull()
  })

  test('the setup page reports all other invalid settings at once', () => {
    const wrong = () => readSetupConfig({ DATABASE_URL: 'mysql://a/b', PORT: 'x', LINK_SECRET: 'short', OPENAI_API_KEY_FILE: '/nowhere' })
    expect(wrong).toThrow(ConfigError)
    expect(wrong).toThrow(/OPENAI_API_KEY is missing: its file.*DATABASE_URL must be.*PORT must be.*LINK_SECRET must have/s)
  })

  test('the setup page gets the settings that the app is created for, to save them with the credentials', () => {
    const env = { GITHUB_URL: 'https://ghe.example', PUBLIC_URL: 'https://ollio.example', PORT: '4000', OPENAI_API_KEY: 'key' }
    expect(readSetupConfig(env)?.shaping).toEqual({ GITHUB_URL: 'https://ghe.example', PUBLIC_URL: 'https://ollio.example' })
  })
})

describe('environment and env file', () => {
  test('variables of the environment take precedence unless they are blank', async () => {
    const path = join(folder, '.env')
    await writeFile(path, 'A=file\nB=file\nC=\n')
    expect(environment(path, { A: 'given', B: ' ', D: 'given' })).toEqual({ A: 'given', B: 'file', C: '', D: 'given' })
    expect(environment(null, { A: '' })).toEqual({ A: '' })
  })

  test('a missing file is ignored, an unreadable one is reported', () => {
    expect(environment(join(folder, 'nowhere'), { A: 'given' })).toEqual({ A: 'given' })
    expect(() => environment(folder, {})).toThrow(ConfigError)
  })
})

describe('requirements besides the app', () => {
  const needs = async (env: Environment, isAppMade = false) =>
    (await listMissingSettings(surveySettings(env), isAppMade)).map(
      ({ name, isMet, text }) => `${isMet ? 'has' : 'lacks'} ${name}: ${text}`,
    )

  test('requirements besides the app are a database, Temporal and a model, but not what comes with the app', async () => {
    expect(await needs({ TEMPORAL_ADDRESS: '127.0.0.1:1' })).toEqual([
      'lacks PostgreSQL: Ollio stores its data in PostgreSQL. Add this line to .env:',
      expect.stringMatching(/^lacks Temporal: Nothing responds at 127\.0\.0\.1:1\./),
      expect.stringMatching(/^lacks Language model: The worker needs an API key/),
    ])
  })

  test('requirements besides the app are met if they are set and a server responds', async () => {
    const server = createServer((socket) => socket.destroy())
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const place = `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
    const env = { ...APP, DATABASE_URL: `postgresql://me:hunter2@${place}/ollio`, TEMPORAL_ADDRESS: place, OPENAI_API_KEY: 'hunter3' }
    const lines = await needs(env, true)
    server.close()
    expect(lines).toEqual([
      expect.stringMatching(/^has PostgreSQL: DATABASE_URL is set/),
      `has Temporal: A server responds at ${place}.`,
      'has Language model: OPENAI_API_KEY is set.',
    ])
    expect(lines.join('\n')).not.toContain('hunter')
  })

  test('requirements besides the app are not met if nothing responds, and the password is not shown', async () => {
    const lines = await needs({ DATABASE_URL: 'postgresql://me:hunter2@127.0.0.1:1/ollio' })
    expect(lines[0]).toBe('lacks PostgreSQL: Nothing responds at 127.0.0.1:1, the address in DATABASE_URL.')
  })

  test('a database behind a socket file is not tested', async () => {
    expect((await needs({ DATABASE_URL: 'postgresql:///ollio?host=/var/run/postgresql' }))[0]).toMatch(/^has PostgreSQL/)
  })

  test('settings that became invalid later are reported without their values', async () => {
    const lines = await needs(
      { ...APP, TEMPORAL_ADDRESS: 'hunter2', DATABASE_URL: 'mysql://hunter3@127.0.0.1:1/x', WEBHOOK_SECRET: '' },
      true,
    )
    expect(lines).toEqual(
      expect.arrayContaining([
        'lacks DATABASE_URL: DATABASE_URL must be a postgresql:// URL.',
        'lacks TEMPORAL_ADDRESS: TEMPORAL_ADDRESS must be host:port.',
        'lacks WEBHOOK_SECRET: WEBHOOK_SECRET is missing: Secret that GitHub uses to sign webhooks.',
      ]),
    )
    expect(lines.join('\n')).not.toContain('hunter3')
  })
})
