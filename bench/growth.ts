import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { startBenchStack, until } from './stack/bench-stack.ts'
import type { BenchStack } from './stack/bench-stack.ts'
import { fileSteps, fiveSteps, manyFiles, editEachTurn } from './stack/work-scripts.ts'
import type { BenchOptions } from './measurement.ts'
import { Stopwatch } from './measurement.ts'
import type { Bench, Fact, Row } from './measurement.ts'
import { shopFiles } from '#dev/sample-shop-files.ts'

const PROJECT_TURNS = [1, 10, 100]
const COMMENTS = [0, 100, 1_000]
/** More than the delivery of a comment without a command takes. */
const DELIVERY_MS = 5
const STEPS = 18
const STEPS_LOOKED_AT = [
  [1, 4],
  [8, 11],
  [15, 18],
] as const
const AT_ONCE = [1, 5, 20, 50]
const SAMPLES = 5

/**
 * Measures how a turn's cost grows with the project's turns, the repository, the comments under the issue, its own steps, and the number of
 * parallel turns.
 */
export async function benchGrowth({ onProgress }: BenchOptions): Promise<Bench[]> {
  const stack = await startBenchStack(onProgress)
  try {
    return [
      await byComments(stack, onProgress),
      await bySteps(stack, onProgress),
      await byRepository(stack, onProgress),
      await byTurnsAtOnce(stack, onProgress),
      await byProjectTurns(stack, onProgress),
    ]
  } finally {
    await stack.close()
  }
}

/** Refines one project many times; each refinement is read, written, checked and published. */
async function byProjectTurns(stack: BenchStack, onProgress: BenchOptions['onProgress']): Promise<Bench> {
  stack.model.script = fiveSteps
  const { issue, comment } = await stack.post('/ollio generate a greeting card')
  await stack.untilEnded({ comment })
  const stopwatch = new Stopwatch()
  const facts: Fact[] = []
  const last = Math.max(...PROJECT_TURNS)
  for (let turn = 1; turn <= last + SAMPLES - 1; turn += 1) {
    stack.model.script = editEachTurn(() => turn)
    stack.model.calls.length = 0
    const posted = await stack.post('/ollio refine one more change', issue)
    const { state } = await stack.untilEnded(posted)
    if (state !== 'PUBLISHED') throw new Error(`Turn ${turn} of the project is ${state}`)
    const ms = performance.now() - posted.postedMs
    for (const length of PROJECT_TURNS) {
      if (turn < length || turn >= length + SAMPLES) continue
      const what = `after ${length} ${length === 1 ? 'turn' : 'turns'}`
      stopwatch.add(what, ms)
      if (turn === length)
        facts.push({ what: `first request to the model, ${what}`, value: `${kilobytes(stack.model.calls[0]?.messages)} KB` })
    }
    if (turn % 10 === 0) onProgress(`project: ${turn} of ${last}`)
  }
  return {
    title: 'Growth: turns of the project (one refinement)',
    rows: stopwatch.rows(),
    facts,
    notes: ['The model sees the last 20 turns. The check dominates the rest.'],
  }
}

function kilobytes(value: unknown): string {
  return (JSON.stringify(value).length / 1_000).toFixed(1)
}

/** Measures a first turn under an issue with many comments. */
async function byComments(stack: BenchStack, onProgress: BenchOptions['onProgress']): Promise<Bench> {
  stack.model.script = fileSteps(1)
  const stopwatch = new Stopwatch()
  await stack.untilEnded(await stack.post('/ollio generate a greeting card'))
  for (const count of COMMENTS) {
    for (let sample = 1; sample <= SAMPLES; sample += 1) {
      onProgress(`${count} comments: ${sample} of ${SAMPLES}`)
      const issue = await stack.newIssue()
      for (let written = 0; written < count; written += 20)
        await Promise.all(
          Array.from({ length: 20 }, () =>
            stack.maintainer.rest.issues.createComment({ ...stack.at, issue_number: issue, body: 'A comment.' }),
          ),
        )
      // GitHub delivers each comment, and the next command queues behind them.
      await sleep(count * DELIVERY_MS)
      stack.model.calls.length = 0
      const posted = await stack.post('/ollio generate a greeting card', issue)
      const ended = stack.untilEnded(posted)
      stopwatch.add(`${count} comments: first model call`, (await until(async () => stack.model.calls[0])).atMs - posted.postedMs)
      await ended
      stopwatch.add(`${count} comments: turn ended`, performance.now() - posted.postedMs)
    }
  }
  return {
    title: 'Growth: comments under the issue (a turn of two steps, without a check)',
    rows: stopwatch.rows(),
    notes: [
      'Independent of their number: the model gets the last two pages of comments, and the last two pages of the past month are searched for our own comment.',
    ],
  }
}

