import { Octokit } from '@octokit/rest'

export type CommentedOn = { apiUrl: string; token: string; owner: string; repo: string }

/** Outcome of a turn, read from the bot's comment. */
export type TurnOutcome = { published: boolean; body: string }

export type Published = {
  number: number
  url: string
  title: string
  files: { path: string; additions: number; deletions: number }[]
  commits: { sha: string; headline: string }[]
}

/** Actions of a user on GitHub, through its API. */
export function createPerson({ apiUrl, token, owner, repo }: CommentedOn) {
  const { rest } = new Octokit({ baseUrl: apiUrl, auth: token })
  const at = { owner, repo }
  return {
    async openIssue(title: string, body: string): Promise<{ number: number; url: string }> {
      const { data } = await rest.issues.create({ ...at, title, body })
      return { number: data.number, url: data.html_url }
    },
    async comment(issue: number, body: string): Promise<number> {
      return (await rest.issues.createComment({ ...at, issue_number: issue, body })).data.id
    },
    /** The outcome of the turn that comment `after` started, read from the bot's comment. `null` while the turn runs. */
    async lastWord(issue: number, after: number): Promise<TurnOutcome | null> {
      const { data } = await rest.issues.listComments({ ...at, issue_number: issue, per_page: 100 })
      const body = data.find((comment) => comment.id > after && comment.user?.type === 'Bot')?.body ?? ''
      if (body === '' || /^### (?:In the queue|Working on it)/.test(body)) return null
      return { published: /^### v\d+ is (?:ready|a draft)/.test(body), body }
    },
    /** Newest pull request of the repository. */
    async newestPullRequest(): Promise<Published | null> {
      const [pull] = (await rest.pulls.list({ ...at, state: 'open', sort: 'created', direction: 'desc', per_page: 1 })).data
      if (pull === undefined) return null
      const [files, commits] = await Promise.all([
        rest.pulls.listFiles({ ...at, pull_number: pull.number, per_page: 100 }),
        rest.pulls.listCommits({ ...at, pull_number: pull.number, per_page: 100 }),
      ])
      return {
        number: pull.number,
        url: pull.html_url,
        title: pull.title,
        files: files.data.map(({ filename, additions, deletions }) => ({ path: filename, additions, deletions })),
        commits: commits.data.map(({ sha, commit }) => ({ sha, headline: commit.message.split('\n', 1)[0] ?? '' })),
      }
    },
  }
}
