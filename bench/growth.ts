import { randomBytes } from 'node:crypto'
import { openHouse, until } from './house/house.ts'
import type { House } from './house/house.ts'
import { fileSteps, fiveSteps, oneMoreWord } from './house/work-scripts.ts'
import type { BenchOptions } from './main.ts'
import type { Bench, Row } from './measure.ts'
import { shopFiles } from '#src/local/shop-files.ts'

const CONVERSATION = [1, 10, 100]
const AT_ONCE = [1, 5, 20, 50]
const SAMPLES = 5

/** What a turn costs as its conversation, its repository, and the number of turns beside it grow. */
export async function benchGrowth({ onProgress }: BenchOptions): Promise<Bench[]> {
  const house = await openHouse(onProgress)
  try {
    return [await byRepository(house, onProgress), await byTurnsAtOnce(house, onProgress), await byConversation(house, onProgress)]
  } finally {
    await house.close()
  }
}

/** One refinement after the other, each published: read, written, checked. */
async function byConversation(house: House, onProgress: BenchOptions['onProgress']): Promise<Bench> {
  house.model.script = fiveSteps
  const { issue, comment } = await house.ask('/ollio generate a greeting card')
  await house.ended({ comment })
  const rows: Row[] = []
  const last = Math.max(...CONVERSATION)
  for (let turn = 1; turn <= last + SAMPLES - 1; turn += 1) {
    house.model.script = oneMoreWord(() => turn)
    const asked = await house.ask('/ollio refine one more word', issue)
    const { state } = await house.ended(asked)
    if (state !== 'PUBLISHED') throw new Error(`Turn ${turn} of the conversation is ${state}`)
    const ms = performance.now() - asked.askedMs
    for (const length of CONVERSATION) {
      if (turn < length || turn >= length + SAMPLES) continue
      const what = `after ${length} ${length === 1 ? 'turn' : 'turns'}`
      const row = rows.find((one) => one.what === what)
      if (row === undefined) rows.push({ what, samplesMs: [ms] })
      else row.samplesMs.push(ms)
    }
    if (turn % 10 === 0) onProgress(`conversation: ${turn} of ${last}`)
  }
  return {
    title: 'Growth: the conversation’s length (a refinement, whole)',
    rows,
    notes: ['The model is told of the last 20 turns; what bounds the rest is the check.'],
  }
}

const SIZES = [
  { name: 'files100', what: '100 files', files: 100, bytes: 2_000 },
  { name: 'files10000', what: '10,000 files', files: 10_000, bytes: 2_000 },
  { name: 'mb200', what: '190 files of 1 MB', files: 190, bytes: 1_000_000 },
]

async function byRepository(house: House, onProgress: BenchOptions['onProgress']): Promise<Bench> {
  const rows: Row[] = []
  for (const { name, what, files, bytes } of SIZES) {
    onProgress(`repository: ${what}`)
    const more = Object.fromEntries(
      Array.from({ length: files }, (_, index) => [`assets/${index % 100}/${index}.bin`, new Uint8Array(randomBytes(bytes))]),
    )
    const at = { owner: house.at.owner, repo: name }
    await house.github.createRepository({
      owner: at.owner,
      name,
      files: { ...(await shopFiles()), ...more },
      collaborators: { [house.demo.tokens.maintainer.login]: 'admin' },
    })
    const [first, whole]: [number[], number[]] = [[], []]
    for (let sample = 0; sample < SAMPLES; sample += 1) {
      house.model.calls.length = 0
      house.model.script = fiveSteps
      const asked = await house.ask('/ollio generate a greeting card', undefined, at)
      first.push((await until(async () => house.model.calls[0])).atMs - asked.askedMs)
      const { state } = await house.ended(asked)
      if (state !== 'PUBLISHED') throw new Error(`A turn on ${what} is ${state}`)
      whole.push(performance.now() - asked.askedMs)
    }
    rows.push({ what: `${what}: to the model’s first call`, samplesMs: first }, { what: `${what}: to the pull request`, samplesMs: whole })
  }
  return {
    title: 'Growth: the repository’s size',
    rows,
    notes: [
      'A turn reads the repository once, as an archive; files are kept by their content, so the first turn pays for them and later ones do not.',
    ],
  }
}

/** How long until the last of so many is done that were asked for in the same moment, for each of them. */
async function byTurnsAtOnce(house: House, onProgress: BenchOptions['onProgress']): Promise<Bench> {
  const rows: Row[] = []
  for (const count of AT_ONCE) {
    onProgress(`turns at once: ${count}`)
    house.model.script = fileSteps(5)
    const light = await allEnded(house, count)
    house.model.script = fiveSteps
    const whole = await allEnded(house, count)
    rows.push(
      { what: `${count} at once: five steps, without a check, for each`, samplesMs: [light / count] },
      { what: `${count} at once: five steps and the check, for each`, samplesMs: [whole / count] },
    )
  }
  return {
    title: 'Growth: turns at once (time of all, divided by their number)',
    rows,
    notes: ['Bounded by the processors, which types, build and browser of each check use up.'],
  }
}

async function allEnded(house: House, count: number): Promise<number> {
  const issues = await Promise.all(Array.from({ length: count }, () => house.newIssue()))
  const startedMs = performance.now()
  const asked = await Promise.all(issues.map((issue) => house.ask('/ollio generate a greeting card', issue)))
  // One after the other: all of them have to end, and one who looks at the database disturbs it least.
  for (const one of asked) await house.ended(one)
  return performance.now() - startedMs
}
