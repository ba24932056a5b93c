import { Octokit } from '@octokit/rest'

export type CommentPlace = { apiUrl: string; token: string; owner: string; repo: string }

/** How a turn ended, by the bot's own comment. */
export type TurnOutcome = { published: boolean; body: string }

export type Published = {
  number: number
  url: string
  title: string
  files: { path: string; additions: number; deletions: number }[]
  commits: { sha: string; headline: string }[]
}

/** What a person does at GitHub, through its API: write, watch, read. */
export function createPerson({ apiUrl, token, owner, repo }: CommentPlace) {
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
    /** How the turn ended that the comment `after` began, by the bot's own comment; `null` while it goes on. */
    async lastWord(issue: number, after: number): Promise<TurnOutcome | null> {
      const { data } = await rest.issues.listComments({ ...at, issue_number: issue, per_page: 100 })
      const body = data.find((comment) => comment.id > after && comment.user?.type === 'Bot')?.body ?? ''
      if (body === '' || body.startsWith('### Ollio is working')) return null
      return { published: /^### (?:Done|Published)/.test(body), body }
    },
    /** The newest pull request of the repository. */
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
