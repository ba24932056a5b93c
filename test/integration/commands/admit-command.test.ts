import { beforeEach, describe, expect, test } from 'vitest'
import { admitCommand } from '#src/activities/commands/admit-command.ts'
import type { Command } from '#src/domain/commands/command-message.ts'
import type { ParsedCommand } from '#src/domain/commands/parse-command.ts'
import { ADDRESS, commandMessage, useWorld } from '../../support/activities/world.ts'

const world = useWorld()
beforeEach(() => {
  world.reset()
  world.host.permissions['mara'] = 'write'
})

const GENERATE: ParsedCommand = { name: 'generate', prompt: 'a pricing card', cut: false }
const admitted = (changes: Partial<Command> = {}) => admitCommand(world.ports, { message: commandMessage(changes) })

describe('a person without permission', () => {
  test.each<[string, Partial<Command>, object]>([
    ['a comment', { kind: 'comment', id: 11 }, { kind: 'comment', id: 11 }],
    ['a line comment', { kind: 'review-comment', id: 12 }, { kind: 'review-comment', id: 12 }],
    ['a review', { kind: 'review', id: 13, number: 4 }, { kind: 'review', pullRequest: 4, id: 13 }],
    ['an issue', { kind: 'issue', id: 14, number: 5 }, { kind: 'issue', number: 5 }],
  ])('a person without permission gets one reaction and no reply to a command in %s', async (_where, changes, target) => {
    const calls = (['readFile', 'defaultBranch', 'putComment'] as const).map((method) => world.codeHost.calls(method))
    expect(await admitted({ ...changes, author: { id: 9, login: 'stranger' } })).toEqual({ verdict: 'refused' })
    expect(world.host.reactions).toEqual([{ target, reaction: 'confused' }])
    expect((['readFile', 'defaultBranch', 'putComment'] as const).map((method) => world.codeHost.calls(method))).toEqual(calls)
  })

  test.each<ParsedCommand>([GENERATE, { name: 'help' }, { name: 'credits' }, { name: 'misspelt', word: 'hlep', suggestion: 'help' }])(
    'a person without permission is refused for every command: %j',
    async (command) => {
      expect(await admitted({ command, author: { id: 9, login: 'stranger' } })).toEqual({ verdict: 'refused' })
    },
  )

  test.each([
    ['admin', 'turn'],
    ['write', 'turn'],
    ['read', 'refused'],
    ['none', 'refused'],
  ] as const)('a person without permission is someone without write permission: %s leads to %s', async (permission, verdict) => {
    world.host.permissions['mara'] = permission
    expect((await admitted()).verdict).toBe(verdict)
    expect(world.host.reactions).toHaveLength(verdict === 'refused' ? 1 : 0)
  })
})

describe('a command that starts no turn', () => {
  test.each<[ParsedCommand, boolean, string]>([
    [{ name: 'help' }, false, 'help'],
    [{ name: 'status' }, true, 'status'],
    [{ name: 'credits' }, false, 'credits'],
    [{ name: 'generate', prompt: '', cut: false }, false, 'empty-prompt'],
    [{ name: 'generate', prompt: '', cut: false }, true, 'empty-prompt'],
    [{ name: 'generate', prompt: 'x', cut: true }, false, 'too-long'],
    [{ name: 'refine', prompt: '', cut: false }, true, 'empty-wish'],
    [{ name: 'refine', prompt: 'x', cut: true }, true, 'too-long'],
    [{ name: 'bare', prompt: '', cut: false }, true, 'empty-wish'],
    [{ name: 'bare', prompt: 'x', cut: true }, true, 'too-long'],
    [{ name: 'bare', prompt: 'a pricing card', cut: false }, false, 'bare-on-issue'],
    [{ name: 'bare', prompt: '', cut: false }, false, 'bare-on-issue'],
  ])('%j, on a pull request: %s, gets the reply %s', async (command, onPullRequest, about) => {
    expect(await admitted({ command, onPullRequest })).toEqual({ verdict: 'answer', answer: { about } })
  })

  test('a command that starts no turn if misspelt gets a suggestion', async () => {
    const command: ParsedCommand = { name: 'misspelt', word: 'genrate', suggestion: 'generate' }
    expect(await admitted({ command })).toEqual({
      verdict: 'answer',
      answer: { about: 'misspelt', word: 'genrate', suggestion: 'generate' },
    })
  })
})

describe('a command for the agent', () => {
  test.each<[ParsedCommand, boolean, boolean]>([
    [GENERATE, false, true],
    [GENERATE, true, false],
    [{ name: 'refine', prompt: 'bigger', cut: false }, false, false],
    [{ name: 'refine', prompt: 'bigger', cut: false }, true, false],
    [{ name: 'bare', prompt: 'bigger', cut: false }, true, false],
  ])(
    'a command for the agent is admitted: %j, on a pull request: %s, and may start a project: %s',
    async (command, onPullRequest, begins) => {
      expect(await admitted({ command, onPullRequest })).toEqual({ verdict: 'turn', begins, packageFolder: '', baseBranch: 'main' })
    },
  )

  test.each<[string, string | undefined]>([
    ['without a package.json', undefined],
    ['whose package.json has no React', '{"dependencies":{"vue":"3"}}'],
    ['whose package.json can’t be parsed', '{"dependencies":'],
  ])('a command for the agent is not admitted in a repository %s', async (_case, packageJson) => {
    const files = world.host.branches.get('main')?.[0]?.files ?? {}
    if (packageJson === undefined) delete files['package.json']
    else files['package.json'] = packageJson
    expect(await admitted()).toEqual({ verdict: 'answer', answer: { about: 'unsupported' } })
  })
})

