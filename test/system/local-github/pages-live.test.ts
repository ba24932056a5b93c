import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openWindow, startChromium } from '#test/support/chromium.ts'
import { openPull } from '../../support/local-github/listen-to-changes.ts'
import { HERE, startWorld, type LocalGitHubWorld } from '../../support/local-github/local-github-world.ts'

let world: LocalGitHubWorld
let browser: Browser
beforeAll(async () => {
  ;[world, browser] = await Promise.all([startWorld(), startChromium()])
})
afterAll(async () => {
  await browser.close()
  await world.close()
})

async function watch(path: string, cut = false): Promise<{ page: Page; problems: string[]; close: () => Promise<void> }> {
  const { context, page, problems } = await openWindow(browser, { url: world.github.url, person: 'mara' })
  if (cut) await page.route('**/_live', (route) => route.abort())
  await page.goto(path)
  // Lost when the page reloads.
  await page.evaluate('window.isSamePage = true')
  return { page, problems, close: () => context.close() }
}

async function newIssue(title: string): Promise<number> {
  return (await world.maintainer.rest.issues.create({ ...HERE, title, body: 'To be watched' })).data.number
}

it('a page of the local GitHub shows new and edited comments and keeps the text that is being written', async () => {
  const number = await newIssue('Watched')
  const at = { ...HERE, issue_number: number }
  const { data: before } = await world.writer.rest.issues.createComment({ ...at, body: 'first words' })
  const { page, problems, close } = await watch(`/acme/shop/issues/${number}`)
  await page.getByText('Updates automatically').waitFor()
  const box = page.getByLabel('Comment as mara')
  await box.pressSequentially('half a sen')
  await page.locator(`#issuecomment-${before.id}`).getByText('Edit', { exact: false }).first().click()
  const edit = page.locator(`#edit-${before.id}`)
  await edit.fill('other words that are not sent yet')
  await box.focus()
  const { data: posted } = await world.bot.rest.issues.createComment({ ...at, body: '### Ollio is working on it' })
  await page.locator(`#issuecomment-${posted.id} .markdown`).getByText('Ollio is working on it').waitFor()
  expect(await page.locator('#news').textContent()).toBe('ollio[bot] commented')
  await world.bot.rest.issues.updateComment({ ...HERE, comment_id: posted.id, body: '### Done: #1' })
  await page.locator(`#issuecomment-${posted.id} .markdown`).getByText('Done').waitFor()
  await world.bot.rest.reactions.createForIssueComment({ ...HERE, comment_id: before.id, content: 'rocket' })
  await page.getByTitle('ollio[bot] reacted with rocket').waitFor()
  await box.pressSequentially('tence')
  expect(await box.inputValue()).toBe('half a sentence')
  expect(await edit.inputValue()).toBe('other words that are not sent yet')
  expect(await page.evaluate('[document.activeElement.id, window.isSamePage]')).toEqual(['body', true])
  await world.writer.rest.issues.update({ ...at, state: 'closed' })
  await page.getByRole('button', { name: 'Reopen issue' }).waitFor()
  expect(await page.locator('#title-block .state').textContent()).toContain('Closed')
  expect([await box.inputValue(), problems]).toEqual(['half a sentence', []])
  await close()
})

it('removes a deleted comment unless somebody is editing it', async () => {
  const at = { ...HERE, issue_number: await newIssue('Deleted') }
  const [{ data: kept }, { data: gone }] = [
    await world.writer.rest.issues.createComment({ ...at, body: 'kept' }),
    await world.writer.rest.issues.createComment({ ...at, body: 'gone' }),
  ]
  const { page, close } = await watch(`/acme/shop/issues/${at.issue_number}`)
  await page.locator(`#issuecomment-${kept.id} summary`).click()
  await page.locator(`#edit-${kept.id}`).fill('kept, and longer')
  for (const { id } of [kept, gone]) await world.writer.rest.issues.deleteComment({ ...HERE, comment_id: id })
  await page.locator(`#issuecomment-${gone.id}`).waitFor({ state: 'detached' })
  expect(await page.locator(`#edit-${kept.id}`).inputValue()).toBe('kept, and longer')
  await close()
})

it('follows a pull request: commits, checks, files and merge', async () => {
  const { at, sha } = await openPull(world.bot, 'followed', { 'one.txt': '1\n' })
  const path = `/acme/shop/pull/${at.pull_number}`
  const [conversation, files] = [await watch(path), await watch(`${path}/files`)]
  const { data: run } = await world.bot.rest.checks.create({ ...HERE, name: 'Ollio', head_sha: sha, status: 'in_progress' })
  await conversation.page.getByText('1 of 1 check not completed yet').first().waitFor({ state: 'attached' })
  await world.bot.rest.checks.update({ ...HERE, check_run_id: run.id, conclusion: 'success' })
  await conversation.page.locator('#merge').getByText('1 check passed').waitFor()
  const { data: main } = await world.bot.rest.repos.getContent({ ...HERE, path: 'one.txt', ref: 'followed' })
  const blob = 'sha' in main ? main.sha : ''
  await world.bot.rest.repos.createOrUpdateFileContents({
    ...HERE,
    path: 'one.txt',
    branch: 'followed',
    message: 'Two',
    sha: blob,
    content: Buffer.from('2\n').toString('base64'),
  })
  await conversation.page.locator('.event').getByText('Two').waitFor()
  await files.page.locator('tr.added').getByText('2', { exact: true }).last().waitFor()
  await world.maintainer.rest.pulls.merge(at)
  await conversation.page.getByText('mara merged this into').waitFor()
  expect(await conversation.page.getByRole('button', { name: 'Merge pull request' }).count()).toBe(0)
  expect([
    await conversation.page.evaluate('window.isSamePage'),
    await files.page.evaluate('window.isSamePage'),
    conversation.problems,
    files.problems,
  ]).toEqual([true, true, [], []])
  await conversation.close()
  await files.close()
})

it('adds new issues to the list', async () => {
  const { page, close } = await watch('/acme/shop/issues')
  const number = await newIssue('Brand new')
  await page.locator(`#row-${number}`).waitFor()
  expect(await page.evaluate('window.isSamePage')).toBe(true)
  await close()
})

it('polls every few seconds if the server’s events don’t arrive', async () => {
  const number = await newIssue('Polled')
  const { page, close } = await watch(`/acme/shop/issues/${number}`, true)
  await world.writer.rest.issues.createComment({ ...HERE, issue_number: number, body: 'heard all the same' })
  await page.locator('.markdown').getByText('heard all the same').waitFor()
  await page.getByText('Updates every few seconds').waitFor()
  expect(await page.evaluate('window.isSamePage')).toBe(true)
  await close()
})

it('tells pages that something has changed but not what, and tells pages of other sites nothing', async () => {
  const { url } = world.github
  const events = await fetch(`${url}/_live`, { headers: { origin: 'https://example.test' } })
  expect([events.status, events.headers.get('content-type'), events.headers.get('access-control-allow-origin')]).toEqual([
    200,
    'text/event-stream',
    null,
  ])
  const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader()
  expect((await reader?.read())?.value).toBe('event: hello\ndata: hello\n\n')
  await newIssue('A secret title')
  expect((await reader?.read())?.value).toBe('event: change\ndata: change\n\n')
  await reader?.cancel()
})
