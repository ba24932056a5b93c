import type { Octokit } from '@octokit/rest'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { commitFiles, openPull } from './changes.ts'
import { HERE, octokitFor, startWorld, statusOf, type World } from './world.ts'

let world: World
const known = { issue: 0, comment: 0, pull: 0, lineComment: 0, sha: '', tree: '', blob: '', run: 0, node: '' }
beforeAll(async () => {
  world = await startWorld()
  const { bot, maintainer } = world
  const issue = { ...HERE, issue_number: (await maintainer.rest.issues.create({ ...HERE, title: 'Known' })).data.number }
  const { pull, sha, at } = await openPull(bot, 'known', { 'k.txt': 'k\n' })
  const line = { ...at, commit_id: sha, path: 'k.txt', line: 1, body: 'a line' }
  known.issue = issue.issue_number
  known.comment = (await maintainer.rest.issues.createComment({ ...issue, body: 'known' })).data.id
  known.lineComment = (await maintainer.rest.pulls.createReviewComment(line)).data.id
  known.tree = (await bot.rest.git.getCommit({ ...HERE, commit_sha: sha })).data.tree.sha
  known.blob = (await bot.rest.git.createBlob({ ...HERE, content: 'b' })).data.sha
  known.run = (await bot.rest.checks.create({ ...HERE, name: 'Known', head_sha: sha })).data.id
  Object.assign(known, { pull: pull.number, sha, node: pull.node_id })
})
afterAll(() => world.close())

type Call = (octokit: Octokit) => Promise<unknown>
const onIssue = () => ({ ...HERE, issue_number: known.issue })
const onPull = () => ({ ...HERE, pull_number: known.pull })

/** What a token needs for each call, by GitHub's documentation: the first that is named here is enough, none of the others is. */
const NEEDS: Record<string, Record<string, Call>> = {
  'contents: read': {
    'read a file': ({ rest }) => rest.repos.getContent({ ...HERE, path: 'README.md' }),
    'read a folder': ({ rest }) => rest.repos.getContent({ ...HERE, path: 'src' }),
    'read a branch': ({ rest }) => rest.repos.getBranch({ ...HERE, branch: 'main' }),
    'list branches': ({ rest }) => rest.repos.listBranches(HERE),
    'list commits': ({ rest }) => rest.repos.listCommits(HERE),
    'read a commit': ({ rest }) => rest.repos.getCommit({ ...HERE, ref: 'main' }),
    compare: ({ rest }) => rest.repos.compareCommitsWithBasehead({ ...HERE, basehead: 'main...known' }),
    'have the archive': ({ rest }) => rest.repos.downloadTarballArchive({ ...HERE, ref: 'main' }),
    'read a ref': ({ rest }) => rest.git.getRef({ ...HERE, ref: 'heads/main' }),
    'find refs': ({ rest }) => rest.git.listMatchingRefs({ ...HERE, ref: 'heads/' }),
    'read a tree': ({ rest }) => rest.git.getTree({ ...HERE, tree_sha: known.tree }),
    'read a blob': ({ rest }) => rest.git.getBlob({ ...HERE, file_sha: known.blob }),
    'read a git commit': ({ rest }) => rest.git.getCommit({ ...HERE, commit_sha: known.sha }),
  },
  'contents: write': {
    'write a file': ({ rest }) => rest.repos.createOrUpdateFileContents({ ...HERE, path: 'new.txt', message: 'New', content: '' }),
    'write a blob': ({ rest }) => rest.git.createBlob({ ...HERE, content: 'b' }),
    'write a tree': ({ rest }) => rest.git.createTree({ ...HERE, tree: [{ path: 'a', content: 'a', mode: '100644', type: 'blob' }] }),
    'write a git commit': ({ rest }) => rest.git.createCommit({ ...HERE, message: 'm', tree: known.tree }),
    'make a ref': ({ rest }) => rest.git.createRef({ ...HERE, ref: 'refs/heads/new', sha: known.sha }),
    'move a ref': ({ rest }) => rest.git.updateRef({ ...HERE, ref: 'heads/known', sha: known.sha }),
    'delete a ref': ({ rest }) => rest.git.deleteRef({ ...HERE, ref: 'heads/new' }),
    'merge branches': ({ rest }) => rest.repos.merge({ ...HERE, base: 'known', head: 'main' }),
    'merge a pull request': ({ rest }) => rest.pulls.merge({ ...onPull(), sha: 'f'.repeat(40) }),
    'commit by GraphQL': (octokit) => commitFiles(octokit, { branch: 'known', head: 'f'.repeat(40) }),
  },
  'issues: read': { 'list issues': ({ rest }) => rest.issues.listForRepo(HERE) },
  'issues: write': {
    'open an issue': ({ rest }) => rest.issues.create({ ...HERE, title: 'New' }),
    'change an issue': ({ rest }) => rest.issues.update({ ...onIssue(), title: 'Changed' }),
    comment: ({ rest }) => rest.issues.createComment({ ...onIssue(), body: 'new' }),
    'change a comment': ({ rest }) => rest.issues.updateComment({ ...HERE, comment_id: known.comment, body: 'new' }),
    'react to an issue': ({ rest }) => rest.reactions.createForIssue({ ...onIssue(), content: 'eyes' }),
    'react to a comment': ({ rest }) => rest.reactions.createForIssueComment({ ...HERE, comment_id: known.comment, content: 'eyes' }),
  },
  'pull_requests: read': {
    'list pull requests': ({ rest }) => rest.pulls.list(HERE),
    'read a pull request': ({ rest }) => rest.pulls.get(onPull()),
    'read its diff': ({ rest }) => rest.pulls.get({ ...onPull(), mediaType: { format: 'diff' } }),
    'list its files': ({ rest }) => rest.pulls.listFiles(onPull()),
    'list its commits': ({ rest }) => rest.pulls.listCommits(onPull()),
    'list its reviews': ({ rest }) => rest.pulls.listReviews(onPull()),
    'list its line comments': ({ rest }) => rest.pulls.listReviewComments(onPull()),
    'read a line comment': ({ rest }) => rest.pulls.getReviewComment({ ...HERE, comment_id: known.lineComment }),
  },
  'pull_requests: write': {
    'open a pull request': ({ rest }) => rest.pulls.create({ ...HERE, title: 'New', head: 'known', base: 'nowhere' }),
    'change a pull request': ({ rest }) => rest.pulls.update({ ...onPull(), title: 'Changed' }),
    'comment on it': ({ rest }) => rest.issues.createComment({ ...HERE, issue_number: known.pull, body: 'new' }),
    'review it': ({ rest }) => rest.pulls.createReview({ ...onPull(), event: 'COMMENT', body: 'new' }),
    'answer a line comment': ({ rest }) =>
      rest.pulls.createReplyForReviewComment({ ...onPull(), comment_id: known.lineComment, body: 'new' }),
    'react to a line comment': ({ rest }) =>
      rest.reactions.createForPullRequestReviewComment({ ...HERE, comment_id: known.lineComment, content: 'eyes' }),
    'make it a draft': (octokit) =>
      octokit.graphql(`mutation { convertPullRequestToDraft(input: { pullRequestId: "${known.node}" }) { clientMutationId } }`),
  },
  'checks: read': {
    'list check runs': ({ rest }) => rest.checks.listForRef({ ...HERE, ref: 'known' }),
    'read a check run': ({ rest }) => rest.checks.get({ ...HERE, check_run_id: known.run }),
  },
  'checks: write': {
    'make a check run': ({ rest }) => rest.checks.create({ ...HERE, name: 'New', head_sha: known.sha }),
    'change a check run': ({ rest }) => rest.checks.update({ ...HERE, check_run_id: known.run, name: 'Changed' }),
  },
}
const ALL = ['checks', 'contents', 'issues', 'pull_requests']
/** On a pull request's conversation, either permission will do. */
const EITHER = new Set(['comment on it'])

