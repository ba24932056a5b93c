import { describe, expect, test } from 'vitest'
import { endReply, newerProjectReply, statusReply, versionsReply } from '#src/domain/messages/project-replies.ts'
import { statusOf, version } from '../../support/project-example.ts'

describe('how a project stands', () => {
  test('at rest', () => {
    expect(statusReply(statusOf())).toBe('**Pricing Card** · pull request #12 · v2\n\nNo turn is running.')
  })

  test('before its first version, at work, with others that wait', () => {
    const running = { prompt: 'a pricing card', author: 'mara', seconds: 61 }
    expect(statusReply(statusOf({ pullRequest: null, version: null, running, waiting: 1 }))).toBe(
      '**Pricing Card** · no pull request yet · nothing published yet\n\nWorking on “a pricing card” for `mara` (1 min 1 s so far)\n\n1 more request is waiting.',
    )
    expect(statusReply(statusOf({ running, waiting: 3 }))).toContain('3 more requests are waiting.')
  })

  test('after its end', () => {
    expect(statusReply(statusOf({ ended: true }))).toContain('No turn is running. This project has ended.')
  })

  test.each([
    ['FAILED', 'No turn is running. The last turn failed; `/ollio retry` repeats it.'],
    ['CANCELLED', 'No turn is running. The last turn was cancelled; `/ollio retry` repeats it.'],
  ])('after a first turn that is %s', (status, text) => {
    expect(statusReply(statusOf({ status, version: null }))).toContain(text)
  })
})

describe('what was published', () => {
  test('is a table with a link each', () => {
    const draft = { ...version, number: 1, draft: true, commitSha: null }
    expect(versionsReply([version, draft]).split('\n').slice(2)).toEqual([
      '| [v2](https://ollio.example/p/1/2?s=x) | The middle tier stands out. | a1b2c3d | `mara` | 2026-11-24 |',
      '| [v1](https://ollio.example/p/1/2?s=x) (draft) | The middle tier stands out. |  | `mara` | 2026-11-24 |',
    ])
  })

  test('is nothing yet', () => {
    expect(versionsReply([])).toBe('Nothing has been published here yet.')
  })
})

describe('the last word', () => {
  test.each([
    [{ merged: true, version: 3, issue: 7 }, /^Merged\. The last version is v3\. This project has ended; comment .* to start a new one\.$/],
    [{ merged: true, version: null, issue: 7 }, /^Merged\. This project has ended; /],
    [
      { merged: false, version: 1, issue: 7 },
      /^Closed without merging\. The last version is v1\. This project has ended\. Reopen the pull request to continue it/,
    ],
  ])('%j', (end, text) => {
    expect(endReply(end)).toMatch(text)
    expect(endReply(end)).toContain('on #7')
  })

  test('of one that is opened again beside a newer one says which that is', () => {
    expect(newerProjectReply({ issue: 7, pullRequest: 12 })).toContain('#7 has a newer project with pull request #12')
    expect(newerProjectReply({ issue: 7, pullRequest: null })).toContain('#7 has a newer project, so')
  })
})
