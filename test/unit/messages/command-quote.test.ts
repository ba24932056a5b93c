import { marked } from 'marked'
import { describe, expect, test } from 'vitest'
import type { Command } from '#src/domain/commands/command-message.ts'
import { parseCommand } from '#src/domain/commands/parse-command.ts'
import { quoteCommand } from '#src/domain/messages/command-quote.ts'
import { queuedComment, removedFromQueueComment } from '#src/domain/messages/turn-comment.ts'

const author = { id: 1, login: 'maya' }

function quoteOf(body: string, changes: Partial<Pick<Command, 'kind' | 'author'>> = {}): string {
  const command = parseCommand(body)
  if (command === null) throw new Error(`${body} is not a command`)
  return quoteCommand({ kind: 'comment', author, command, ...changes })
}

describe('the quote of a command', () => {
  test.each([
    ['/ollio generate a pricing card', '/ollio generate a pricing card'],
    ['/ollio generate\n\nA pricing card\n\n- three tiers', '/ollio generate A pricing card'],
    ['/ollio generate --package packages/web a card', '/ollio generate --package packages/web a card'],
    ['/ollio generate', '/ollio generate'],
    ['/ollio REFINE wider gaps', '/ollio refine wider gaps'],
    ['/ollio make it darker', '/ollio make it darker'],
    ['/ollio', '/ollio'],
    ['/ollio steer keep the focus', '/ollio steer keep the focus'],
    ['/ollio cancel', '/ollio cancel'],
    ['/ollio cancel all', '/ollio cancel all'],
    ['/ollio restore v2', '/ollio restore v2'],
    ['/ollio restore', '/ollio restore'],
    ['/ollio update', '/ollio update'],
    ['/ollio rebase', '/ollio update'],
    ['/ollio genrate', '/ollio genrate'],
    ...['retry', 'fix', 'undo', 'unshare', 'delete', 'versions', 'status', 'credits', 'help'].map((name) => [
      `/ollio ${name}`,
      `/ollio ${name}`,
    ]),
  ] as [string, string][])('the quote of a command names the author and quotes the first line of %j', (body, line) => {
    expect(quoteOf(body)).toBe(`> \`maya\`: ${line}`)
  })

  test('the quote of a command says that the re-run button was pressed', () => {
    expect(quoteOf('/ollio retry', { kind: 'rerun' })).toBe('> `maya`: Re-run')
  })

  test('the quote of a command names pictures without showing them', () => {
    expect(quoteOf('/ollio generate like ![this](https://github.example/a.png)')).toBe('> `maya`: /ollio generate like \\(picture\\)')
  })

  test('the quote of a command has at most 120 characters of the command', () => {
    const quote = quoteOf(`/ollio generate ${'x'.repeat(4_000)}`)
    expect(quote).toBe(`> \`maya\`: /ollio generate ${'x'.repeat(103)}…`)
    expect(quoteOf(`/ollio generate ${'😀'.repeat(500)}`).isWellFormed()).toBe(true)
  })
})

test.each([
  ['a mention', '@octocat look'],
  ['an issue', 'fixes #12'],
  ['an issue by its old name', 'closes GH-12'],
  ['an address', 'see https://evil.example and www.evil.example'],
  ['a link', '[click](https://evil.example)'],
  ['HTML', '<img src=x> <b>bold</b>'],
  ['a marker of ours in code', '`<!-- ollio:turn:comment:1 -->`'],
  ['a heading', '# Approved'],
  ['a code block', '```\ncode'],
  ['a break out of the quote', 'a\r\n\r\n# b\u2028# c'],
])('the quote of a command stays one line of inert text: %s', (_case, prompt) => {
  for (const body of [`/ollio ${prompt}`, `/ollio generate ${prompt}`, `/ollio steer ${prompt}`]) {
    const quote = quoteOf(body)
    expect(quote).not.toContain('\n')
    expect(quote).not.toContain('<!--')
    const html = marked.parse(`${quote}\n\nafter`, { async: false, gfm: true })
    expect(html).toMatch(/^<blockquote>\n<p><code>maya<\/code>: [^<>]*<\/p>\n<\/blockquote>\n<p>after<\/p>\n$/)
    expect(html).not.toMatch(/@[\w-]|#\d|\bGH-\d|\w:\/\/|www\./i)
  }
})

test("the author's login can't break out of its code", () => {
  expect(quoteOf('/ollio help', { author: { id: 1, login: 'my`app[bot]' } })).toBe('> `` my`app[bot] ``: /ollio help')
})

describe('the comment of a turn that waits', () => {
  const message = {
    kind: 'comment' as const,
    id: 1,
    repository: { installationId: 1, repositoryId: 1, owner: 'o', name: 'n' },
    number: 7,
    onPullRequest: true,
    author,
    writtenAt: '2026-11-24T23:59:59Z',
    command: { name: 'bare' as const, prompt: 'make it @darker', cut: false },
  }

  test.each([
    [1, 'It runs next.'],
    [2, '1 other request runs first.'],
    [3, '2 other requests run first.'],
  ])('the comment of a turn that waits at position %i says how many requests run first', (position, text) => {
    const comment = queuedComment(message, position)
    expect(comment).toMatch(/^### In the queue\n\n> `maya`: \/ollio make it /)
    expect(comment).not.toContain('@darker')
    expect(comment).toContain(`**Position ${position}.** ${text} It starts by itself.`)
  })

  test('the comment of a turn that waits says who removed the turn from the queue', () => {
    expect(removedFromQueueComment(message, 'theo')).toMatch(
      /^### Cancelled by `theo`\n\n> `maya`: \/ollio make it .*\n\nIt had not started, and no credits were taken\.$/,
    )
  })
})