async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call
    return 'allowed'
  } catch (error) {
    const message = error instanceof Error ? error.message : ''
    return message.includes('Resource not accessible by integration') ? 'refused' : 'allowed'
  }
}

it.each(Object.keys(NEEDS))('asks for `%s` where GitHub does, and for nothing else', async (need) => {
  const [name = '', level] = need.split(': ')
  const others = Object.fromEntries(ALL.filter((one) => one !== name).map((one) => [one, 'write' as const]))
  const enough = octokitFor(world.github, await world.tokenWith({ [name]: level === 'write' ? 'write' : 'read' }))
  const without = octokitFor(world.github, await world.tokenWith(level === 'write' ? { ...others, [name]: 'read' } : others))
  for (const [what, call] of Object.entries(NEEDS[need] ?? {})) {
    const expected = [what, EITHER.has(what) ? 'allowed' : 'refused', 'allowed']
    expect([what, await refusal(call(without)), await refusal(call(enough))]).toEqual(expected)
  }
})

it('needs either permission, of issues or of pull requests, for what they have in common', async () => {
  for (const permission of ['issues', 'pull_requests']) {
    const octokit = octokitFor(world.github, await world.tokenWith({ [permission]: 'read' }))
    expect(await statusOf(octokit.rest.issues.listComments({ ...HERE, issue_number: known.pull }))).toBe(200)
    expect(await statusOf(octokit.rest.issues.createComment({ ...HERE, issue_number: known.pull, body: 'no' }))).toBe(403)
  }
  const octokit = octokitFor(world.github, await world.tokenWith({ contents: 'write' }))
  expect(await statusOf(octokit.rest.issues.listComments({ ...HERE, issue_number: known.pull }))).toBe(403)
})
