import { marked } from 'marked'
import { describe, expect, test } from 'vitest'
import { creditsReply } from '#src/domain/messages/credit-replies.ts'
import { invalidConfigReply, misspelledReply } from '#src/domain/messages/command-replies.ts'
import { checksTable, receiptLine } from '#src/domain/messages/check-texts.ts'
import { continuesOnLine, progressComment, publishedComment, unchangedComment } from '#src/domain/messages/turn-comment.ts'
import { statusReply, versionsReply } from '#src/domain/messages/project-replies.ts'
import { statusOf, version } from '../../support/project-example.ts'

const html = (markdown: string) => marked.parse(markdown, { async: false, gfm: true })
const LIVE = 'https://ollio.example/p/1/turns/2?s=x'
const receipt = { credits: 10, promptTokens: 1_200, completionTokens: 34, seconds: 61, steps: 5, model: 'model-1', dollars: null }
const published: Parameters<typeof publishedComment>[0] = {
  version: 2,
  name: 'Pricing Card',
  summary: 'Three tiers.',
  pullRequest: 12,
  commitSha: 'a1b2c3d4e5f6',
  previewUrl: 'https://ollio.example/p/1/2?s=x',
  draft: false,
  partial: false,
  checks: [{ name: 'Types', outcome: 'passed', detail: 'no errors' }],
  receipt,
  author: 'mara',
}

describe('the receipt', () => {
  test.each<[number, string]>([
    [0, '0 s'],
    [-3, '0 s'],
    [0.4, '0 s'],
    [59.4, '59 s'],
    [59.7, '1 min 0 s'],
    [60, '1 min 0 s'],
    [119.6, '2 min 0 s'],
    [3_599, '59 min 59 s'],
    [36_000, '600 min 0 s'],
  ])('the receipt shows %d seconds as %s', (seconds, words) => {
    expect(receiptLine({ ...receipt, seconds })).toContain(` · ${words} · `)
  })

  test('the receipt uses singular and plural', () => {
    expect(receiptLine({ ...receipt, credits: 1, steps: 1 })).toContain('1 credit · 1,234 tokens · 1 step ·')
    expect(receiptLine({ ...receipt, promptTokens: 1_234_567 })).toContain('10 credits · 1,234,601 tokens · 5 steps ·')
  })
})

test('the receipt shows money only if prices are configured', () => {
  expect(receiptLine({ ...receipt, dollars: 0.0421 })).toContain('10 credits · 1,234 tokens ($0.042) · 5 steps')
  expect(receiptLine(receipt)).not.toContain('$')
})

