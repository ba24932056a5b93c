import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { OWNER, REPOSITORY } from '#dev/demo/demo-users.ts'
import { startRecordedModel, type RecordedModel } from '#dev/recorded-model/start-recorded-model.ts'
import { openWindow, startChromium } from '#test/support/chromium.ts'
import { startStack, untilTrue, type Stack } from '#test/support/stack/start-stack.ts'

let model: RecordedModel
let stage: Stack
let browser: Browser
beforeAll(async () => {
  ;[model, browser] = await Promise.all([startRecordedModel(), startChromium()])
  stage = await startStack({ modelUrl: model.url })
})
afterAll(async () => {
  await browser.close()
  await stage.close()
  await model.close()
})

const TURN_MS = 120_000

/** Posts a comment. The page must show the result without a reload. */
async function ask(page: Page, command: string, answer: string): Promise<void> {
  await page.evaluate('window.isTheSame = true')
  await page.getByLabel('Comment as maya').fill(command)
  await page.getByRole('button', { name: 'Comment', exact: true }).click()
  await page.getByRole('heading', { name: 'Working on it' }).waitFor({ timeout: TURN_MS })
  await page.evaluate('window.isTheSame = true')
  await page.getByRole('heading', { name: answer }).waitFor({ timeout: TURN_MS })
  expect(await page.evaluate('window.isTheSame')).toBe(true)
}

test('a user comments, watches, opens the pull request and its preview, refines and merges, all in the browser', async () => {
  const { page, problems } = await openWindow(browser, { url: stage.github.url, person: 'maya' })
  await page.goto(`/${OWNER}/${REPOSITORY}/issues/new`)
  await page.getByLabel('Title').fill('A page with our plans')
  await page.getByRole('button', { name: 'Open issue' }).click()
  await ask(page, '/ollio generate a responsive pricing card with three tiers', 'v1 is ready: Pricing Card')

  await page.getByRole('link', { name: '#2' }).first().click()
  await page.getByRole('heading', { name: 'Add Pricing Card' }).waitFor()
  await page.getByRole('link', { name: /^Files changed/ }).click()
  await page.getByText("import { Price } from '@/components/ui/price'").first().waitFor()
  await page.getByRole('link', { name: /^Conversation/ }).click()

  const preview = await page.context().newPage()
  await preview.goto((await page.getByRole('link', { name: 'Open the preview' }).first().getAttribute('href')) ?? '')
  await preview.getByLabel('Mobile').check()
  await preview.frameLocator('iframe').getByRole('heading', { name: 'Balcony' }).first().waitFor()
  await preview.close()

  await ask(page, '/ollio highlight the middle tier and add a monthly/yearly switch', 'v2 is ready: Pricing Card')
  await page.getByRole('button', { name: 'Merge pull request' }).click()
  await page.getByText('Merged', { exact: true }).first().waitFor()
  expect(problems).toEqual([])

  const merged = await stage.person('maintainer').rest.repos.getContent({
    ...{ owner: OWNER, repo: REPOSITORY, path: 'src/components/billing-switch.tsx' },
    ref: 'main',
  })
  expect(merged.status).toBe(200)
  await untilTrue(async () => (await stage.query('SELECT FROM "Project" WHERE "endedAt" IS NOT NULL')).length === 1)
})
