import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openWindow, startChromium } from '#test/support/chromium.ts'
import { openPull } from '../../support/local-github/listen-to-changes.ts'
import { HERE, startWorld, type LocalGitHubWorld } from '../../support/local-github/local-github-world.ts'

let world: LocalGitHubWorld
let browser: Browser
let page: Page
beforeAll(async () => {
  ;[world, browser] = await Promise.all([startWorld(), startChromium()])
  page = (await openWindow(browser, { url: world.github.url, script: false, width: 375 })).page
})
afterAll(async () => {
  await browser.close()
  await world.close()
})

const press = (name: string | RegExp) => page.getByRole('button', { name }).click()
const stateShown = () => page.locator('#title-block .state').textContent()

it('tells that it does not update automatically, and changes the person immediately', async () => {
  await page.goto('/acme/shop/issues')
  await page.getByText('Reload this page to see updates.').waitFor()
  for (const person of ['odd', 'wim', 'mara']) {
    await press(new RegExp(`^${person}`))
    expect(new URL(page.url()).pathname).toBe('/acme/shop/issues')
    expect(await page.locator('[aria-pressed=true] b').textContent()).toBe(person)
  }
})

it('opens an issue from an example, comments, edits and deletes the comment, closes and reopens the issue', async () => {
  await page.getByRole('link', { name: 'New issue' }).click()
  await page.getByRole('link', { name: '/ollio generate a sign-in form with validation' }).click()
  expect(await page.getByLabel('Title').inputValue()).toBe('A sign-in form')
  await press('Open issue')
  expect((await world.receiver.waitFor('issues.opened')).body).toMatchObject({
    issue: { body: '/ollio generate a sign-in form with validation' },
    sender: { login: 'mara' },
  })
  await page.getByLabel('Comment as mara').fill('Some words')
  await press('Comment')
  await page.locator('.comment summary').last().click()
  await page.getByLabel('Comment', { exact: true }).last().fill('Better words')
  await press('Save')
  await page.locator('.comment').last().getByText('Better words').first().waitFor()
  await page.locator('.comment').last().getByText('edited').waitFor()
  await page.getByText('Edit title and description').click()
  await page.getByLabel('Title').fill('A form to sign in')
  await press('Save')
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('A form to sign in')
  await press('Close issue')
  expect(await stateShown()).toContain('Closed')
  await press('Reopen issue')
  expect(await stateShown()).toContain('Open')
  await page.locator('.comment summary').last().click()
  await press('Delete')
  expect(await page.locator('.comment').count()).toBe(1)
})

it('reviews a pull request, comments on a line, replies, marks the draft as ready and merges it', async () => {
  const { at } = await openPull(world.bot, 'by-hand', { 'src/card.tsx': 'export const card = 1\n' }, { draft: true })
  await page.goto(`/acme/shop/pull/${at.pull_number}`)
  await page.getByRole('link', { name: /Files changed/ }).click()
  await page.getByText('Comment on a line').click()
  await page.getByLabel('Line of the new file').fill('1')
  await page.getByLabel('Comment', { exact: true }).fill('Why **one**?')
  await press('Comment on this line')
  await page.locator('tr.thread-row strong').getByText('one').waitFor()
  await page.getByText('Reply to the comment on').click()
  await page.getByLabel('Your reply').fill('Why not?')
  await press('Reply')
  await page.locator('.thread').getByText('Why not?').waitFor()
  await page.getByRole('link', { name: /Files changed/ }).click()
  await page.getByLabel('Review as mara').fill('Good')
  await press('Approve')
  await page.getByText('approved these changes').waitFor()
  await press('Ready for review')
  expect(await stateShown()).toContain('Open')
  await press('Merge pull request')
  expect(await stateShown()).toContain('Merged')
  await page.getByText('mara merged this into').waitFor()
  expect((await world.bot.rest.pulls.get(at)).data.merged).toBe(true)
})

it('closes a pull request and reopens it', async () => {
  const { at } = await openPull(world.bot, 'unwanted', { 'a.txt': 'a\n' })
  await page.goto(`/acme/shop/pull/${at.pull_number}`)
  await press('Close pull request')
  expect(await stateShown()).toContain('Closed')
  await press('Reopen pull request')
  expect(await stateShown()).toContain('Open')
})

it('offers an outsider only what an outsider may do, and explains the rest', async () => {
  const { at } = await openPull(world.bot, 'guarded', { 'b.txt': 'b\n' })
  await page.goto(`/acme/shop/pull/${at.pull_number}`)
  await press(/^odd/)
  await page.getByText('odd is an outsider here and can’t merge. To do this, act as mara or wim at the top of the page.').waitFor()
  await page.getByText('odd is an outsider here: Ollio only runs commands by people with write access to the repository.').waitFor()
  for (const name of ['Merge pull request', 'Close pull request', 'Convert to draft'])
    expect(await page.getByRole('button', { name }).count()).toBe(0)
  await page.getByLabel('Comment as odd').fill('/ollio do it all the same')
  await press('Comment')
  await world.receiver.waitFor('issue_comment.created', { sender: { login: 'odd' }, issue: { number: at.pull_number } })
  // Outsiders can edit their own comments.
  expect(await page.locator('.comment summary').count()).toBe(1)
  expect((await world.bot.rest.issues.listComments({ ...HERE, issue_number: at.pull_number })).data).toHaveLength(1)
})
