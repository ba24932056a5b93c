import type { Octokit } from '@octokit/rest'
import { commitFiles } from './listen-to-changes.ts'
import { HERE } from './local-github-world.ts'

/** The objects that the calls refer to; filled in after they are created. */
export const known = { issue: 0, comment: 0, pull: 0, lineComment: 0, sha: '', tree: '', blob: '', run: 0, node: '' }

type Call = (octokit: Octokit) => Promise<unknown>
const onIssue = () => ({ ...HERE, issue_number: known.issue })
const onPull = () => ({ ...HERE, pull_number: known.pull })

/** The permissions for each call, from GitHub's documentation. The first one is enough; none of the others is. */
export const NEEDS: Record<string, Record<string, Call>> = {
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
    'reply to a line comment': ({ rest }) =>
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
