import { expect, it } from 'vitest'
import { browserOf } from '../../support/local-github/pages-in-chromium.ts'
import { commitFiles, openPull } from '../../support/local-github/listen-to-changes.ts'
import { HERE, useLocalGitHub, statusOf } from '../../support/local-github/local-github-world.ts'

const world = useLocalGitHub()

it('stores a check run from queued to completed and sends a webhook for both', async () => {
  const { bot, receiver } = world
  const { sha, pull } = await openPull(bot, 'checked', { 'c.txt': 'c\n' })
  const { data: run } = await bot.rest.checks.create({
    ...HERE,
    name: 'Ollio',
    head_sha: sha,
    status: 'in_progress',
    external_id: 'turn-1',
  })
  expect(run.pull_requests.map((one) => one?.number)).toEqual([pull.number])
  const output = { title: 'All good', summary: 'types, build, axe' }
  await bot.rest.checks.update({ ...HERE, check_run_id: run.id, conclusion: 'success', output, details_url: 'https://example.test/p' })
  const completed = await receiver.waitFor('check_run.completed')
  expect(completed.body).toMatchObject({
    check_run: { id: run.id, conclusion: 'success', external_id: 'turn-1', check_suite: { head_branch: 'checked' } },
    sender: { login: 'ollio[bot]', type: 'Bot' },
  })
  const { data: read } = await bot.rest.checks.get({ ...HERE, check_run_id: run.id })
  expect(read).toMatchObject({ status: 'completed', details_url: 'https://example.test/p', output: { title: 'All good' } })
  expect(receiver.deliveries.filter(({ name }) => name.startsWith('check_run.')).map(({ name }) => name)).toEqual([
    'check_run.created',
    'check_run.completed',
  ])
})

it('a check run keeps annotations of lines, adds later ones, and shows them with the images on the pull request', async () => {
  const { bot, github } = world
  const { sha, pull } = await openPull(bot, 'annotated', { 'src/price card.tsx': 'a\n' })
  const at = (line: number) => ({ path: 'src/price card.tsx', start_line: line, end_line: line, annotation_level: 'warning' as const })
  const output = {
    title: 'Not in order',
    summary: 'types',
    annotations: [{ ...at(1), title: 'Types', message: '<b>error</b> TS2322' }],
    images: [{ alt: 'The page at 375 pixels', image_url: 'https://example.test/375.png' }],
  }
  const { data: run } = await bot.rest.checks.create({ ...HERE, name: 'Ollio', head_sha: sha, conclusion: 'failure', output })
  expect(run.output.annotations_count).toBe(1)
  const second = { ...output, annotations: [{ ...at(2), message: 'another' }] }
  await bot.rest.checks.update({ ...HERE, check_run_id: run.id, output: second })
  const { data: annotations } = await bot.rest.checks.listAnnotations({ ...HERE, check_run_id: run.id })
  expect(annotations.map(({ path, start_line, title, message }) => [path, start_line, title, message])).toEqual([
    ['src/price card.tsx', 1, 'Types', '<b>error</b> TS2322'],
    ['src/price card.tsx', 2, null, 'another'],
  ])
  const { html: page } = await browserOf(github).visit(`/acme/shop/pull/${pull.number}/checks`)
  expect(page).toContain(`/blob/${sha}/src/price%20card.tsx#L1`)
  expect(page).toContain('&lt;b&gt;error')
  expect(page).toContain('href="https://example.test/375.png"')
  const tooMany = { ...output, annotations: Array.from({ length: 51 }, () => ({ ...at(1), message: 'm' })) }
  expect(await statusOf(bot.rest.checks.create({ ...HERE, name: 'Ollio', head_sha: sha, output: tooMany }))).toBe(422)
})

it('finds check runs by commit or branch, name, status and app, and only the newest of each name unless all are requested', async () => {
  const { bot, app } = world
  const { sha } = await openPull(bot, 'many-checks', { 'm.txt': 'm\n' })
  const make = async (name: string, external_id: string) =>
    (await bot.rest.checks.create({ ...HERE, name, head_sha: sha, external_id, conclusion: 'neutral' })).data.id
  const older = await make('Ollio', 'turn-1')
  const newer = await make('Ollio', 'turn-2')
  const { data: other } = await bot.rest.checks.create({ ...HERE, name: 'Other', head_sha: sha })
  const list = async (filters: Record<string, unknown>, ref = sha) =>
    (await bot.rest.checks.listForRef({ ...HERE, ref, ...filters })).data.check_runs.map(({ id }) => id)
  expect(await list({})).toEqual([other.id, newer])
  expect(await list({ check_name: 'Ollio' }, 'many-checks')).toEqual([newer])
  expect(await list({ check_name: 'Ollio', filter: 'all' })).toEqual([newer, older])
  expect(await list({ status: 'completed', filter: 'all' })).toEqual([newer, older])
  expect(await list({ status: 'queued' })).toEqual([other.id])
  expect(await list({ app_id: (await app.rest.apps.getAuthenticated()).data?.id })).toEqual([other.id, newer])
  expect(await list({ app_id: 1 })).toEqual([])
  const { data: page } = await bot.rest.checks.listForRef({ ...HERE, ref: sha, filter: 'all', per_page: 2, page: 2 })
  expect([page.total_count, page.check_runs.map(({ id }) => id)]).toEqual([3, [older]])
  const next = await commitFiles(bot, { branch: 'many-checks', head: sha, files: { 'm.txt': 'n\n' } })
  expect(await list({}, next)).toEqual([])
})

it('rejects a check run by a person, for a missing commit, without a conclusion, or with a link that is not a URL', async () => {
  const { bot, maintainer } = world
  const { sha } = await openPull(bot, 'refused-checks', { 'r.txt': 'r\n' })
  const run = { ...HERE, name: 'Ollio', head_sha: sha }
  expect(await statusOf(maintainer.rest.checks.create(run))).toBe(403)
  expect(await statusOf(bot.rest.checks.create({ ...run, head_sha: 'f'.repeat(40) }))).toBe(422)
  expect(await statusOf(bot.rest.checks.create({ ...run, status: 'completed' }))).toBe(422)
  for (const link of ['javascript:alert(1)', 'https://example.test/"><script>', 'no address'])
    expect(await statusOf(bot.rest.checks.create({ ...run, details_url: link }))).toBe(422)
  expect(await statusOf(bot.rest.checks.create({ ...run, name: '' }))).toBe(422)
  expect(await statusOf(bot.rest.checks.get({ ...HERE, check_run_id: 1 }))).toBe(404)
})
