import { setTimeout as sleep } from 'node:timers/promises'
import { Octokit } from '@octokit/rest'

/** How often the conversation is looked at, and for how long at most. */
const LOOK_MS = 400
const PATIENCE_MS = 15 * 60_000

export type Place = { apiUrl: string; token: string; owner: string; repo: string }

export type Told = { published: boolean; body: string }

/** What a person does at GitHub, through its API: write, watch, read. */
export function createPerson({ apiUrl, token, owner, repo }: Place) {
  const octokit = new Octokit({ baseUrl: apiUrl, auth: token })
  return {
    async openIssue(title: string, body: string): Promise<number> {
      return (await octokit.rest.issues.create({ owner, repo, title, body })).data.number
    },
    async comment(issue: number, body: string): Promise<number> {
      return (await octokit.rest.issues.createComment({ owner, repo, issue_number: issue, body })).data.id
    },
    /** Follows the bot's comment that comes after `after` until it says how the turn ended. */
    async watch(issue: number, after: number, onChange: (body: string) => void): Promise<Told> {
      const until = Date.now() + PATIENCE_MS
      let last = ''
      while (Date.now() < until) {
        const comments = await octokit.rest.issues.listComments({ owner, repo, issue_number: issue, per_page: 100 })
        const body = comments.data.find((comment) => comment.id > after && comment.user?.type === 'Bot')?.body ?? ''
        if (body !== last) onChange(body)
        last = body
        if (body !== '' && !body.startsWith('### Ollio is working')) return { published: /^### (?:Done|Published)/.test(body), body }
        await sleep(LOOK_MS)
      }
      return { published: false, body: last }
    },
    async pullRequest(number: number) {
      const [pull, files, commits] = await Promise.all([
        octokit.rest.pulls.get({ owner, repo, pull_number: number }),
        octokit.rest.pulls.listFiles({ owner, repo, pull_number: number }),
        octokit.rest.pulls.listCommits({ owner, repo, pull_number: number }),
      ])
      return {
        url: pull.data.html_url,
        title: pull.data.title,
        files: files.data.map(({ filename, additions, deletions }) => ({ path: filename, additions, deletions })),
        commits: commits.data.map(({ sha, commit }) => ({ sha, headline: commit.message.split('\n', 1)[0] ?? '' })),
      }
    },
  }
}

export type Person = ReturnType<typeof createPerson>
