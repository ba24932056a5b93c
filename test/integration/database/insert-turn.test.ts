import { describe, expect, test } from 'vitest'
import { opening, REPOSITORY_ID, useDatabase } from '../../support/database-world.ts'

const world = useDatabase('each')

const TABLES = ['Installation', 'Repository', 'User', 'Project', 'Turn', 'Message', 'Usage']

describe('opening a turn', () => {
  test('opening a turn writes project, turn, message and charge together, with ids beyond 32 bits', async () => {
    const asked = opening({ command: 9_007_199_254_740_991 })
    const answer = await world.turns.openTurn(asked)
    if (answer.outcome !== 'opened') throw new Error(answer.outcome)
    expect(await world.turns.turn(answer.turnId)).toMatchObject({
      key: 'comment:9007199254740991',
      kind: 'comment',
      commandId: 9_007_199_254_740_991,
      number: 1,
      operation: 'generate',
      state: 'RUNNING',
      credits: 10,
      commentsOn: 7,
      author: { id: 8_000_000_001, login: 'mara' },
      prompt: 'a pricing card',
      previewPath: asked.previewPath,
      progressCommentId: null,
      base: null,
      project: {
        repository: asked.message.repository,
        issue: 7,
        ordinal: 1,
        name: 'Pricing Card',
        status: 'GENERATING',
        branch: 'ollio/7-1-pricing-card',
        baseBranch: 'main',
        packageFolder: '',
        pullRequest: null,
        ended: false,
      },
    })
    expect(await world.rows('SELECT operation, credits, "balanceAfter", actor, "idempotencyKey" FROM "Usage" ORDER BY id')).toEqual([
      { operation: 'allowance', credits: 100, balanceAfter: 100, actor: 'ollio', idempotencyKey: expect.stringContaining('allowance:') },
      { operation: 'generate', credits: -10, balanceAfter: 90, actor: 'mara', idempotencyKey: 'charge:comment:9007199254740991' },
    ])
    expect(await world.rows('SELECT role, content FROM "Message"')).toEqual([{ role: 'USER', content: 'a pricing card' }])
  })

  test('opening a turn of a project that was created before packages could be chosen works at the root', async () => {
    const turnId = await world.open()
    await world.rows('UPDATE "Project" SET "packageFolder" = NULL')
    expect((await world.turns.turn(turnId)).project.packageFolder).toBe('')
  })

  test('opening a turn writes nothing if a new repository doesn’t have enough credits', async () => {
    const answer = await world.turns.openTurn(opening({ monthlyAllowance: 9 }))
    expect(answer).toEqual({ outcome: 'insufficient', balance: 9, cost: 10, nextRefillAt: expect.any(Date) })
    for (const table of TABLES) expect([table, await world.count(table)]).toEqual([table, 0])
  })

  test('opening a turn writes nothing if a known repository doesn’t have enough credits', async () => {
    await world.open({ monthlyAllowance: 15 })
    const before = await Promise.all(TABLES.map((table) => world.count(table)))
    const answer = await world.turns.openTurn(opening({ issue: 8, author: { id: 5, login: 'wim' } }))
    expect(answer).toMatchObject({ outcome: 'insufficient', balance: 5, cost: 10 })
    expect(await Promise.all(TABLES.map((table) => world.count(table)))).toEqual(before)
  })

  test('opening a turn returns ‘already-open’ while the turn runs and ‘already-done’ after it has ended', async () => {
    const asked = opening()
    const turnId = await world.turns.openTurn(asked).then((answer) => ('turnId' in answer ? answer.turnId : ''))
    expect(await world.turns.openTurn(asked)).toEqual({ outcome: 'already-open', turnId })
    await world.turns.endTurn(turnId, { state: 'CANCELLED', failure: 'cancelled', summary: 'The turn was cancelled.' })
    expect(await world.turns.openTurn(asked)).toEqual({ outcome: 'already-done' })
    expect(await world.count('Turn')).toBe(1)
  })

  test('opening a turn updates a repository that was renamed or transferred, and a user with a new login', async () => {
    await world.open()
    const turnId = await world.open({ owner: 'globex', name: 'store', author: { id: 8_000_000_001, login: 'mara-b' } })
    expect(await world.turns.turn(turnId)).toMatchObject({
      author: { login: 'mara-b' },
      project: { repository: { repositoryId: REPOSITORY_ID, owner: 'globex', name: 'store' } },
    })
    expect(await world.count('Repository')).toBe(1)
    expect(await world.count('User')).toBe(1)
  })

  test('numbers the turns of one project from 1, and sets the project to generating again', async () => {
    const first = await world.open()
    await world.turns.endTurn(first, { state: 'FAILED', failure: 'model-busy', summary: '' })
    expect((await world.turns.turn(first)).project.status).toBe('FAILED')
    const second = await world.open()
    expect(await world.turns.turn(second)).toMatchObject({ number: 2, project: { status: 'GENERATING' } })
    expect(await world.count('Project')).toBe(1)
  })

  test('opening a turn keeps a charge of zero for a free turn', async () => {
    await world.open({ credits: 0, monthlyAllowance: 0 })
    expect(await world.count('Usage', `operation = 'generate' AND credits = 0`)).toBe(1)
  })
})

