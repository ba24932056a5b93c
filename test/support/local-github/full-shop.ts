import { commitFiles, openPull } from './listen-to-changes.ts'
import { HERE, type LocalGitHubWorld } from './local-github-world.ts'

const DOT = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC',
  'base64',
)
const GUIDE =
  '# Guide\n\nSee [the app](../src/app.tsx) and ![a dot](dot.png).\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n- [x] done\n- [ ] to do\n'

/** Fills a repository as after some days of use: issues, a pull request with everything that one can have, and a merged one. */
export async function fillShop({
  bot,
  maintainer,
  writer,
  outsider,
}: LocalGitHubWorld): Promise<{ issue: number; pull: number; merged: number; head: string }> {
  const { data: issue } = await maintainer.rest.issues.create({ ...HERE, title: 'A page with our plans', body: 'What does it **cost**?' })
  const at = { ...HERE, issue_number: issue.number }
  const { data: asked } = await maintainer.rest.issues.createComment({ ...at, body: '/ollio generate a card' })
  await bot.rest.reactions.createForIssueComment({ ...HERE, comment_id: asked.id, content: 'eyes' })
  const { data: told } = await bot.rest.issues.createComment({ ...at, body: 'At work' })
  const opened = await openPull(bot, 'ollio/1-1-card', {
    'src/card.tsx': 'export function Card() {\n  return null\n}\n',
    'docs/dot.png': '',
  })
  const files = { 'docs/dot.png': DOT, 'docs/guide.md': GUIDE, 'src/app.tsx': 'export function App() {\n  return <Card />\n}\n' }
  const head = await commitFiles(bot, {
    branch: 'ollio/1-1-card',
    head: opened.sha,
    message: `Use the card\n\nAsked for in #${issue.number}`,
    files,
  })
  const { number: pull } = opened.pull
  await bot.rest.pulls.update({
    ...opened.at,
    title: 'Add a card',
    body: `Asked for in #${issue.number} by @mara.\n\n- [x] done\n- [ ] to do`,
  })
  await bot.rest.issues.updateComment({
    ...HERE,
    comment_id: told.id,
    body: `### Done\n\n✅ passed: #${pull}, @mara\n\n| Check | | |\n| --- | --- | --- |\n| Types | ✅ passed | no type errors |`,
  })
  const output = { title: 'Everything is in order', summary: '| Check | |\n| --- | --- |\n| Types | ✅ |' }
  await bot.rest.checks.create({
    ...HERE,
    name: 'Ollio',
    head_sha: head,
    conclusion: 'success',
    output,
    details_url: 'https://example.test/1',
  })
  await bot.rest.checks.create({ ...HERE, name: 'Slow', head_sha: head, status: 'in_progress' })
  const line = { ...opened.at, commit_id: head, path: 'src/app.tsx', line: 2, body: 'Why **here**?' }
  const { data: first } = await writer.rest.pulls.createReviewComment(line)
  await maintainer.rest.pulls.createReplyForReviewComment({ ...opened.at, comment_id: first.id, body: 'It fits.' })
  await writer.rest.pulls.createReview({ ...opened.at, event: 'REQUEST_CHANGES', body: 'Not yet' })
  await outsider.rest.issues.createComment({ ...HERE, issue_number: pull, body: '/ollio break it' })
  const done = await openPull(bot, 'done', { 'done.txt': 'done\n' })
  await maintainer.rest.pulls.merge(done.at)
  return { issue: issue.number, pull, merged: done.pull.number, head }
}

/** One page of each kind, filled with that content. */
export function pagesOf({ issue, pull, merged, head }: Awaited<ReturnType<typeof fillShop>>): string[] {
  const [shop, ofPull] = ['/acme/shop', `/acme/shop/pull/${pull}`]
  return [
    ...['/', '/acme', '/mara', '/apps/ollio', '/nothing-here'],
    ...[shop, `${shop}/tree/main/src`, `${shop}/blob/main/src/app.tsx`, `${shop}/commits/main`, `${shop}/commit/${head}`],
    ...[`${shop}/blob/ollio/1-1-card/docs/guide.md`, `${shop}/blob/ollio/1-1-card/docs/guide.md?plain=1`],
    `${shop}/blob/ollio/1-1-card/docs/dot.png`,
    ...[`${shop}/issues`, `${shop}/issues?state=closed`, `${shop}/issues/new`, `${shop}/issues/${issue}`],
    ...[`${shop}/pulls`, `${shop}/pulls?state=closed`, ofPull, `${ofPull}/commits`, `${ofPull}/checks`, `${ofPull}/files`],
    `${shop}/pull/${merged}`,
  ]
}
