import { describe, expect, test } from 'vitest'
import { endReply, newerProjectReply, statusReply, versionsReply } from '#src/domain/messages/project-replies.ts'
import { statusOf, version } from '../../support/project-example.ts'

describe('the status reply', () => {
  test('the status reply of an idle project shows its pull request and version', () => {
    expect(statusReply(statusOf())).toBe('**Pricing Card** · pull request #12 · v2\n\nNo turn is running.')
  })

  test('the status reply of a running project shows the prompt, the author, the time and the waiting requests', () => {
    const running = { prompt: 'a pricing card', author: 'mara', seconds: 61 }
    expect(statusReply(statusOf({ pullRequest: null, version: null, running, waiting: 1 }))).toBe(
      '**Pricing Card** · no pull request yet · nothing published yet\n\nWorking on “a pricing card” for `mara` (1 min 1 s so far)\n\n1 more request is waiting.',
    )
    expect(statusReply(statusOf({ running, waiting: 3 }))).toContain('3 more requests are waiting.')
  })

  test('the status reply of an ended project says that it has ended', () => {
    expect(statusReply(statusOf({ ended: true }))).toContain('No turn is running. This project has ended.')
  })

  test.each([
    ['FAILED', 'No turn is running. The last turn failed; `/ollio retry` repeats it.'],
    ['CANCELLED', 'No turn is running. The last turn was cancelled; `/ollio retry` repeats it.'],
  ])('the status reply names retry if the only turn is %s', (status, text) => {
    expect(statusReply(statusOf({ status, version: null }))).toContain(text)
  })
})

describe('the versions reply', () => {
  test('the versions reply is a table with one link per version', () => {
    const draft = { ...version, number: 1, draft: true, commitSha: null }
    expect(versionsReply([version, draft]).split('\n').slice(2)).toEqual([
      '| [v2](https://ollio.example/p/1/2?s=x) | The middle tier stands out. | a1b2c3d | `mara` | 2026-11-24 |',
      '| [v1](https://ollio.example/p/1/2?s=x) (draft) | The middle tier stands out. |  | `mara` | 2026-11-24 |',
    ])
  })

  test('the versions reply says if nothing is published yet', () => {
    expect(versionsReply([])).toBe('Nothing has been published here yet.')
  })
})

describe('the reply at the end of a project', () => {
  test.each([
    [{ merged: true, version: 3, issue: 7 }, /^Merged\. The last version is v3\. This project has ended; comment .* to start a new one\.$/],
    [{ merged: true, version: null, issue: 7 }, /^Merged\. This project has ended; /],
    [
      { merged: false, version: 1, issue: 7 },
      /^Closed without merging\. The last version is v1\. This project has ended\. Reopen the pull request to continue it/,
    ],
  ])('the reply at the end of a project for %j says how to continue', (end, text) => {
    expect(endReply(end)).toMatch(text)
    expect(endReply(end)).toContain('on #7')
  })

  test("the reply at the end of a project names the newer project if this one can't be reopened", () => {
    expect(newerProjectReply({ issue: 7, pullRequest: 12 })).toContain('#7 has a newer project with pull request #12')
    expect(newerProjectReply({ issue: 7, pullRequest: null })).toContain('#7 has a newer project, so')
  })
})