/** Measures the steps of a turn that writes eight more files in each step. */
async function bySteps({ model, post, untilEnded }: BenchStack, onProgress: BenchOptions['onProgress']): Promise<Bench> {
  const stopwatch = new Stopwatch()
  model.script = manyFiles(STEPS)
  for (let turn = 0; turn <= SAMPLES; turn += 1) {
    onProgress(`steps of eight files: turn ${turn} of ${SAMPLES}`)
    model.calls.length = 0
    await untilEnded(await post('/ollio generate a greeting card'))
    // The first turn is the warm-up.
    for (const [from, to] of turn === 0 ? [] : STEPS_LOOKED_AT)
      for (let step = from; step <= to; step += 1) {
        const [call, next] = [model.calls[step - 1], model.calls[step]]
        if (call?.answeredMs == null || next === undefined) throw new Error(`Step ${step} did not happen`)
        stopwatch.add(`steps ${from} to ${to}`, next.atMs - call.answeredMs)
      }
  }
  return {
    title: 'Growth: files of the turn (a step that writes eight files)',
    rows: stopwatch.rows(),
    notes: ['Each step stores the list of all files that the turn has changed so far, and the model sees the earlier steps.'],
  }
}

const SIZES = [
  { name: 'files100', what: '100 files', files: 100, bytes: 2_000 },
  { name: 'files10000', what: '10,000 files', files: 10_000, bytes: 2_000 },
  { name: 'mb200', what: '190 files of 1 MB', files: 190, bytes: 1_000_000 },
]

async function byRepository(stack: BenchStack, onProgress: BenchOptions['onProgress']): Promise<Bench> {
  const rows: Row[] = []
  for (const { name, what, files, bytes } of SIZES) {
    onProgress(`repository: ${what}`)
    const more = Object.fromEntries(
      Array.from({ length: files }, (_, index) => [`assets/${index % 100}/${index}.bin`, new Uint8Array(randomBytes(bytes))]),
    )
    const at = { owner: stack.at.owner, repo: name }
    await stack.github.createRepository({
      owner: at.owner,
      name,
      files: { ...(await shopFiles()), ...more },
      collaborators: { [stack.demo.tokens.maintainer.login]: 'admin' },
    })
    const [first, whole]: [number[], number[]] = [[], []]
    for (let sample = 0; sample < SAMPLES; sample += 1) {
      stack.model.calls.length = 0
      stack.model.script = fiveSteps
      const posted = await stack.post('/ollio generate a greeting card', undefined, at)
      first.push((await until(async () => stack.model.calls[0])).atMs - posted.postedMs)
      const { state } = await stack.untilEnded(posted)
      if (state !== 'PUBLISHED') throw new Error(`A turn on ${what} is ${state}`)
      whole.push(performance.now() - posted.postedMs)
    }
    rows.push({ what: `${what}: first model call`, samplesMs: first }, { what: `${what}: pull request`, samplesMs: whole })
  }
  return {
    title: 'Growth: the repository’s size',
    rows,
    notes: [
      'A turn reads the repository once, as an archive that GitHub packs. The time grows with the megabytes and with the files, since each file is stored by its content.',
    ],
  }
}

/** Starts many turns at the same moment, waits for the last one, and divides the time by their number. */
async function byTurnsAtOnce(stack: BenchStack, onProgress: BenchOptions['onProgress']): Promise<Bench> {
  const rows: Row[] = []
  for (const count of AT_ONCE) {
    onProgress(`parallel turns: ${count}`)
    stack.model.script = fileSteps(5)
    const light = await allEnded(stack, count)
    stack.model.script = fiveSteps
    const whole = await allEnded(stack, count)
    rows.push(
      { what: `${count} parallel: five steps, without a check, per turn`, samplesMs: [light / count] },
      { what: `${count} parallel: five steps and the check, per turn`, samplesMs: [whole / count] },
    )
  }
  return {
    title: 'Growth: parallel turns (total time divided by their number)',
    rows,
    notes: ['Limited by the processors: each check needs them for types, build and browser.'],
  }
}

async function allEnded(stack: BenchStack, count: number): Promise<number> {
  const issues = await Promise.all(Array.from({ length: count }, () => stack.newIssue()))
  const startedMs = performance.now()
  const posted = await Promise.all(issues.map((issue) => stack.post('/ollio generate a greeting card', issue)))
  // All turns have to end, and waiting for one at a time puts the least load on the database.
  for (const one of posted) await stack.untilEnded(one)
  return performance.now() - startedMs
}