describe('finding a project', () => {
  test('finding a project finds the newest one by its issue, its pull request or its branch', async () => {
    await world.open({ ordinal: 1 })
    const turnId = await world.open({ ordinal: 2 })
    const { project } = await world.turns.turn(turnId)
    await world.projects.setPullRequest(project.id, 12)
    expect(await world.projects.latestOfIssue(REPOSITORY_ID, 7)).toMatchObject({ id: project.id, ordinal: 2, pullRequest: 12 })
    expect(await world.projects.byPullRequest(REPOSITORY_ID, 12)).toMatchObject({ id: project.id })
    expect(await world.projects.byBranch(REPOSITORY_ID, 'ollio/7-2-pricing-card')).toMatchObject({ id: project.id })
    expect(await world.projects.latestOfIssue(REPOSITORY_ID, 8)).toBeNull()
    expect(await world.projects.byPullRequest(REPOSITORY_ID + 1, 12)).toBeNull()
    expect(await world.projects.byBranch(REPOSITORY_ID, 'main')).toBeNull()
  })

  test('finding a project keeps an ended project and says that it has ended', async () => {
    await world.open()
    await world.projects.endProject({ repositoryId: REPOSITORY_ID, issue: 7, ordinal: 1 }, { merged: true })
    await world.projects.endProject({ repositoryId: REPOSITORY_ID, issue: 7, ordinal: 1 }, { merged: true })
    await world.projects.endProject({ repositoryId: REPOSITORY_ID, issue: 99, ordinal: 1 }, { merged: true })
    expect(await world.projects.latestOfIssue(REPOSITORY_ID, 7)).toMatchObject({ ended: true, status: 'COMPLETED' })
    await world.projects.reopenProject({ repositoryId: REPOSITORY_ID, issue: 7, ordinal: 1 })
    expect(await world.projects.byOrdinal(REPOSITORY_ID, 7, 1)).toMatchObject({ ended: false })
    expect(await world.projects.byOrdinal(REPOSITORY_ID, 7, 2)).toBeNull()
  })
})

test('the database keeps a turn’s progress comment and base', async () => {
  const turnId = await world.open()
  await world.turns.setProgressComment(turnId, 9_000_000_000)
  await world.turns.setBase(turnId, { sha: 'f'.repeat(40), archive: 'archive', tree: 'tree', prompt: 'prompt' })
  expect(await world.turns.turn(turnId)).toMatchObject({
    progressCommentId: 9_000_000_000,
    base: { sha: 'f'.repeat(40), archive: 'archive', tree: 'tree', prompt: 'prompt' },
  })
})

test('stores the pictures of a command in the conversation once', async () => {
  const turnId = await world.open()
  const base = { sha: 'f'.repeat(40), archive: 'archive', tree: 'tree', prompt: 'prompt' }
  const pictures = ['one', 'two'].map((key) => ({ key, mediaType: 'image/png' }))
  for (let time = 0; time < 2; time += 1) await world.turns.setBase(turnId, base, pictures)
  const rows = await world.rows(
    `SELECT f.position, f.type, f.content, f.metadata, m.role FROM "Fragment" f JOIN "Message" m ON m.id = f."messageId" ORDER BY f.position`,
  )
  const image = { type: 'IMAGE', metadata: { mediaType: 'image/png' }, role: 'USER' }
  expect(rows).toEqual([
    { position: 30, content: 'one', ...image },
    { position: 31, content: 'two', ...image },
  ])
})
