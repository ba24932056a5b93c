import { describe, expect, test } from 'vitest'
import { byAttention, conclusionOf, countOutcomes, isDraft, isUnproven } from '#src/domain/checks/outcomes.ts'
import type { CheckLine } from '#src/domain/projects/records.ts'

const line = (outcome: 'passed' | 'failed' | 'warning', name: string = outcome): CheckLine => ({ name, outcome, detail: '' })
const notRun = (required: boolean): CheckLine => ({
  name: required ? 'needed' : 'optional',
  outcome: 'not run',
  detail: '',
  notRun: { cause: 'machine', required },
})

describe('the outcome of a version', () => {
  test.each<[string, CheckLine[], { draft: boolean; unproven: boolean; conclusion: string }]>([
    ['all checks passed', [line('passed')], { draft: false, unproven: false, conclusion: 'success' }],
    ['there are warnings', [line('passed'), line('warning')], { draft: false, unproven: false, conclusion: 'success' }],
    ['a check failed', [line('passed'), line('failed')], { draft: true, unproven: false, conclusion: 'failure' }],
    ['a required check was not run', [line('passed'), notRun(true)], { draft: true, unproven: true, conclusion: 'action_required' }],
    ['another check was not run', [line('passed'), notRun(false)], { draft: false, unproven: false, conclusion: 'success' }],
    ['one failed and a required one was not run', [line('failed'), notRun(true)], { draft: true, unproven: true, conclusion: 'failure' }],
  ])('if %s, draft and conclusion follow from it', (_what, checks, { draft, unproven, conclusion }) => {
    expect({ draft: isDraft(checks), unproven: isUnproven(checks), conclusion: conclusionOf(checks) }).toEqual({
      draft,
      unproven,
      conclusion,
    })
  })
})

test('checks are counted in words, and outcomes that did not happen are left out', () => {
  expect(countOutcomes([line('passed')])).toBe('The check passed')
  expect(countOutcomes([line('passed'), line('passed')])).toBe('All 2 checks passed')
  expect(countOutcomes([line('passed'), line('failed'), line('warning'), notRun(true)])).toBe(
    '1 of 4 checks passed, 1 failed, 1 warning, 1 not run',
  )
})

test('what needs attention comes first, and otherwise the order stays', () => {
  const sorted = byAttention([line('passed', 'a'), line('warning'), line('passed', 'b'), notRun(false), line('failed')])
  expect(sorted.map(({ name }) => name)).toEqual(['failed', 'optional', 'warning', 'a', 'b'])
})
