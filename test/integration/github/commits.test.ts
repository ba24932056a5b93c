import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { turnTrailer } from '#src/domain/projects/ids.ts'
import { HERE, startCodeHost, text } from '../../support/github-world.ts'
import type { CodeHostWorld } from '../../support/github-world.ts'

let world: CodeHostWorld
beforeAll(async () => {
  world = await startCodeHost()
})
afterAll(() => world.close())

let branches = 0
async function newBranch(): Promise<string> {
  const branch = `ollio/7-${(branches += 1)}-pricing-card`
  await world.codeHost.ensureBranch(world.repository, branch, world.main)
  return branch
}

const card = { path: 'src/card.tsx', bytes: text('export {}\n') }
const write = (branch: string, expectedHead: string, changes = [card], body = turnTrailer('comment:1'), headline = 'Add Pricing Card') =>
  world.codeHost.commit(world.repository, { branch, expectedHead, headline, body, changes })

/** Creates many commits at once, with git itself. */
async function pushCommits(branch: string, count: number): Promise<void> {
  const commits = Array.from({ length: count }, (_, index) => {
    const from = index === 0 ? `from ${world.main}\n` : ''
    return `commit refs/heads/${branch}\ncommitter Wim <wim@example.com> 17000000${index + 10} +0000\ndata 4\nmore\n${from}\n`
  })
  const git = execFile('git', ['fast-import', '--quiet', '--force'], { cwd: world.github.repositoryPath(HERE.owner, HERE.repo) })
  git.stdin?.end(commits.join(''))
  const [code] = await once(git, 'close')
  expect(code).toBe(0)
}

describe('a commit', () => {
  test('a commit adds, changes and removes files at once, signed by GitHub, with its message', async () => {
    const branch = await newBranch()
    const first = await write(branch, world.main, [card, { path: 'src/ü ñ.tsx', bytes: text('é') }])
    const changes = [
      { path: 'src/card.tsx', bytes: text('export const a = 1\n') },
      { path: 'src/ü ñ.tsx', bytes: null },
      { path: 'public/empty.svg', bytes: new Uint8Array() },
      { path: 'public/bytes.svg', bytes: Uint8Array.of(0, 255, 10, 13) },
    ]
    const second = await world.codeHost.commit(world.repository, { branch, expectedHead: first, headline: 'Refine', body: '', changes })
    const { data } = await world.maintainer.rest.repos.getCommit({ ...HERE, ref: second })
    expect(data.files?.map(({ filename, status }) => [filename, status])).toEqual(
      expect.arrayContaining([
        ['public/bytes.svg', 'added'],
        ['public/empty.svg', 'added'],
        ['src/card.tsx', 'modified'],
        ['src/ü ñ.tsx', 'removed'],
      ]),
    )
    expect(data.parents.map(({ sha }) => sha)).toEqual([first])
    expect(data.commit.verification?.verified).toBe(true)
    const before = await world.maintainer.rest.repos.getCommit({ ...HERE, ref: first })
    expect(before.data.commit.message).toBe(`Add Pricing Card\n\n${turnTrailer('comment:1')}`)
    expect(await world.codeHost.branchHead(world.repository, branch)).toBe(second)
  })

  test('a commit is refused if the branch has moved, and changes nothing', async () => {
    const branch = await newBranch()
    const head = await write(branch, world.main)
    await expect(write(branch, world.main)).rejects.toMatchObject({ name: 'Failure', kind: 'branch-moved' })
    expect(await world.codeHost.branchHead(world.repository, branch)).toBe(head)
  })

  test('a commit is created once if several are created on one head at the same time', async () => {
    const branch = await newBranch()
    const tries = await Promise.allSettled(Array.from({ length: 6 }, () => write(branch, world.main)))
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const refused = tries.flatMap((result): unknown[] => (result.status === 'rejected' ? [result.reason] : []))
    expect(refused).toMatchObject(Array.from({ length: 5 }, () => ({ kind: 'branch-moved' })))
  })

  test('a commit reports that the branch no longer exists', async () => {
    await expect(write('ollio/404-1-gone', world.main)).rejects.toMatchObject({ kind: 'branch-gone' })
  })

  test('a commit of a workflow file, which our app may not write, is refused', async () => {
    const branch = await newBranch()
    const changes = [{ path: '.github/workflows/ci.yml', bytes: text('on: push\n') }]
    await expect(write(branch, world.main, changes)).rejects.toMatchObject({ kind: 'github-refused' })
  })
})

