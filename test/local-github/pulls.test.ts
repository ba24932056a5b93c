import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBranch, HERE, OWNER, startWorld, statusOf, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

const commitMutation = `mutation ($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { commit { oid url } } }`

async function commitFile(branch: string, head: string, file: string, text: string): Promise<string> {
  const input = {
    branch: { repositoryNameWithOwner: 'acme/shop', branchName: branch },
    expectedHeadOid: head,
    message: { headline: `Write ${file}` },
    fileChanges: { additions: [{ path: file, contents: Buffer.from(text).toString('base64') }] },
  }
  const answer = await world.bot.graphql<{ createCommitOnBranch: { commit: { oid: string } } }>(commitMutation, { input })
  return answer.createCommitOnBranch.commit.oid
}

describe('the life of a pull request', () => {
  it('is opened, follows its branch, shows what changed, and is merged', async () => {
    const { bot, maintainer, receiver } = world
    const first = await createBranch(bot, 'ollio/1-1-card', { 'src/card.tsx': 'export const a = 1\n' })
    const { data: issue } = await maintainer.rest.issues.create({ ...HERE, title: 'Wanted' })
    const request = { ...HERE, title: 'A card', head: 'ollio/1-1-card', base: 'main', body: `Closes #${issue.number}` }
    const { data: pull } = await bot.rest.pulls.create(request)
    expect(pull).toMatchObject({
      mergeable: true,
      commits: 1,
      additions: 1,
      deletions: 0,
      changed_files: 1,
      user: { login: 'ollio[bot]', type: 'Bot' },
    })
    expect(pull.number).toBe(issue.number + 1)
    expect(await statusOf(bot.rest.pulls.create(request))).toBe(422)

    const second = await commitFile('ollio/1-1-card', first, 'src/card.tsx', 'export const a = 1\nexport const b = 2\n')
    const synchronize = await receiver.waitFor('pull_request.synchronize')
    expect(synchronize.body).toMatchObject({ before: first, after: second, number: pull.number, pull_request: { head: { sha: second } } })
    const { data: files } = await bot.rest.pulls.listFiles({ ...HERE, pull_number: pull.number })
    expect(files).toHaveLength(1)
    expect(files[0]).toMatchObject({
      filename: 'src/card.tsx',
      status: 'added',
      additions: 2,
      patch: '@@ -0,0 +1,2 @@\n+export const a = 1\n+export const b = 2',
    })
    const { data: commits } = await bot.rest.pulls.listCommits({ ...HERE, pull_number: pull.number })
    expect(commits.map(({ sha }) => sha)).toEqual([first, second])
    const diff = await bot.rest.pulls.get({ ...HERE, pull_number: pull.number, mediaType: { format: 'diff' } })
    expect(String(diff.data)).toContain('diff --git a/src/card.tsx b/src/card.tsx')

    expect(await statusOf(maintainer.rest.pulls.merge({ ...HERE, pull_number: pull.number, sha: first }))).toBe(409)
    const { data: merge } = await maintainer.rest.pulls.merge({ ...HERE, pull_number: pull.number, sha: second })
    const closed = await receiver.waitFor('pull_request.closed')
    expect(closed.body).toMatchObject({ pull_request: { merged: true, merge_commit_sha: merge.sha, merged_by: { login: 'mara' } } })
    expect((await bot.rest.repos.getBranch({ ...HERE, branch: 'main' })).data.commit.sha).toBe(merge.sha)
    // What it changed stays visible, and the issue that it closes is closed.
    expect((await bot.rest.pulls.listFiles({ ...HERE, pull_number: pull.number })).data).toHaveLength(1)
    expect((await bot.rest.issues.get({ ...HERE, issue_number: issue.number })).data.state).toBe('closed')
    expect((await bot.rest.pulls.checkIfMerged({ ...HERE, pull_number: pull.number })).status).toBe(204)
    expect(await statusOf(maintainer.rest.pulls.merge({ ...HERE, pull_number: pull.number }))).toBe(405)
  })

  it('cannot be opened without commits, or from a branch that is not there', async () => {
    const { bot } = world
    const { data: main } = await bot.rest.git.getRef({ ...HERE, ref: 'heads/main' })
    await bot.rest.git.createRef({ ...HERE, ref: 'refs/heads/empty', sha: main.object.sha })
    const refused = bot.rest.pulls.create({ ...HERE, title: 'Nothing', head: 'empty', base: 'main' })
    await expect(refused).rejects.toThrow('No commits between main and empty')
    expect(await statusOf(bot.rest.pulls.create({ ...HERE, title: 'Nothing', head: 'nowhere', base: 'main' }))).toBe(422)
  })

  it('says that it conflicts, and refuses to be merged then', async () => {
    const { bot, maintainer } = world
    await createBranch(bot, 'left', { 'README.md': '# Left\n' })
    await createBranch(bot, 'right', { 'README.md': '# Right\n' })
    const { data: left } = await bot.rest.pulls.create({ ...HERE, title: 'Left', head: 'left', base: 'main' })
    const { data: right } = await bot.rest.pulls.create({ ...HERE, title: 'Right', head: `${OWNER}:right`, base: 'main' })
    await maintainer.rest.pulls.merge({ ...HERE, pull_number: left.number })
    const { data: now } = await bot.rest.pulls.get({ ...HERE, pull_number: right.number })
    expect(now).toMatchObject({ mergeable: false, mergeable_state: 'dirty' })
    expect(await statusOf(maintainer.rest.pulls.merge({ ...HERE, pull_number: right.number }))).toBe(405)
    expect(await statusOf(bot.rest.repos.merge({ ...HERE, base: 'right', head: 'main' }))).toBe(409)
  })

  it('takes in what the base branch has by a merge, which is no change of its own', async () => {
    const { bot, maintainer } = world
    await createBranch(bot, 'behind', { 'behind.txt': 'one\n' })
    const { data: pull } = await bot.rest.pulls.create({ ...HERE, title: 'Behind', head: 'behind', base: 'main' })
    await createBranch(bot, 'ahead', { 'ahead.txt': 'two\n' })
    const { data: other } = await bot.rest.pulls.create({ ...HERE, title: 'Ahead', head: 'ahead', base: 'main' })
    await maintainer.rest.pulls.merge({ ...HERE, pull_number: other.number })
    const merged = await bot.rest.repos.merge({ ...HERE, base: 'behind', head: 'main' })
    expect(merged.status).toBe(201)
    expect((await bot.rest.repos.merge({ ...HERE, base: 'behind', head: 'main' })).status).toBe(204)
    const { data: files } = await bot.rest.pulls.listFiles({ ...HERE, pull_number: pull.number })
    expect(files.map(({ filename }) => filename)).toEqual(['behind.txt'])
  })

  it('is found by its head branch, closed with it, and not opened again without it', async () => {
    const { bot, maintainer, receiver } = world
    await createBranch(bot, 'feature/slashes', { 'x.txt': 'x\n' })
    const { data: pull } = await bot.rest.pulls.create({ ...HERE, title: 'Slashes', head: 'feature/slashes', base: 'main', draft: true })
    const { data: found } = await bot.rest.pulls.list({ ...HERE, head: `${OWNER}:feature/slashes`, state: 'all' })
    expect(found.map(({ number, draft }) => ({ number, draft }))).toEqual([{ number: pull.number, draft: true }])
    expect((await bot.rest.repos.getBranch({ ...HERE, branch: 'feature/slashes' })).data.name).toBe('feature/slashes')
    receiver.deliveries.length = 0
    await maintainer.rest.git.deleteRef({ ...HERE, ref: 'heads/feature/slashes' })
    await receiver.waitFor('pull_request.closed')
    expect(receiver.deliveries.map(({ name }) => name)).toEqual(['delete', 'push', 'pull_request.closed'])
    expect(await statusOf(maintainer.rest.pulls.update({ ...HERE, pull_number: pull.number, state: 'open' }))).toBe(422)
    expect(await statusOf(bot.rest.repos.getBranch({ ...HERE, branch: 'feature/slashes' }))).toBe(404)
  })

  it('is edited, closed, opened again, and made a draft and ready', async () => {
    const { bot, receiver } = world
    await createBranch(bot, 'edits', { 'y.txt': 'y\n' })
    const { data: pull } = await bot.rest.pulls.create({ ...HERE, title: 'Edits', head: 'edits', base: 'main' })
    const number = { ...HERE, pull_number: pull.number }
    receiver.deliveries.length = 0
    await bot.rest.pulls.update({ ...number, title: 'Edited', body: 'now with words' })
    await bot.rest.pulls.update({ ...number, state: 'closed' })
    await bot.rest.pulls.update({ ...number, state: 'open' })
    const draft = (name: string) => `mutation ($id: ID!) { ${name}(input: { pullRequestId: $id }) { pullRequest { isDraft } } }`
    expect(await bot.graphql(draft('convertPullRequestToDraft'), { id: pull.node_id })).toEqual({
      convertPullRequestToDraft: { pullRequest: { isDraft: true } },
    })
    await bot.graphql(draft('markPullRequestReadyForReview'), { id: pull.node_id })
    await receiver.waitFor('pull_request.ready_for_review')
    const actions = ['edited', 'closed', 'reopened', 'converted_to_draft', 'ready_for_review']
    expect(receiver.deliveries.map(({ name }) => name)).toEqual(actions.map((action) => `pull_request.${action}`))
  })

  it('shows comments on it as comments of the issues API, with `pull_request`', async () => {
    const { bot, outsider, receiver } = world
    await createBranch(bot, 'talk', { 'z.txt': 'z\n' })
    const { data: pull } = await bot.rest.pulls.create({ ...HERE, title: 'Talk', head: 'talk', base: 'main' })
    await outsider.rest.issues.createComment({ ...HERE, issue_number: pull.number, body: '/ollio make it blue' })
    const comment = await receiver.waitFor('issue_comment.created')
    expect(comment.body).toMatchObject({
      issue: { number: pull.number, pull_request: { url: pull.url } },
      installation: { id: world.github.installationId },
    })
  })
})

