import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openWindow, startChromium } from '#test/support/chromium.ts'
import { startScriptedModel, type ScriptedModel } from '#test/support/scripted-model.ts'
import { startStack, untilTrue, type Stack } from '#test/support/stack/start-stack.ts'
import { botComments, command, untilEnded } from '../../support/stack/one-of-each.ts'
import { startConversation, talk, untilCommented } from '../../support/stack/conversation-client.ts'
import type { Conversation } from '../../support/stack/conversation-client.ts'

let model: ScriptedModel
let stage: Stack
let browser: Browser
let talking: Conversation
/** Preview link of the first version. */
let link: string

beforeAll(async () => {
  model = await startScriptedModel(talk)
  ;[stage, browser] = await Promise.all([startStack({ modelUrl: model.url }), startChromium()])
  talking = await startConversation(stage)
  link = previewIn(await untilCommented(stage, talking.issue, /### v1 is ready/))
})
afterEach(() => model.onCall(null))
afterAll(async () => {
  await browser.close()
  await stage.close()
  await model.close()
})

const previewIn = (comment: string): string => /\[Preview\]\((\S+)\)/.exec(comment)?.[1] ?? ''
const statusOf = async (url: string): Promise<number> => (await fetch(url, { redirect: 'manual' })).status
const frameOf = async (url: string): Promise<string> => /<iframe\s+src="([^"]+)"/.exec(await (await fetch(url)).text())?.[1] ?? ''

/** A browser in which the user has signed in at the local GitHub. */
async function signedIn(person: string, path: string) {
  const window = await openWindow(browser, { url: stage.publicUrl })
  await window.context.addCookies([{ name: 'acting_as', value: person, url: stage.github.url }])
  await window.page.goto(path)
  await window.page.getByRole('button', { name: `Continue as ${person}` }).click()
  await window.page.waitForURL((url) => url.origin === stage.publicUrl)
  return window
}

describe('a running turn', () => {
  test('a running turn can be watched with the link in its comment, from thinking to its version', async () => {
    const held = Promise.withResolvers<void>()
    model.onCall(async () => held.promise)
    const { comment } = await command(stage, '/ollio say "Watched."', talking.pull)
    const watch = async () =>
      (await botComments(stage, talking.pull)).map((body) => /\[watch live\]\((\S+)\)/.exec(body)?.[1]).find(Boolean)
    await untilTrue(async () => (await watch()) !== undefined)
    const { page, problems } = await openWindow(browser, { url: stage.publicUrl })
    await page.goto((await watch()) ?? '')
    await page.getByText(/^(?:Preparing|Thinking)/).waitFor()
    model.onCall(null)
    held.resolve()
    await page.getByText('I write the words.').waitFor()
    await page.getByRole('link', { name: 'Open version 2' }).click()
    await page.getByRole('heading', { name: 'Greeting Card, version 2' }).waitFor()
    expect(await untilEnded(stage, comment)).toBe('PUBLISHED')
    expect(problems).toEqual([])
  })
})

describe('the page of the repository', () => {
  test('the page of the repository shows projects and credits to users who sign in with GitHub', async () => {
    const { page, problems } = await signedIn('will', '/r/terrace/storefront')
    await page.getByRole('link', { name: 'Greeting Card' }).waitFor()
    expect(await page.locator('main').innerText()).toMatch(/Open · version 2 · 15 credits[^]*85 credits left/)
    expect(problems).toEqual([])
  })

  test('the page of the repository is not found for an unknown repository, and requires sign-in for others', async () => {
    const { page } = await signedIn('will', '/r/terrace/nothing')
    await page.getByRole('heading', { name: 'Page not found' }).waitFor()
    expect(await statusOf(`${stage.publicUrl}/r/terrace/storefront`)).toBe(302)
  })
})

describe('revoked links', () => {
  test('revoked links show neither page nor preview, except to users who can read the repository', async () => {
    const frame = await frameOf(link)
    expect([await statusOf(link), await statusOf(frame)]).toEqual([200, 200])
    const { comment } = await command(stage, '/ollio unshare', talking.pull)
    expect(await untilCommented(stage, talking.pull, `reply:comment:${comment}`)).toContain(
      'All preview links for **Greeting Card** are revoked',
    )
    expect([await statusOf(link), await statusOf(frame)]).toEqual([403, 404])

    const { page } = await openWindow(browser, { url: stage.publicUrl })
    await page.context().addCookies([{ name: 'acting_as', value: 'maya', url: stage.github.url }])
    await page.goto(link)
    await page.getByRole('link', { name: 'Sign in with GitHub' }).click()
    await page.getByRole('button', { name: 'Continue as maya' }).click()
    await page.getByRole('heading', { name: 'Greeting Card, version 1' }).waitFor()
    expect(await page.locator('iframe').count()).toBe(0)
    await page.getByText('The links of this version were revoked').waitFor()
  })

  test('revoked links do not affect the next version', async () => {
    const { comment } = await command(stage, '/ollio say "Shared again."', talking.pull)
    expect(await untilEnded(stage, comment)).toBe('PUBLISHED')
    const next = previewIn(await untilCommented(stage, talking.pull, /v3 is ready: Greeting Card/))
    expect([await statusOf(next), await statusOf(await frameOf(next)), await statusOf(link)]).toEqual([200, 200, 403])
  })
})
