import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import {
  branchName,
  chargeKey,
  commandKey,
  commandWorkflowId,
  progressMarker,
  projectOfBranch,
  projectWorkflowId,
  refundKey,
  replyMarker,
  turnTrailer,
} from '#src/domain/projects/ids.ts'
import { COMMAND_KINDS } from '#src/domain/commands/command-message.ts'
import { projectName } from '#src/domain/projects/project-name.ts'

test('ids are deterministic and different for every kind of command', () => {
  expect(commandKey({ kind: 'review-comment', id: 42 })).toBe('review-comment:42')
  expect(commandWorkflowId({ kind: 'comment', id: 42 })).toBe('command:comment:42')
  expect(projectWorkflowId({ repositoryId: 9, issue: 7, ordinal: 2 })).toBe('project:9:7:2')
  expect(turnTrailer('comment:42')).toBe('Ollio-Turn: comment:42')
  expect(progressMarker('comment:42')).toBe('<!-- ollio:turn:comment:42 -->')
  expect(replyMarker('comment:42')).toBe('<!-- ollio:reply:comment:42 -->')
  const keys = COMMAND_KINDS.map((kind) => commandKey({ kind, id: 42 }))
  const all = keys.flatMap((key) => [chargeKey(key), refundKey(key), progressMarker(key), replyMarker(key), turnTrailer(key)])
  expect(new Set(all).size).toBe(5 * COMMAND_KINDS.length)
})

describe('a branch name is a valid ref of at most 60 characters', () => {
  test.each<[string, string]>([
    ['Pricing Card', 'ollio/7-1-pricing-card'],
    ['Crème Brûlée Menü', 'ollio/7-1-creme-brulee-menu'],
    ['三つのプラン', 'ollio/7-1-components'],
    ['بطاقة أسعار', 'ollio/7-1-components'],
    ['👩🏽‍💻', 'ollio/7-1-components'],
    ['', 'ollio/7-1-components'],
    ['-- --', 'ollio/7-1-components'],
    ['a..b~c^d:e?f*g[h\\i', 'ollio/7-1-a-b-c-d-e-f-g-h-i'],
    ['@{upstream}', 'ollio/7-1-upstream'],
    ['.lock', 'ollio/7-1-lock'],
    ['Card.lock', 'ollio/7-1-card-lock'],
    ['../../main', 'ollio/7-1-main'],
    ['Ｆｕｌｌ Ｗｉｄｔｈ', 'ollio/7-1-full-width'],
    [`${'x'.repeat(39)} y`, `ollio/7-1-${'x'.repeat(39)}`],
    ['x'.repeat(500), `ollio/7-1-${'x'.repeat(40)}`],
  ])('%j', (name, branch) => {
    expect(branchName({ issue: 7, ordinal: 1 }, name)).toBe(branch)
    expect(execFileSync('git', ['check-ref-format', '--branch', branch], { encoding: 'utf8' }).trim()).toBe(branch)
    expect(branchName({ issue: 9_999_999_999, ordinal: 99 }, name).length).toBeLessThanOrEqual(60)
  })
})

test('a project is found by the name of its branch and by no other name', () => {
  expect(projectOfBranch(9, branchName({ issue: 7, ordinal: 2 }, 'Pricing Card'))).toEqual({ repositoryId: 9, issue: 7, ordinal: 2 })
  for (const branch of ['main', 'ollio/x-1-card', 'ollio/7-card', 'feature/ollio/7-1-card', 'ollio/9999999999999-1-card'])
    expect(projectOfBranch(9, branch)).toBeNull()
})

describe('a project name is short, readable and contains only words', () => {
  test.each<[string, string]>([
    ['a responsive pricing card with three tiers', 'Pricing Card'],
    ['Build me a login form', 'Login Form'],
    ['please make an accessible date picker that opens below', 'Date Picker'],
    ['a table\nwith sorting', 'Table'],
    ['FAQ accordion', 'FAQ Accordion'],
    ['one two three four five six', 'One Two Three Four'],
    ['with a responsive', 'Components'],
    ['', 'Components'],
    ['👍 !!! <b>', 'B'],
    ['@octocat #12 [x](https://evil.example)', 'Octocat 12 X Https'],
    ['三つのプランがある料金カード', '三つのプランがある料金カード'],
    ['การ์ดราคาสามระดับ', 'การ์ดราคาสามระดับ'],
    ['élégant tableau', 'Élégant Tableau'],
  ])('%j', (prompt, name) => {
    expect(projectName(prompt)).toBe(name)
  })

  test('a project name is never over sixty characters nor cut within a character', () => {
    for (const letter of ['x', '𝒳', '長', '𠮷']) {
      const name = projectName(letter.repeat(4_000))
      expect(name.length).toBeLessThanOrEqual(60)
      expect(name.isWellFormed()).toBe(true)
    }
  })
})