describe('reviews and checks', () => {
  it('tells of a review and of each of its line comments', async () => {
    const { bot, maintainer, receiver } = world
    await createBranch(bot, 'reviewed', { 'src/app.tsx': 'export function App() {\n  return "hello"\n}\n' })
    const { data: pull } = await bot.rest.pulls.create({ ...HERE, title: 'Reviewed', head: 'reviewed', base: 'main' })
    const number = { ...HERE, pull_number: pull.number }
    const comments = [{ path: 'src/app.tsx', line: 2, body: '/ollio say more' }]
    const { data: review } = await maintainer.rest.pulls.createReview({ ...number, event: 'REQUEST_CHANGES', body: 'Nearly', comments })
    expect(review.state).toBe('CHANGES_REQUESTED')
    const line = await receiver.waitFor('pull_request_review_comment.created')
    expect((await receiver.waitFor('pull_request_review.submitted')).body).toMatchObject({
      review: { id: review.id, state: 'changes_requested' },
    })
    const { data: listed } = await bot.rest.pulls.listReviewComments(number)
    expect(listed[0]).toMatchObject({ line: 2, side: 'RIGHT', pull_request_review_id: review.id })
    expect(listed[0]?.diff_hunk).toMatch(/^@@ -1,3 \+1,3 @@\n export function App\(\) \{\n-  return null\n\+ {2}return "hello"$/)
    expect(line.body).toMatchObject({ comment: { id: listed[0]?.id } })
    const commentId = listed[0]?.id ?? 0
    await bot.rest.reactions.createForPullRequestReviewComment({ ...HERE, comment_id: commentId, content: 'eyes' })
    const { data: reply } = await bot.rest.pulls.createReplyForReviewComment({ ...number, comment_id: commentId, body: 'done' })
    expect(reply.in_reply_to_id).toBe(commentId)
    expect((await bot.rest.pulls.getReviewComment({ ...HERE, comment_id: reply.id })).data.body).toBe('done')
    const single = { ...number, commit_id: pull.head.sha, path: 'src/app.tsx', line: 2, side: 'RIGHT', body: 'and this' } as const
    expect((await maintainer.rest.pulls.createReviewComment(single)).data.line).toBe(2)
    expect(await statusOf(maintainer.rest.pulls.createReviewComment({ ...single, line: 99 }))).toBe(422)
    expect((await bot.rest.pulls.listReviews(number)).data.map(({ state }) => state)).toEqual([
      'CHANGES_REQUESTED',
      'COMMENTED',
      'COMMENTED',
    ])
    expect(await statusOf(bot.rest.pulls.createReview({ ...number, event: 'APPROVE' }))).toBe(422)
    const { data: asked } = await bot.rest.pulls.requestReviewers({ ...number, reviewers: ['wim'] })
    expect(asked.requested_reviewers?.map((user) => user.login)).toEqual(['wim'])
  })

  it('keeps a check run from queued to completed, and finds it by commit and name', async () => {
    const { bot, maintainer, receiver } = world
    const sha = await createBranch(bot, 'checked', { 'c.txt': 'c\n' })
    await bot.rest.pulls.create({ ...HERE, title: 'Checked', head: 'checked', base: 'main' })
    const { data: run } = await bot.rest.checks.create({
      ...HERE,
      name: 'Ollio',
      head_sha: sha,
      status: 'in_progress',
      external_id: 'turn-1',
    })
    expect(run.pull_requests).toHaveLength(1)
    const output = { title: 'All good', summary: 'types, build, axe' }
    await bot.rest.checks.update({ ...HERE, check_run_id: run.id, conclusion: 'success', output, details_url: 'https://example.test/p' })
    const completed = await receiver.waitFor('check_run.completed')
    expect(completed.body).toMatchObject({
      check_run: { id: run.id, conclusion: 'success', external_id: 'turn-1', check_suite: { head_branch: 'checked' } },
    })
    const { data: listed } = await bot.rest.checks.listForRef({ ...HERE, ref: 'checked', check_name: 'Ollio' })
    expect(listed.check_runs.map(({ id, status }) => ({ id, status }))).toEqual([{ id: run.id, status: 'completed' }])
    expect((await bot.rest.checks.listForRef({ ...HERE, ref: sha, check_name: 'Other' })).data.total_count).toBe(0)
    expect((await bot.rest.checks.get({ ...HERE, check_run_id: run.id })).data.output.title).toBe('All good')
    expect(await statusOf(maintainer.rest.checks.create({ ...HERE, name: 'Mine', head_sha: sha }))).toBe(403)
    expect(await statusOf(bot.rest.checks.create({ ...HERE, name: 'Ollio', head_sha: 'f'.repeat(40) }))).toBe(422)
  })
})
