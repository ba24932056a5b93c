import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { openHouse, until } from './stack/bench-stack.ts'
import type { House } from './stack/bench-stack.ts'
import { fileSteps, fiveSteps, manyFiles, oneMoreWord } from './stack/work-scripts.ts'
import type { BenchOptions } from './main.ts'
import { Stopwatch } from './measurement.ts'
import type { Bench, Fact, Row } from './measurement.ts'
import { shopFiles } from '#dev/sample-shop-files.ts'

const CONVERSATION = [1, 10, 100]
const COMMENTS = [0, 100, 1_000]
/** More than a delivery of a comment takes that is no command. */
const DELIVERY_MS = 5
const STEPS = 18
const STEPS_LOOKED_AT = [
  [1, 4],
  [8, 11],
  [15, 18],
] as const
const AT_ONCE = [1, 5, 20, 50]
const SAMPLES = 5

/** What a turn costs as its conversation, its repository, the comments around it, its own work, and the number of turns beside it grow. */
export async function benchGrowth({ onProgress }: BenchOptions): Promise<Bench[]> {
  const house = await openHouse(onProgress)
  try {
    return [
      await byComments(house, onProgress),
      await bySteps(house, onProgress),
      await byRepository(house, onProgress),
      await byTurnsAtOnce(house, onProgress),
      await byConversation(house, onProgress),
    ]
  } finally {
    await house.close()
  }
}

/** One refinement after the other, each published: read, written, checked. */
async function byConversation(house: House, onProgress: BenchOptions['onProgress']): Promise<Bench> {
  house.model.script = fiveSteps
  const { issue, comment } = await house.ask('/ollio generate a greeting card')
  await house.ended({ comment })
  const stopwatch = new Stopwatch()
  const facts: Fact[] = []
  const last = Math.max(...CONVERSATION)
  for (let turn = 1; turn <= last + SAMPLES - 1; turn += 1) {
    house.model.script = oneMoreWord(() => turn)
    house.model.calls.length = 0
    const asked = await house.ask('/ollio refine one more word', issue)
    const { state } = await house.ended(asked)
    if (state !== 'PUBLISHED') throw new Error(`Turn ${turn} of the conversation is ${state}`)
    const ms = performance.now() - asked.askedMs
    for (const length of CONVERSATION) {
      if (turn < length || turn >= length + SAMPLES) continue
      const what = `after ${length} ${length === 1 ? 'turn' : 'turns'}`
      stopwatch.add(what, ms)
      if (turn === length)
        facts.push({ what: `told to the model first, ${what}`, value: `${kilobytes(house.model.calls[0]?.messages)} KB` })
    }
    if (turn % 10 === 0) onProgress(`conversation: ${turn} of ${last}`)
  }
  return {
    title: 'Growth: the conversation’s length (a refinement, whole)',
    rows: stopwatch.rows(),
    facts,
    notes: ['The model is told of the last 20 turns; what bounds the rest is the check.'],
  }
}

function kilobytes(value: unknown): string {
  return (JSON.stringify(value).length / 1_000).toFixed(1)
}

/** A first turn under an issue that people have long written under. */
async function byComments(house: House, onProgress: BenchOptions['onProgress']): Promise<Bench> {
  house.model.script = fileSteps(1)
  const stopwatch = new Stopwatch()
  await house.ended(await house.ask('/ollio generate a greeting card'))
  for (const count of COMMENTS) {
    for (let sample = 1; sample <= SAMPLES; sample += 1) {
      onProgress(`${count} comments: ${sample} of ${SAMPLES}`)
      const issue = await house.newIssue()
      for (let written = 0; written < count; written += 20)
        await Promise.all(
          Array.from({ length: 20 }, () =>
            house.maintainer.rest.issues.createComment({ ...house.at, issue_number: issue, body: 'A word.' }),
          ),
        )
      // GitHub delivers each of them, and what is asked next stands behind them.
      await sleep(count * DELIVERY_MS)
      house.model.calls.length = 0
      const asked = await house.ask('/ollio generate a greeting card', issue)
      const ended = house.ended(asked)
      stopwatch.add(
        `under ${count} comments: to the model’s first call`,
        (await until(async () => house.model.calls[0])).atMs - asked.askedMs,
      )
      await ended
      stopwatch.add(`under ${count} comments: to the end`, performance.now() - asked.askedMs)
    }
  }
  return {
    title: 'Growth: comments under the issue (a turn of two steps, without a check)',
    rows: stopwatch.rows(),
    notes: [
      'However many there are: the last two pages are read for the model, and the last two of a month are searched for a comment of ours.',
    ],
  }
}

/** Steps of one turn, each of which writes eight files more. */
async function bySteps({ model, ask, ended }: House, onProgress: BenchOptions['onProgress']): Promise<Bench> {
  const stopwatch = new Stopwatch()
  model.script = manyFiles(STEPS)
  for (let turn = 0; turn <= SAMPLES; turn += 1) {
    onProgress(`steps of eight files: turn ${turn} of ${SAMPLES}`)
    model.calls.length = 0
    await ended(await ask('/ollio generate a greeting card'))
    // The first turn is the warm-up.
    for (const [from, to] of turn === 0 ? [] : STEPS_LOOKED_AT)
      for (let step = from; step <= to; step += 1) {
        const [call, next] = [model.calls[step - 1], model.calls[step]]
        if (call?.answeredMs == null || next === undefined) throw new Error(`Step ${step} was not made`)
        stopwatch.add(`steps ${from} to ${to}`, next.atMs - call.answeredMs)
      }
  }
  return {
    title: 'Growth: a turn’s own work (a step that writes eight files)',
    rows: stopwatch.rows(),
    notes: ['Each step keeps the list of all files that the turn has changed so far, and the model is told of the earlier steps.'],
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
      'A turn reads the repository once, as an archive that GitHub packs: megabytes cost, and so do files, each of which is kept by its content.',
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
