import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CheckLine } from '#src/domain/projects/records.ts'
import { loadRecordings } from '#dev/recorded-model/recordings.ts'
import { startRecordedModel, type RecordedModel } from '#dev/recorded-model/start-recorded-model.ts'
import { AT, startStack, untilTrue, type Stack } from '#test/support/stack/start-stack.ts'
import { command } from '../../support/stack/one-of-each.ts'

let model: RecordedModel
let stage: Stack
beforeAll(async () => {
  model = await startRecordedModel()
  stage = await startStack({ modelUrl: model.url, settings: { DEFAULT_MONTHLY_CREDITS: '1000' } })
})
afterAll(async () => {
  await stage.close()
  await model.close()
})

const RECORDINGS = await loadRecordings()
/** Four projects share two processors. */
const PATIENCE_MS = 400_000

/** The state and checks of the turn that the comment started, once it has ended. */
async function outcomeOf(comment: number): Promise<unknown> {
  type Row = { state: string; checks: CheckLine[] | null }
  let row: Row | undefined
  await untilTrue(async () => {
    const rows = await stage.query<Row>(
      'SELECT t.state, v.checks FROM "Turn" t LEFT JOIN "Version" v ON v."turnId" = t.id WHERE t.key = $1',
      [`comment:${comment}`],
    )
    row = rows[0]
    return row !== undefined && row.state !== 'RUNNING'
  }, PATIENCE_MS)
  return {
    state: row?.state,
    checks: row?.checks?.map(({ name, outcome, detail }) => `${name} ${outcome}${outcome === 'passed' ? '' : `: ${detail}`}`),
  }
}

const CHECKS = [
  'Imports',
  'Types',
  'Build',
  'Classes',
  'Page',
  'Accessibility',
  'Layout',
  'Keyboard',
  'Design system',
  'Secrets',
  'Changes',
]
const GOOD = { state: 'PUBLISHED', checks: CHECKS.map((name) => `${name} passed`) }

test.concurrent.each(RECORDINGS.map((recording) => [recording.generate.prompt, recording] as const))(
  'the recording of “%s” and its two refinements pass our checks completely',
  async (prompt, { refinements }) => {
    const { issue, comment } = await command(stage, `/ollio generate ${prompt}`)
    expect(await outcomeOf(comment)).toEqual(GOOD)
    const pulls = (await stage.person('maintainer').rest.pulls.list({ ...AT, state: 'open', per_page: 100 })).data
    const pull = pulls.find(({ head }) => head.ref.startsWith(`ollio/${issue}-`))?.number ?? 0
    for (const refinement of refinements) {
      const asked = await command(stage, `/ollio ${refinement.prompt}`, pull)
      expect(await outcomeOf(asked.comment)).toEqual(GOOD)
    }
    expect(refinements).toHaveLength(2)
    const commits = await stage.person('maintainer').rest.pulls.listCommits({ ...AT, pull_number: pull })
    expect(commits.data).toHaveLength(3)
  },
  4 * PATIENCE_MS,
)