describe('.github/ollio.yml', () => {
  const configured = (text: string) => Object.assign(world.host.filesAt('main'), { '.github/ollio.yml': text })

  test('.github/ollio.yml limits commands to the listed people, with any spelling of their names; others are refused', async () => {
    configured('people: [Theo, "@MARA"]\n')
    expect((await admitted()).verdict).toBe('turn')
    configured('people: [theo]\n')
    for (const command of [GENERATE, { name: 'cancel', all: false }, { name: 'help' }, { name: 'undo' }] satisfies ParsedCommand[])
      expect((await admitted({ command })).verdict).toBe('refused')
    expect(world.host.reactions).toHaveLength(4)
  })

  test('.github/ollio.yml never gives permission to people without write access', async () => {
    configured('people: [stranger]\n')
    expect((await admitted({ author: { id: 9, login: 'stranger' } })).verdict).toBe('refused')
  })

  test.each([
    ['model: another\n', null],
    ['model: anothr\n', 'model: “anothr” is not available here. Did you mean “another”?'],
    ['model: gpt-9\n', 'model: “gpt-9” is not available here. The allowed models are played, another.'],
    ['base: main\n', null],
    ['base: next\n', 'base: there is no branch “next”.'],
  ])('.github/ollio.yml with %j is read before anything starts; its problem: %s', async (text, problem) => {
    configured(text)
    expect(await admitted()).toEqual(
      problem === null
        ? { verdict: 'turn', begins: true, packageFolder: '', baseBranch: 'main' }
        : { verdict: 'answer', answer: { about: 'invalid-config', problem } },
    )
  })

  test('.github/ollio.yml does not block undo, whatever is wrong in it', async () => {
    configured('colours: [red]\n')
    expect(await admitted({ command: { name: 'undo' } })).toEqual({ verdict: 'turn', begins: false })
  })
})

describe('commands on existing projects', () => {
  test('commands on existing projects delete needs the maintain or admin role', async () => {
    for (const [permission, verdict] of [
      ['write', 'answer'],
      ['maintain', 'delete'],
      ['admin', 'delete'],
    ] as const) {
      world.host.permissions['mara'] = permission
      expect((await admitted({ command: { name: 'delete' } })).verdict).toBe(verdict)
    }
  })

  test.each<[ParsedCommand, object]>([
    [{ name: 'steer', prompt: 'in blue', cut: false }, { verdict: 'steer' }],
    [{ name: 'unshare' }, { verdict: 'unshare' }],
    [
      { name: 'steer', prompt: '', cut: false },
      { verdict: 'answer', answer: { about: 'empty-wish' } },
    ],
    [
      { name: 'steer', prompt: 'x', cut: true },
      { verdict: 'answer', answer: { about: 'too-long' } },
    ],
    [
      { name: 'restore', version: null },
      { verdict: 'answer', answer: { about: 'which-version' } },
    ],
    [
      { name: 'restore', version: 2 },
      { verdict: 'turn', begins: false },
    ],
    [{ name: 'rebase' }, { verdict: 'turn', begins: false }],
    [{ name: 'retry' }, { verdict: 'turn', begins: false, packageFolder: '', baseBranch: 'main' }],
    [{ name: 'fix' }, { verdict: 'turn', begins: false, packageFolder: '', baseBranch: 'main' }],
  ])('commands on existing projects are admitted: %j', async (command, admission) => {
    expect(await admitted({ command })).toEqual(admission)
  })
})

test('admission writes no row', async () => {
  await admitted()
  expect(await world.ports.projects.latestOfIssue(ADDRESS.repositoryId, ADDRESS.issue)).toBeNull()
  expect(await world.ports.ledger.summary(ADDRESS.repositoryId, 10)).toBeNull()
})

describe('a line comment', () => {
  const note = { path: 'src/a.tsx', fromLine: 1, toLine: 1, code: 'a', text: '' }
  const inReview = { kind: 'review-comment', line: { note, reviewId: 5 } } as const

  test('a line comment of a review that is a command is part of the review’s command', async () => {
    world.host.reviews.set(5, { body: '/ollio fix these', comments: [] })
    expect(await admitted(inReview)).toEqual({ verdict: 'refused' })
    expect(world.host.reactions).toEqual([])
  })

  test.each(['', 'Looks nearly good'])('a line comment of a review with the body %j is a command of its own', async (body) => {
    world.host.reviews.set(5, { body, comments: [] })
    expect((await admitted(inReview)).verdict).toBe('turn')
  })

  test('a line comment without a review, or with a deleted one, is a command of its own', async () => {
    expect((await admitted(inReview)).verdict).toBe('turn')
    expect((await admitted({ ...inReview, line: { note, reviewId: null } })).verdict).toBe('turn')
  })
})

describe('a cancel command', () => {
  test.each([
    ['write', { verdict: 'cancel', asAdmin: false }],
    ['admin', { verdict: 'cancel', asAdmin: true }],
    ['read', { verdict: 'refused' }],
  ] as const)('a cancel command of a person with %s', async (permission, admission) => {
    world.host.permissions['mara'] = permission
    expect(await admitted({ command: { name: 'cancel', all: true } })).toEqual(admission)
  })
})
