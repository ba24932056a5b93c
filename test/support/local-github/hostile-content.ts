import { commitFiles, openPull } from './listen-to-changes.ts'
import { HERE, type LocalGitHubWorld } from './local-github-world.ts'

export const HOSTILE = `"'><script>alert(1)</script><img src=x onerror=alert(2)>`
export const HOSTILE_MARKDOWN = [
  HOSTILE,
  '<!-- hidden -->',
  '[link](javascript:alert(3)) <a href="javascript:alert(4)" onclick="alert(5)">raw</a> <https://example.test/ok>',
  '![image](javascript:alert(6)) <iframe src="https://example.test"></iframe> <svg onload=alert(7)><style>*{}</style></svg>',
  '<form action="https://example.test"><button formaction="javascript:alert(8)">b</button></form> <p style="position:fixed">p</p>',
  '<details open ontoggle=alert(9)><summary>more</summary>text</details> <math><mtext></mtext></math> <base href="https://example.test">',
  '| a | b |\n| - | - |\n| `<b>` | **bold** |\n\n- [x] done\n\n```html\n<script>alert(10)</script>\n```',
].join('\n\n')
export const HOSTILE_PATH = `src/"><script>alert(1)<.tsx`
export const HOSTILE_BRANCH = `x"><b>'&amp`

/** Creates an issue and a pull request with hostile content in every field that takes a text. */
export async function fillWithHostility({ bot, outsider, maintainer }: LocalGitHubWorld): Promise<{ issue: number; pull: number }> {
  const { data } = await outsider.rest.issues.create({ ...HERE, title: HOSTILE, body: HOSTILE_MARKDOWN })
  const { data: comment } = await bot.rest.issues.createComment({ ...HERE, issue_number: data.number, body: HOSTILE_MARKDOWN })
  await maintainer.rest.reactions.createForIssueComment({ ...HERE, comment_id: comment.id, content: 'heart' })
  const opened = await openPull(bot, HOSTILE_BRANCH, { [HOSTILE_PATH]: `${HOSTILE}\n`, 'README.md': HOSTILE_MARKDOWN })
  const head = await commitFiles(bot, {
    branch: HOSTILE_BRANCH,
    head: opened.sha,
    message: HOSTILE,
    files: { 'pic.svg': '<svg onload="alert(1)"/>' },
  })
  await maintainer.rest.pulls.update({ ...opened.at, title: HOSTILE, body: HOSTILE_MARKDOWN })
  const comments = [{ path: HOSTILE_PATH, line: 1, body: HOSTILE_MARKDOWN }]
  await outsider.rest.pulls.createReview({ ...opened.at, event: 'COMMENT', body: HOSTILE_MARKDOWN, comments })
  const output = { title: HOSTILE, summary: HOSTILE_MARKDOWN }
  const link = "https://example.test/?a='&b=onclick=alert(1)"
  await bot.rest.checks.create({ ...HERE, name: HOSTILE, head_sha: head, conclusion: 'failure', output, details_url: link })
  return { issue: data.number, pull: opened.pull.number }
}

export function hostilePages({ issue, pull }: { issue: number; pull: number }): string[] {
  const shop = '/acme/shop'
  const branch = encodeURIComponent(HOSTILE_BRANCH)
  return [
    ...[`${shop}/issues`, `${shop}/issues/${issue}`, `${shop}/pulls`, '/odd'],
    ...['', '/commits', '/checks', '/files'].map((tab) => `${shop}/pull/${pull}${tab}`),
    ...[`${shop}/tree/${branch}`, `${shop}/tree/${branch}/src`, `${shop}/commits/${branch}`],
    `${shop}/blob/${branch}/${HOSTILE_PATH.split('/').map(encodeURIComponent).join('/')}`,
    `${shop}/issues/new?${new URLSearchParams({ title: HOSTILE, body: HOSTILE_MARKDOWN }).toString()}`,
    `${shop}/issues/${issue}?${new URLSearchParams({ draft: HOSTILE }).toString()}`,
  ]
}
