import { writeFile } from 'node:fs/promises'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openInspector } from '#src/adapters/sandbox/bubblewrap/browser/page-inspector.ts'
import { SECRETS } from '../../support/setup/github-double.ts'
import { startSetup, type SetupWorld } from '../../support/setup/setup-world.ts'

let browser: Browser
let world: SetupWorld
beforeAll(async () => {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update']
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args })
})
afterAll(() => browser.close())
afterEach(() => world.end())

const LOOKS = [
  { width: 360, colorScheme: 'light' },
  { width: 360, colorScheme: 'dark' },
  { width: 1_280, colorScheme: 'light' },
  { width: 1_280, colorScheme: 'dark' },
] as const

/** Axe violations, and pages that are wider than the window. */
async function problemsOf(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const { width, colorScheme } of LOOKS) {
    await page.setViewportSize({ width, height: 800 })
    await page.emulateMedia({ colorScheme })
    const lens = await openInspector(page)
    const look = `${width} ${colorScheme}`
    for (const { rule, elements } of (await lens.accessibility('all')).violations)
      found.push(`${look}: ${rule} at ${elements.map(({ path }) => path).join()}`)
    const wide = await page.evaluate('document.documentElement.scrollWidth > innerWidth')
    if (wide === true) found.push(`${look}: it is wider than the window`)
  }
  return found
}

async function open(): Promise<{ page: Page; errors: string[] }> {
  const page = await browser.newPage()
  const errors: string[] = []
  page.on('console', (message) => void (message.type() === 'error' && errors.push(message.text())))
  page.on('pageerror', (error) => errors.push(error.message))
  await page.goto(world.address)
  return { page, errors }
}

test('an app is created in two clicks, and all setup pages are accessible', async () => {
  world = await startSetup()
  const { page, errors } = await open()
  expect(await problemsOf(page)).toEqual([])
  await page.getByRole('button', { name: 'Create the GitHub App on' }).click()
  await page.getByRole('button', { name: 'Create it' }).click()
  await page.waitForURL(world.address)
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Your GitHub App is ready')
  expect(await problemsOf(page)).toEqual([])
  expect(world.github.asked).toMatchObject([{ account: '', origin: new URL(world.address).origin }])
  for (const secret of SECRETS) expect(await page.content()).not.toContain(secret)

  await writeFile(world.envFile, `${await world.readEnvFile()}DATABASE_URL=postgresql://me@127.0.0.1:1/ollio\n`)
  await page.getByRole('link', { name: 'check again' }).click()
  await page.getByText('The server is running').waitFor()
  expect(await problemsOf(page)).toEqual([])
  expect(await world.outcome).toBe(true)
  expect(errors).toEqual([])
  await page.close()
})

test('an app is created for an organization with the keyboard only', async () => {
  world = await startSetup({ HOST: '0.0.0.0' })
  const { page } = await open()
  await page.getByLabel('For an organization').fill('acme-shops')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'for acme-shops' }).press('Enter')
  await page.getByRole('button', { name: 'Create it' }).press('Enter')
  await page.getByText('Your GitHub App is ready').waitFor()
  expect(world.github.asked).toMatchObject([{ account: '/organizations/acme-shops' }])
  await page.close()
})

test('the setup pages that report problems are accessible', async () => {
  world = await startSetup()
  for (let times = 0; times < 2; times += 1) world.github.failNext(503)
  const { page } = await open()
  await page.goto(`${world.address}?organization=-`)
  expect(await problemsOf(page)).toEqual([])
  await page.goto(`${world.address}set-up/created?code=a&state=b`)
  expect(await problemsOf(page)).toEqual([])
  await page.goto(world.address)
  await page.getByRole('button', { name: 'Create the GitHub App on' }).click()
  await page.getByRole('button', { name: 'Create it' }).click()
  await page.getByText('This machine could not reach GitHub').waitFor()
  expect(await problemsOf(page)).toEqual([])
  await page.getByRole('link', { name: 'Try again' }).click()
  await page.getByText('Your GitHub App is ready').waitFor()
  await page.close()
})
