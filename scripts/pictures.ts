import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { chromium, type Browser, type Page } from 'playwright-core'

/**
 * Takes the README's pictures from a run of the demo and writes them to `docs/pictures`. For review, also takes every page of the demo at
 * two widths and writes these to `.ollio/pictures`.
 */
const README = 'docs/pictures'
const ALL = '.ollio/pictures'
const WIDTHS = { phone: 375, desktop: 1_280 }

const demo = spawn(process.execPath, ['src/demo.ts'], { stdio: ['ignore', 'pipe', 'inherit'] })
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--hide-scrollbars'] })
await Promise.all([README, ALL].map((folder) => mkdir(folder, { recursive: true })))
const found = { pages: [] as string[], previews: [] as string[] }
let live: Promise<void> | null = null
try {
  for await (const line of createInterface(demo.stdout)) {
    console.log(line)
    const issue = /^maya comments on (\S+)/.exec(line)?.[1]
    if (issue !== undefined) {
      found.pages.push(issue)
      live ??= takeLive(browser, issue)
    }
    const preview = /^Preview: (\S+)/.exec(line)?.[1]
    if (preview !== undefined) found.previews.push(preview)
    if (line.startsWith('Ollio is still running')) break
  }
  await live
  const [issue = '', pull = ''] = found.pages
  const preview = found.previews.at(-1) ?? ''
  const github = new URL(issue).origin
  const repository = issue.replace(/\/issues\/\d+$/, '')
  await take(browser, { url: pull, file: `${README}/pull-request.png`, width: WIDTHS.desktop, height: 1_100 })
  for (const name of ['Mobile', 'Tablet', 'Desktop']) {
    await take(browser, { url: preview, file: `${README}/preview-${name.toLowerCase()}.png`, width: 1_400, height: 1_150, choose: name })
  }
  const pages = {
    home: github,
    code: repository,
    issues: `${repository}/issues`,
    new: `${repository}/issues/new`,
    issue,
    pulls: `${repository}/pulls`,
  }
  const more = { pull, commits: `${pull}/commits`, checks: `${pull}/checks`, files: `${pull}/files`, preview }
  const { origin, pathname, search } = new URL(preview)
  const ofVersion = ['files', 'conversation', 'steps', 'compare/1'].map(
    (below) => [`preview-${below.replace('/', '-')}`, `${origin}${pathname}/${below}${search}`] as const,
  )
  for (const [name, url] of [...Object.entries({ ...pages, ...more }), ...ofVersion])
    for (const [device, width] of Object.entries(WIDTHS))
      await take(browser, { url, file: `${ALL}/${name}-${device}.png`, width, height: null })
  await takeRepository(browser, `${origin}/r/${new URL(repository).pathname.slice(1)}`)
} finally {
  await browser.close()
  demo.kill('SIGINT')
  if (demo.exitCode === null) await once(demo, 'exit')
}

type Shot = {
  url: string
  file: string
  width: number
  /** `null`: the whole page. */
  height: number | null
  /** Radio button to select first. */
  choose?: string
}

async function take(window: Browser, { url, file, width, height, choose }: Shot): Promise<void> {
  const page = await window.newPage({ viewport: { width, height: height ?? 900 } })
  const response = await page.goto(url, { waitUntil: 'networkidle' }).catch(() => page.goto(url))
  if (response?.ok() !== true) throw new Error(`${url} responded with ${response?.status() ?? 'no status'}`)
  if (choose !== undefined) await page.getByLabel(choose).check()
  await page.waitForTimeout(500)
  await page.screenshot({ path: file, fullPage: height === null })
  await page.close()
}

/** The page of the repository. The first visit requires sign-in. */
async function takeRepository(window: Browser, url: string): Promise<void> {
  const page = await window.newPage({ viewport: { width: WIDTHS.desktop, height: 900 } })
  await page.goto(url)
  await page.getByRole('button', { name: 'Continue as' }).click()
  await page.waitForURL(url)
  for (const [device, width] of Object.entries(WIDTHS)) {
    await page.setViewportSize({ width, height: 900 })
    await page.waitForLoadState('networkidle')
    await page.screenshot({ path: `${ALL}/repository-${device}.png`, fullPage: true })
  }
  await page.setViewportSize({ width: WIDTHS.desktop, height: 900 })
  await page.screenshot({ path: `${README}/repository.png` })
  await page.close()
}

/** The issue while the bot works on it, and the live page of the turn. */
async function takeLive(window: Browser, url: string): Promise<void> {
  const page: Page = await window.newPage({ viewport: { width: WIDTHS.desktop, height: 900 } })
  await page.goto(url)
  await page
    .getByRole('paragraph')
    .filter({ hasText: /[3-9] steps/ })
    .first()
    .waitFor({ timeout: 300_000 })
  await page.screenshot({ path: `${README}/live.png` })
  const turn = await page.getByRole('link', { name: 'watch live' }).first().getAttribute('href')
  for (const [device, width] of Object.entries(WIDTHS)) {
    await page.setViewportSize({ width, height: 900 })
    await page.goto(turn ?? '')
    await page.screenshot({ path: `${ALL}/turn-${device}.png`, fullPage: true })
  }
  await page.close()
}