describe('commits of a branch', () => {
  test('commits of a branch are found by their trailer between the base and the head, among people’s own commits', async () => {
    const branch = await newBranch()
    const ours = await write(
      branch,
      world.main,
      [card],
      `${turnTrailer('comment:41')}\nCo-authored-by: mara <1+mara@users.noreply.github.com>`,
    )
    await write(branch, ours, [{ path: 'src/b.tsx', bytes: text('b') }], 'by hand')
    const find = (key: string, base = world.main) => world.codeHost.findCommit(world.repository, base, branch, turnTrailer(key))
    expect(await find('comment:41')).toBe(ours)
    expect(await find('comment:4')).toBeNull()
    expect(await find('comment:411')).toBeNull()
    expect(await find('comment:41', ours)).toBeNull()
  })

  test('commits of a branch are not found by a trailer that is only quoted in a line', async () => {
    const branch = await newBranch()
    await write(branch, world.main, [card], `As in "${turnTrailer('comment:42')}" before.`)
    expect(await world.codeHost.findCommit(world.repository, world.main, branch, turnTrailer('comment:42'))).toBeNull()
  })

  test('commits of a branch are found after a page of later commits', async () => {
    const branch = await newBranch()
    await pushCommits(branch, 101)
    const head = await world.codeHost.branchHead(world.repository, branch)
    const last = await write(branch, head ?? '', [card], turnTrailer('comment:43'))
    expect(await world.codeHost.findCommit(world.repository, world.main, branch, turnTrailer('comment:43'))).toBe(last)
  })

  test('commits of a branch are listed by their subjects, the newest ones without merges', async () => {
    const branch = await newBranch()
    const first = await write(branch, world.main, [card], 'Body', 'feat: a card')
    await write(branch, first, [{ path: 'src/b.tsx', bytes: text('b') }], 'Body', 'Tidy')
    expect((await world.codeHost.commitSubjects(world.repository, branch)).slice(0, 2)).toEqual(['Tidy', 'feat: a card'])
    expect(await world.codeHost.commitSubjects(world.repository, 'ollio/404-1-gone')).toEqual([])
    world.take()
    expect((await world.codeHost.commitSubjects(world.repository, branch)).slice(0, 2)).toEqual(['Tidy', 'feat: a card'])
    expect(world.take()).toEqual([])
  })

  test('commits of a branch are not found if the branch or the base is gone', async () => {
    expect(await world.codeHost.findCommit(world.repository, world.main, 'ollio/404-1-gone', turnTrailer('comment:1'))).toBeNull()
    expect(await world.codeHost.findCommit(world.repository, 'f'.repeat(40), 'main', turnTrailer('comment:1'))).toBeNull()
  })
})

describe('a check run', () => {
  const report = { name: 'Ollio', externalId: 'comment:1', title: 'In order', summary: '| Check |' } as const
  const runsOf = async (ref: string) => (await world.maintainer.rest.checks.listForRef({ ...HERE, ref, filter: 'all' })).data.check_runs

  test('a check run is one per commit, name and id, and shows the last report', async () => {
    const headSha = await write(await newBranch(), world.main)
    const first = await world.codeHost.putCheckRun(world.repository, { ...report, headSha, conclusion: 'failure' })
    const second = await world.codeHost.putCheckRun(world.repository, {
      ...report,
      headSha,
      conclusion: 'success',
      detailsUrl: 'https://ollio.example/p/1/1?s=x',
    })
    expect(second).toEqual(first)
    expect(await runsOf(headSha)).toMatchObject([
      {
        name: 'Ollio',
        external_id: 'comment:1',
        status: 'completed',
        conclusion: 'success',
        details_url: 'https://ollio.example/p/1/1?s=x',
        output: { title: 'In order', summary: '| Check |' },
      },
    ])
  })

  test('a check run annotates lines of the code once, however often it is put', async () => {
    const headSha = await write(await newBranch(), world.main)
    const annotations = [{ path: 'src/app.tsx', line: 2, level: 'failure' as const, message: 'error TS2322', title: 'Types' }]
    const images = [{ alt: 'The page at 375 pixels', url: 'https://ollio.example/375.png' }]
    const put = () => world.codeHost.putCheckRun(world.repository, { ...report, headSha, conclusion: 'failure', annotations, images })
    await put()
    await put()
    const [run] = await runsOf(headSha)
    const { data } = await world.maintainer.rest.checks.listAnnotations({ ...HERE, check_run_id: run?.id ?? 0 })
    expect(data).toMatchObject([
      { path: 'src/app.tsx', start_line: 2, annotation_level: 'failure', message: 'error TS2322', title: 'Types' },
    ])
  })

  test('a check run is found even if a newer one with that name exists', async () => {
    const headSha = await write(await newBranch(), world.main)
    for (const externalId of ['comment:1', 'comment:2', 'comment:1']) {
      await world.codeHost.putCheckRun(world.repository, { ...report, externalId, headSha, conclusion: 'success' })
    }
    expect((await runsOf(headSha)).map(({ external_id: id }) => String(id)).toSorted()).toEqual(['comment:1', 'comment:2'])
  })

  test('a check run can’t be created for a commit that doesn’t exist', async () => {
    const headSha = 'f'.repeat(40)
    await expect(world.codeHost.putCheckRun(world.repository, { ...report, headSha, conclusion: 'success' })).rejects.toMatchObject({
      kind: 'github-refused',
    })
  })
})