describe('the comment of a turn', () => {
  test('the comment of a turn shows phase, time, steps and the next commands while the turn runs', () => {
    const steps = [
      { number: 1, thought: 'I look.' },
      { number: 2, thought: 'I write the card.' },
    ]
    const text = progressComment({ prompt: 'a pricing card', steps, seconds: 12, phase: 'Working', operation: 'refine', liveUrl: LIVE })
    expect(text).toMatch(
      /^### Working on it\n\n> a pricing card\n[^]*\*\*Working\*\* · 12 s · 2 steps · [^]*I write the card\\\.|I write the card\./,
    )
    expect(text).not.toContain('I look')
    expect(text).toContain(`[watch live](${LIVE})`)
    expect(text).toContain('`/ollio steer <instruction>` adds to it · `/ollio cancel` stops it')
    const early = { prompt: 'a card', steps: [], seconds: 0, phase: 'Preparing', liveUrl: LIVE }
    expect(progressComment({ ...early, operation: 'generate' })).toContain(' · 0 steps · ')
    for (const operation of ['restore', 'rebase'] as const)
      expect(progressComment({ ...early, operation })).toContain('<sub>`/ollio cancel` stops it</sub>')
  })

  test('the comment of a turn shows pull request, preview, commit, checks and receipt after publishing', () => {
    const text = publishedComment(published)
    for (const part of [
      '### v2 is ready: Pricing Card',
      '#12',
      'https://ollio.example/p/1/2?s=x',
      'a1b2c3d',
      'no errors',
      '10 credits',
      '@mara',
    ]) {
      expect(text).toContain(part)
    }
    expect(text).not.toContain('a1b2c3d4')
    expect(text).not.toContain('limit')
  })

  test('the comment of a turn says if the version is a draft or partial', () => {
    const text = publishedComment({ ...published, draft: true, partial: true })
    expect(text).toMatch(/^### v2 is a draft: Pricing Card\n[^]*reached its limit[^]*Half of the credits were returned/)
  })

  test('the comment of a turn names the required checks that were not run, with the reason and what happens next', () => {
    const missing = (cause: 'machine' | 'page', required: boolean) =>
      ({ name: 'Keyboard', outcome: 'not run', detail: 'this machine was too busy', notRun: { cause, required } }) as const
    const textOf = (check: ReturnType<typeof missing>) => publishedComment({ ...published, draft: true, checks: [check] })
    expect(textOf(missing('machine', true))).toContain(
      '➖ **Not run:** Keyboard. This machine was too busy. They run again by themselves; `/ollio retry` runs them now, for 0 credits.',
    )
    expect(textOf(missing('page', true))).not.toContain('run again by themselves')
    expect(textOf(missing('machine', false))).not.toContain('**Not run:**')
    expect(textOf(missing('machine', false))).toContain('| Keyboard | ➖ not run | this machine was too busy |')
  })

  test('the comment of a turn shows the summary and the returned credits if nothing was changed', () => {
    expect(unchangedComment({ summary: 'It is as you wish.', credits: 10 })).toMatch(
      /^### Nothing to change\n[^]*It is as you wish[^]*No commit was made and the 10 credits were returned\.$/,
    )
  })
})

describe('untrusted text', () => {
  const evil =
    '<script>alert(1)</script> ![x](http://evil.example/x.png) @everyone #1 | `x` <!-- ollio:turn:comment:1 -->\n\n# Heading\n---'
  test.each<[string, string]>([
    [
      'a prompt and a thought',
      progressComment({
        prompt: evil,
        steps: [{ number: 1, thought: evil }],
        seconds: 1,
        phase: 'Working',
        operation: 'refine',
        liveUrl: LIVE,
      }),
    ],
    [
      'a summary and a detail',
      publishedComment({ ...published, name: evil, summary: evil, checks: [{ name: 'Types', outcome: 'failed', detail: evil }] }),
    ],
    ['a summary alone', unchangedComment({ summary: evil, credits: 10 })],
    ['a config’s problem', invalidConfigReply(evil)],
    ['a word', misspelledReply(evil, 'generate')],
    ['a project’s name and prompt', statusReply(statusOf({ name: evil, running: { prompt: evil, author: evil, seconds: 1 } }))],
    ['a version', versionsReply([{ ...version, summary: evil, author: evil }])],
    ['a model’s name', receiptLine({ ...receipt, model: evil })],
  ])('untrusted text stays inert text in %s', (_case, markdown) => {
    const shown = html(markdown)
    expect(shown).not.toMatch(/<script|<img|<h1|src=/)
    expect(markdown).not.toContain('<!-- ollio:turn')
    // GitHub ignores mentions in code.
    expect(shown.replace(/<code>.*?<\/code>/g, '')).not.toContain('@everyone')
  })

  test('untrusted text does not add columns to a table', () => {
    const table = html(checksTable([{ name: 'Types', outcome: 'warning', detail: 'a | b\nc | d' }]))
    expect(table.match(/<td/g)).toHaveLength(3)
  })
})

describe('the credits reply', () => {
  test('the credits reply shows the balance, the next refill, the project’s cost and the last entries', () => {
    const at = new Date('2026-11-24T23:59:59Z')
    const text = creditsReply(
      {
        balance: 90,
        topUp: 0,
        monthlyAllowance: 100,
        nextRefillAt: new Date('2026-12-01T00:00:00Z'),
        entries: [
          { at, operation: 'refund', credits: 10, balanceAfter: 90, actor: 'ollio', reason: 'failed' },
          { at, operation: 'generate', credits: -10, balanceAfter: 80, actor: 'ma`ra|', reason: null },
        ],
      },
      100,
      {
        name: 'Pricing | Card',
        costs: [
          { actor: 'mara', credits: 12 },
          { actor: 'theo', credits: 2 },
        ],
      },
    )
    expect(text).toContain('**90** credits left. The allowance is 100 credits a month. The next refill is on 2026-12-01.')
    expect(text).toContain('has cost 14 credits so far: `mara` 12, `theo` 2.')
    expect(text).toContain('| 2026-11-24 | refund (failed) | +10 | 90 | `ollio` |')
    expect(html(text).match(/<td/g)).toHaveLength(10)
    expect(creditsReply(null, 100, null)).toContain('It starts with 100 credits a month')
  })
})

test('only a refinement from the issue says that the open pull request is changed', () => {
  const turn = (operation: 'generate' | 'refine', conversation: number, pullRequest: number | null) =>
    continuesOnLine({ operation, commentsOn: conversation, project: { pullRequest } })
  expect(turn('refine', 7, 12)).toBe('This issue already has an open pull request, #12, so this turn changes that one.')
  expect([turn('refine', 12, 12), turn('generate', 7, null), turn('refine', 7, null)]).toEqual([null, null, null])
})
