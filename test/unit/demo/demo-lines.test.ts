import { describe, expect, test } from 'vitest'
import { readDemoConfig } from '#src/config/demo-config.ts'
import { childSettings, type Filled } from '#dev/demo/child-settings.ts'
import { modelLine } from '#dev/demo/model-line.ts'
import { sandboxLine } from '#dev/demo/sandbox-line.ts'
import { parseDemoOptions, UsageError } from '#dev/demo/demo-options.ts'
import { createTerminal } from '#dev/demo/terminal.ts'
import { endOf, previewLink } from '#dev/demo/outcome-lines.ts'
import { publishedComment } from '#src/domain/messages/turn-comment.ts'

describe('demo options', () => {
  test.each<[string[], ReturnType<typeof parseDemoOptions>]>([
    [[], { once: false, keep: false, port: null, prompt: null }],
    [['--once', '--keep'], { once: true, keep: true, port: null, prompt: null }],
    [['--port', '5000', '--prompt', 'a card'], { once: false, keep: false, port: 5_000, prompt: 'a card' }],
  ])('demo options parses %j', (args, options) => {
    expect(parseDemoOptions(args)).toEqual(options)
  })

  test.each([[['--port', 'x']], [['--port', '70000']], [['--prompt', ' ']], [['--twice']], [['once']]])(
    'demo options rejects %j',
    (args) => {
      expect(() => parseDemoOptions(args)).toThrow(UsageError)
    },
  )
})

describe('settings of server and worker in the demo', () => {
  const filled: Filled = {
    github: {
      url: 'http://127.0.0.1:1',
      apiUrl: 'http://127.0.0.1:1/api/v3',
      appId: 7,
      clientId: 'client',
      clientSecret: 'secret',
      privateKey: 'key',
    },
    webhookSecret: 'filled secret',
    databaseUrl: 'postgresql://filled',
    temporalAddress: '127.0.0.1:2',
    recordedModelUrl: 'http://127.0.0.1:3/v1',
    ports: { server: 4_401, previews: 4_402 },
    artifacts: '/filled',
    linkSecret: 'filled link secret',
  }

  test('missing settings are filled in', () => {
    expect(childSettings({}, filled)).toMatchObject({
      DATABASE_URL: 'postgresql://filled',
      OPENAI_BASE_URL: 'http://127.0.0.1:3/v1',
      OPENAI_API_KEY: 'none',
      PUBLIC_URL: 'http://127.0.0.1:4401',
      PREVIEW_URL: 'http://127.0.0.1:4402',
    })
  })

  test('given settings take precedence, also those given as a file', () => {
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

  test('GitHub is always the local one', () => {
    expect(childSettings({ GITHUB_API_URL: 'https://api.github.com' }, filled)['GITHUB_API_URL']).toBe('http://127.0.0.1:1/api/v3')
  })
})

describe('the bot’s comments in a terminal', () => {
  test('the final comment is shown without Markdown, and the preview link is found', () => {
    const body = publishedComment({
      ...{ version: 1, name: 'Card', summary: 'Made `Card`.', pullRequest: 2, commitSha: 'abcdef1234', draft: false, partial: false },
      previewUrl: 'http://127.0.0.1:4401/p/1/1?s=x',
      checks: [{ name: 'Types', outcome: 'passed', detail: 'no type errors' }],
      receipt: { credits: 10, promptTokens: 1, completionTokens: 2, seconds: 5, steps: 3, model: 'm', dollars: null },
      author: 'maya',
    })
    expect(previewLink({ published: true, body })).toBe('http://127.0.0.1:4401/p/1/1?s=x')
    expect(endOf({ published: true, body })).toEqual(
      expect.arrayContaining([
        'v1 is ready: Card',
        'Made `Card`.',
        '  Types · ✅ passed · no type errors',
        '10 credits · 3 tokens · 3 steps · 5 s · `m`',
      ]),
    )
  })
})

describe('the line about the model', () => {
  const config = readDemoConfig({ OPENAI_API_KEY: 'key', OPENAI_BASE_URL: 'https://models.example/v1', OLLIO_MODEL: 'model-1' })

  test('the line about the model says that the model is recorded', () => {
    expect(modelLine(config, true)).toContain('Model: recorded.')
  })

  test('the line about the model names the configured model and what a turn may use', () => {
    expect(modelLine(config, false)).toBe(
      'Model: model-1 at models.example. A turn makes at most 20 model calls. A typical turn reads about 60,000 tokens and writes about 5,000. Set OLLIO_PRICE_IN and OLLIO_PRICE_OUT (US dollars per million tokens) to see the cost.',
    )
  })

  test('the line about the model shows the cost of a typical turn if prices are set', () => {
    const priced = readDemoConfig({ OPENAI_API_KEY: 'key', OLLIO_PRICE_IN: '1.25', OLLIO_PRICE_OUT: '10' })
    expect(modelLine(priced, false)).toContain('A typical turn costs about $0.13 at your prices')
  })

  test('an invalid price is rejected before anything starts', () => {
    expect(() => readDemoConfig({ OLLIO_PRICE_IN: 'cheap' })).toThrow('OLLIO_PRICE_IN must be a number')
  })
})

describe('the terminal', () => {
  function written(isTTY: boolean): { screen: ReturnType<typeof createTerminal>; text: () => string } {
    let text = ''
    const stream = {
      isTTY,
      columns: 80,
      write: (part: string) => (text += part),
      hasColors: () => isTTY,
      getColorDepth: () => (isTTY ? 8 : 1),
    }
    // The part of a stream that is used.
    return { screen: createTerminal(stream as unknown as NodeJS.WriteStream), text: () => text }
  }

  test('the terminal shows no status line and no colors if the stream is not a terminal', () => {
    const { screen, text } = written(false)
    screen.status('3 s')
    screen.line('one')
    expect(text()).toBe('one\n')
  })

  test('the terminal replaces the status line with the next output', () => {
    const { screen, text } = written(true)
    screen.status('3 s')
    screen.line('one')
    screen.status('4 s')
    screen.status(null)
    expect(text()).toBe('3 s\r\u001b[Kone\n4 s\r\u001b[K')
  })
})

test.each([
  [{ sandboxesHere: false }, ['memory'], 'Generated code runs in E2B sandboxes.'],
  [
    { sandboxesHere: true },
    [],
    'Generated code runs in bubblewrap sandboxes on this machine, without network access. All limits are enforced.',
  ],
  [
    { sandboxesHere: true },
    ['memory', 'sockets'],
    'Generated code runs in bubblewrap sandboxes on this machine, without network access. This machine cannot enforce these limits: memory; sockets.',
  ],
])('the line about sandboxes says where code runs and which limits are missing', (config, missing, line) => {
  expect(sandboxLine(config, () => missing)).toBe(line)
})
