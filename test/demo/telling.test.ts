import { describe, expect, test } from 'vitest'
import { childSettings, type Filled } from '#src/demo/child-settings.ts'
import { parseOptions } from '#src/demo/options.ts'
import { endOf, previewLink, progressLine } from '#src/demo/tell.ts'
import { progressComment, publishedComment } from '#src/domain/replies.ts'

describe('options', () => {
  test.each<[string[], ReturnType<typeof parseOptions>]>([
    [[], { once: false, port: null, prompt: null }],
    [['--once'], { once: true, port: null, prompt: null }],
    [['--port', '5000', '--prompt', 'a card'], { once: false, port: 5_000, prompt: 'a card' }],
  ])('%j', (args, options) => {
    expect(parseOptions(args)).toEqual(options)
  })

  test.each([[['--port', 'x']], [['--port', '70000']], [['--prompt', ' ']], [['--twice']], [['once']]])('%j is refused', (args) => {
    expect(() => parseOptions(args)).toThrow(Error)
  })
})

describe('settings of server and worker', () => {
  const filled: Filled = {
    github: { apiUrl: 'http://127.0.0.1:1/api/v3', appId: 7, privateKey: 'key' },
    webhookSecret: 'filled secret',
    databaseUrl: 'postgresql://filled',
    temporalAddress: '127.0.0.1:2',
    recordedModelUrl: 'http://127.0.0.1:3/v1',
    ports: { server: 4_401, previews: 4_402 },
    artifacts: '/filled',
    linkSecret: 'filled link secret',
  }

  test('what is not given is filled in', () => {
    expect(childSettings({}, filled)).toMatchObject({
      DATABASE_URL: 'postgresql://filled',
      OPENAI_BASE_URL: 'http://127.0.0.1:3/v1',
      OPENAI_API_KEY: 'none',
      PUBLIC_URL: 'http://127.0.0.1:4401',
      PREVIEW_URL: 'http://127.0.0.1:4402',
    })
  })

  test('what is given is honoured, also where it comes from a file', () => {
    const settings = childSettings(
      { OPENAI_BASE_URL: 'http://other/v1', PORT: '80', LINK_SECRET_FILE: '/secret', CREDITS_GENERATE: '3' },
      filled,
    )
    expect(settings).toMatchObject({ OPENAI_BASE_URL: 'http://other/v1', PUBLIC_URL: 'http://127.0.0.1:80', CREDITS_GENERATE: '3' })
    expect(settings).not.toHaveProperty('LINK_SECRET')
  })

  test('an empty variable counts as missing', () => {
    expect(childSettings({ DATABASE_URL: '' }, filled)['DATABASE_URL']).toBe('postgresql://filled')
  })

  test('the GitHub is always the local one', () => {
    expect(childSettings({ GITHUB_API_URL: 'https://api.github.com' }, filled)['GITHUB_API_URL']).toBe('http://127.0.0.1:1/api/v3')
  })
})

describe('the bot’s comments in a terminal', () => {
  test('progress is one line of phase and thought', () => {
    const comment = progressComment({
      prompt: 'a card',
      steps: [{ number: 1, thought: 'I write `Card` *now*.' }],
      seconds: 3,
      phase: 'Building',
    })
    expect(progressLine(`${comment}\n\n<!-- ollio:turn:comment:1 -->`)).toBe('Building · 1 step done · 3 s · I write `Card` *now*.')
    expect(progressLine('### Done: Card')).toBeNull()
  })

  test('the end is told without Markdown, and has the preview’s address', () => {
    const body = publishedComment({
      ...{ version: 1, name: 'Card', summary: 'Made `Card`.', pullRequest: 2, commitSha: 'abcdef1234', draft: false, partial: false },
      previewUrl: 'http://127.0.0.1:4401/p/1/1?s=x',
      checks: [{ name: 'Types', outcome: 'passed', detail: 'no type errors' }],
      receipt: { credits: 10, promptTokens: 1, completionTokens: 2, seconds: 5, steps: 3, model: 'm' },
      author: 'maya',
    })
    expect(previewLink({ published: true, body })).toBe('http://127.0.0.1:4401/p/1/1?s=x')
    expect(endOf({ published: true, body })).toEqual(
      expect.arrayContaining([
        'Done: Card, v1',
        'Made `Card`.',
        '  Types · ✅ passed · no type errors',
        '10 credits · 3 tokens · 3 steps · 5 s · `m`',
      ]),
    )
  })
})
