import { createServer } from 'node:net'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ConfigError, environment, type Environment } from '#src/config/config.ts'
import { listMissingSettings } from '#src/setup/missing-settings.ts'
import { readSetupConfig, surveySettings } from '#src/setup/setup-config.ts'
import { privateKey } from '../../support/app-key.ts'

const APP = { APP_ID: '12', PRIVATE_KEY: privateKey, WEBHOOK_SECRET: 'a-webhook-secret', LINK_SECRET: 'a-secret-of-links' }

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ollio-setup-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('the set-up page is', () => {
  test.each<[string, Environment]>([
    ['nothing', {}],
    ['blank variables', { APP_ID: '', PRIVATE_KEY: ' ' }],
    ['other settings', { DATABASE_URL: 'postgresql://a/b', LINK_SECRET: 'a-secret-of-links', OPENAI_API_KEY: 'key' }],
  ])('for who has %s', (_name, env) => {
    expect(readSetupConfig(env)).toMatchObject({
      ...{ githubUrl: 'https://github.com', githubApiUrl: 'https://api.github.com', webhookProxyUrl: null },
      ...{ publicUrl: 'http://127.0.0.1:3000', host: '127.0.0.1', port: 3000, shaping: {} },
    })
  })

  test.each<[string, Environment]>([
    ['an id', { APP_ID: '12' }],
    ['an id that is none', { APP_ID: 'twelve' }],
    ['a key', { PRIVATE_KEY: 'hunter2' }],
    ['a key in a file', { PRIVATE_KEY_PATH: '/nowhere/key.pem' }],
    ['a key in a file of its name', { PRIVATE_KEY_FILE: '/nowhere/key.pem' }],
    ['a webhook secret', { WEBHOOK_SECRET: 'x' }],
    ['all of it', APP],
  ])('not for who has %s of an app', (_name, env) => {
    expect(readSetupConfig(env)).toBeNull()
  })

  test('not for who has other settings that are wrong: all of them are named', () => {
    const wrong = () => readSetupConfig({ DATABASE_URL: 'mysql://a/b', PORT: 'x', LINK_SECRET: 'short', OPENAI_API_KEY_FILE: '/nowhere' })
    expect(wrong).toThrow(ConfigError)
    expect(wrong).toThrow(/OPENAI_API_KEY is missing: its file.*DATABASE_URL has to be.*PORT has to be.*LINK_SECRET has to have/s)
  })

  test('told of what the app is made for, to keep it with the credentials', () => {
    const env = { GITHUB_URL: 'https://ghe.example', PUBLIC_URL: 'https://ollio.example', PORT: '4000', OPENAI_API_KEY: 'key' }
    expect(readSetupConfig(env)?.shaping).toEqual({ GITHUB_URL: 'https://ghe.example', PUBLIC_URL: 'https://ollio.example' })
  })
})

describe('the environment stands over the file', () => {
  test('variable by variable, and a blank one does not', async () => {
    const path = join(folder, '.env')
    await writeFile(path, 'A=file\nB=file\nC=\n')
    expect(environment(path, { A: 'given', B: ' ', D: 'given' })).toEqual({ A: 'given', B: 'file', C: '', D: 'given' })
    expect(environment(null, { A: '' })).toEqual({ A: '' })
  })

  test('a file that is not there says nothing; one that can’t be read is told', () => {
    expect(environment(join(folder, 'nowhere'), { A: 'given' })).toEqual({ A: 'given' })
    expect(() => environment(folder, {})).toThrow(ConfigError)
  })
})

describe('what is needed besides the app', () => {
  const needs = async (env: Environment, isAppMade = false) =>
    (await listMissingSettings(surveySettings(env), isAppMade)).map(
      ({ name, isMet, text }) => `${isMet ? 'has' : 'lacks'} ${name}: ${text}`,
    )

  test('is a database, Temporal and a model; what comes with the app is not asked for', async () => {
    expect(await needs({ TEMPORAL_ADDRESS: '127.0.0.1:1' })).toEqual([
      'lacks PostgreSQL: It keeps everything. Write to .env:',
      expect.stringMatching(/^lacks Temporal: Nothing answers at 127\.0\.0\.1:1\./),
      expect.stringMatching(/^lacks Language model: The worker needs a key/),
    ])
  })

  test('is there where it is set and something answers', async () => {
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
      `has Temporal: Something answers at ${place}.`,
      'has Language model: OPENAI_API_KEY is set.',
    ])
    expect(lines.join('\n')).not.toContain('hunter')
  })

  test('is not there where nothing answers; its password is not shown', async () => {
    const lines = await needs({ DATABASE_URL: 'postgresql://me:hunter2@127.0.0.1:1/ollio' })
    expect(lines[0]).toBe('lacks PostgreSQL: Nothing answers at 127.0.0.1:1, which DATABASE_URL names.')
  })

  test('a database behind a socket file is not tried', async () => {
    expect((await needs({ DATABASE_URL: 'postgresql:///ollio?host=/var/run/postgresql' }))[0]).toMatch(/^has PostgreSQL/)
  })

  test('what became wrong in the meantime is named, without its value', async () => {
    const lines = await needs(
      { ...APP, TEMPORAL_ADDRESS: 'hunter2', DATABASE_URL: 'mysql://hunter3@127.0.0.1:1/x', WEBHOOK_SECRET: '' },
      true,
    )
    expect(lines).toEqual(
      expect.arrayContaining([
        'lacks DATABASE_URL: DATABASE_URL has to be a postgresql:// URL.',
        'lacks TEMPORAL_ADDRESS: TEMPORAL_ADDRESS has to be host:port.',
        'lacks WEBHOOK_SECRET: WEBHOOK_SECRET is missing: The secret that GitHub signs webhooks with.',
      ]),
    )
    expect(lines.join('\n')).not.toContain('hunter3')
  })
})
