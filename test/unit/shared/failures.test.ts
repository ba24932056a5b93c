import { describe, expect, test } from 'vitest'
import { fixedReplyText } from '#src/domain/messages/reply.ts'
import type { FixedReply } from '#src/domain/messages/reply.ts'
import { Failure, FAILURE_KINDS, isRetryable, sentenceFor, titleFor, toFailure } from '#src/domain/shared/failures.ts'
import { couldNotStartReply } from '#src/domain/messages/command-replies.ts'
import { cancelledComment, failedComment } from '#src/domain/messages/turn-comment.ts'

const STEPS = 'https://ollio.example/p/1/turns/2?s=x'
const failed = { credits: 10, conflicts: [], mergeCommit: null, stepsUrl: STEPS }

describe('every failure kind', () => {
  test.each(FAILURE_KINDS)('%s has a title and a sentence for the user, and is retryable or not', (kind) => {
    expect(sentenceFor(kind)).toMatch(/^[A-Z].{20,}\.$/)
    expect(sentenceFor(kind)).not.toMatch(/undefined|null|Error|[{}<>]/)
    expect(titleFor(kind)).toMatch(/^[a-zG.][^.].{5,50}[a-zA-Z]$/)
    expect(isRetryable(kind)).toBeTypeOf('boolean')
    expect(failedComment({ ...failed, kind })).toContain(`### Failed: ${titleFor(kind)}\n`)
    expect(failedComment({ ...failed, kind })).toContain(sentenceFor(kind))
    expect(couldNotStartReply(kind)).toContain(sentenceFor(kind))
  })

  test('every failure kind is listed once, in alphabetical order', () => {
    expect(FAILURE_KINDS).toEqual([...new Set(FAILURE_KINDS)].toSorted())
  })

  test('every failure kind leads to a comment about the returned credits and the next step', () => {
    expect(failedComment({ ...failed, kind: 'model-busy' })).toMatch(
      /^### Failed: the language model was too busy\n[^]*the 10 credits were returned[^]*ollio retry/,
    )
    expect(cancelledComment('mara', 10, STEPS)).toMatch(/^### Cancelled by `mara`\n[^]*the 10 credits were returned/)
    expect(cancelledComment(null, 10, STEPS)).toMatch(/^### Cancelled\n[^]*the 10 credits were returned/)
    for (const text of [failedComment({ ...failed, kind: 'model-busy' }), cancelledComment('mara', 10, STEPS)])
      expect(text).toContain(`[Steps so far](${STEPS})`)
  })

  test('every failure kind leads to a comment without credits if none were taken', () => {
    expect(failedComment({ ...failed, credits: 0, kind: 'restore-collided' })).not.toContain('credits')
    expect(cancelledComment('mara', 0, STEPS)).not.toContain('credits')
  })

  test('every failure kind leads to a comment that lists conflicting files and the merge commit that stays', () => {
    const conflicts = Array.from({ length: 23 }, (_, index) => `src/file-${index}.tsx`)
    const text = failedComment({ ...failed, kind: 'branch-collided', conflicts })
    expect(text).toMatch(/- `src\/file-0.tsx`[^]*- `src\/file-19.tsx`\n- and 3 more/)
    expect(failedComment({ ...failed, kind: 'nothing-builds', mergeCommit: 'abcdef0123' })).toContain(
      'The merge commit abcdef0 is on the branch',
    )
  })
})

describe('toFailure', () => {
  test('toFailure returns a Failure unchanged', () => {
    const failure = new Failure('model-busy', 'rate limited', { retryAfterMs: 2_000 })
    expect(toFailure(failure)).toBe(failure)
    expect(failure).toMatchObject({ name: 'Failure', kind: 'model-busy', message: 'rate limited', retryAfterMs: 2_000 })
  })

  test.each<[string, unknown, string]>([
    ['an error', new TypeError('x is not a function'), 'x is not a function'],
    ['a text', 'broken', 'broken'],
    ['nothing', undefined, 'not an error'],
    ['an object without a prototype', Object.create(null), 'not an error'],
  ])('toFailure converts %s to an unexpected failure', (_case, thrown, message) => {
    const failure = toFailure(thrown)
    expect(failure.kind).toBe('unexpected')
    expect(failure.message).toContain(message)
    expect(failure.cause).toBe(thrown)
  })
})

test.each<[FixedReply, RegExp]>([
  [{ about: 'help' }, /\/ollio generate[^]*\/ollio refine[^]*\/ollio status[^]*\/ollio credits[^]*\/ollio help/],
  [{ about: 'empty-prompt' }, /what to build[^]*\/ollio generate \w+/],
  [{ about: 'empty-wish' }, /what to change[^]*\/ollio refine \w+/],
  [{ about: 'too-long' }, /4,000 characters/],
  [{ about: 'bare-on-issue' }, /\/ollio generate \w+/],
  [{ about: 'nothing-to-refine' }, /\/ollio generate/],
  [{ about: 'unsupported' }, /React[^]*No credits/],
  [{ about: 'misspelt', word: 'genrate`', suggestion: 'generate' }, /`` genrate` ``[^]*`\/ollio generate`/],
  [{ about: 'insufficient', cost: 10, balance: 3, nextRefillAt: '2026-12-01T00:00:00.000Z' }, /10 credits[^]*3 are left[^]*2026-12-01/],
  [{ about: 'queue-full', limit: 20 }, /^20 requests are already waiting/],
  [{ about: 'could-not-start', failure: 'database-busy' }, /no credits were taken/],
])('the reply to %o says what to do', (answer, text) => {
  expect(fixedReplyText(answer)).toMatch(text)
})
