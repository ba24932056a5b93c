import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { admit } from '#src/activities/admission.ts'
import type { CommandMessage } from '#src/domain/command-message.ts'
import type { Command } from '#src/domain/commands.ts'
import { ADDRESS, commandMessage, openWorld } from './world.ts'
import type { World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())
beforeEach(() => {
  world.reset()
  world.host.permissions['mara'] = 'write'
})

const GENERATE: Command = { name: 'generate', prompt: 'a pricing card', cut: false }
const admitted = (changes: Partial<CommandMessage> = {}) => admit(world.ports, { message: commandMessage(changes) })

describe('an outsider', () => {
  test.each<[string, Partial<CommandMessage>, object]>([
    ['a comment', { kind: 'comment', id: 11 }, { kind: 'comment', id: 11 }],
    ['a line comment', { kind: 'review-comment', id: 12 }, { kind: 'review-comment', id: 12 }],
    ['a review', { kind: 'review', id: 13, number: 4 }, { kind: 'review', pullRequest: 4, id: 13 }],
    ['an issue', { kind: 'issue', id: 14, number: 5 }, { kind: 'issue', number: 5 }],
  ])('who commands in %s gets one reaction and nothing else', async (_where, changes, target) => {
    const calls = (['readFile', 'defaultBranch', 'putComment'] as const).map((method) => world.codeHost.calls(method))
    expect(await admitted({ ...changes, author: { id: 9, login: 'stranger' } })).toEqual({ verdict: 'refused' })
    expect(world.host.reactions).toEqual([{ target, reaction: 'confused' }])
    expect((['readFile', 'defaultBranch', 'putComment'] as const).map((method) => world.codeHost.calls(method))).toEqual(calls)
  })

  test.each<Command>([GENERATE, { name: 'help' }, { name: 'credits' }, { name: 'misspelt', word: 'hlep', suggestion: 'help' }])(
    'is refused whatever they command: %j',
    async (command) => {
      expect(await admitted({ command, author: { id: 9, login: 'stranger' } })).toEqual({ verdict: 'refused' })
    },
  )

  test.each([
    ['admin', 'turn'],
    ['write', 'turn'],
    ['read', 'refused'],
    ['none', 'refused'],
  ] as const)('is who may not write: %s leads to %s', async (permission, verdict) => {
    world.host.permissions['mara'] = permission
    expect((await admitted()).verdict).toBe(verdict)
    expect(world.host.reactions).toHaveLength(verdict === 'refused' ? 1 : 0)
  })
})

describe('a command that needs no agent, or says too little or too much, is answered', () => {
  test.each<[Command, boolean, string]>([
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
  ])('%j, on a pull request: %s, about %s', async (command, onPullRequest, about) => {
    expect(await admitted({ command, onPullRequest })).toEqual({ verdict: 'answer', answer: { about } })
  })

  test('a misspelt one with what may have been meant', async () => {
    const command: Command = { name: 'misspelt', word: 'genrate', suggestion: 'generate' }
    expect(await admitted({ command })).toEqual({
      verdict: 'answer',
      answer: { about: 'misspelt', word: 'genrate', suggestion: 'generate' },
    })
  })
})

describe('a command that makes the agent work is admitted', () => {
  test.each<[Command, boolean, boolean]>([
    [GENERATE, false, true],
    [GENERATE, true, false],
    [{ name: 'refine', prompt: 'bigger', cut: false }, false, false],
    [{ name: 'refine', prompt: 'bigger', cut: false }, true, false],
    [{ name: 'bare', prompt: 'bigger', cut: false }, true, false],
  ])('%j, on a pull request: %s, and may begin a project: %s', async (command, onPullRequest, begins) => {
    expect(await admitted({ command, onPullRequest })).toEqual({ verdict: 'turn', begins, packageFolder: '' })
  })

  test.each<[string, string | undefined]>([
    ['without a package.json', undefined],
    ['with one that names no React', '{"dependencies":{"vue":"3"}}'],
    ['with one that can’t be read', '{"dependencies":'],
  ])('but not in a repository %s', async (_case, packageJson) => {
    const files = world.host.branches.get('main')?.[0]?.files ?? {}
    if (packageJson === undefined) delete files['package.json']
    else files['package.json'] = packageJson
    expect(await admitted()).toEqual({ verdict: 'answer', answer: { about: 'unsupported' } })
  })
})

test('admission leaves no row in the tables', async () => {
  await admitted()
  expect(await world.ports.projects.latestOfIssue(ADDRESS.repositoryId, ADDRESS.issue)).toBeNull()
  expect(await world.ports.ledger.summary(ADDRESS.repositoryId, 10)).toBeNull()
})

describe('a line comment', () => {
  const note = { path: 'src/a.tsx', fromLine: 1, toLine: 1, code: 'a', text: '' }
  const inReview = { kind: 'review-comment', line: { note, reviewId: 5 } } as const

  test('of a review that is a command is a part of that, and no turn of its own', async () => {
    world.host.reviews.set(5, { body: '/ollio mend these', comments: [] })
    expect(await admitted(inReview)).toEqual({ verdict: 'refused' })
    expect(world.host.reactions).toEqual([])
  })

  test.each(['', 'Looks nearly good'])('of a review that says %j is a command of its own', async (body) => {
    world.host.reviews.set(5, { body, comments: [] })
    expect((await admitted(inReview)).verdict).toBe('turn')
  })

  test('whose review is gone, or that came without one, too', async () => {
    expect((await admitted(inReview)).verdict).toBe('turn')
    expect((await admitted({ ...inReview, line: { note, reviewId: null } })).verdict).toBe('turn')
  })
})

describe('a wish to end turns', () => {
  test.each([
    ['write', { verdict: 'cancel', asAdmin: false }],
    ['admin', { verdict: 'cancel', asAdmin: true }],
    ['read', { verdict: 'refused' }],
  ] as const)('of somebody with %s', async (permission, admission) => {
    world.host.permissions['mara'] = permission
    expect(await admitted({ command: { name: 'cancel', all: true } })).toEqual(admission)
  })
})
