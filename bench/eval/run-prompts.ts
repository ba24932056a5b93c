import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DemoEnvironment } from '#dev/demo/demo-environment.ts'
import type { Terminal } from '#dev/demo/terminal.ts'
import { createPerson } from '#dev/demo/scenario.ts'
import type { TurnOutcome } from '#dev/demo/scenario.ts'
import { pictureLinks, previewLink } from '#dev/demo/outcome-lines.ts'
import type { Prices } from '#src/domain/credits/money.ts'
import { measure } from './measure-turn.ts'
import { progressLine } from './progress-line.ts'
import type { Prompt } from './read-prompts.ts'
import type { PromptResult, TurnResult } from './results.ts'

const LOOK_MS = 500
/** Longer than any setting lets a turn run. */
const TIMEOUT_MS = 3 * 60 * 60_000

/** `results` has one entry per prompt, which receives its turns as they end. */
type Run = { results: PromptResult[]; concurrency: number; prices: Prices; out: string; screen: Terminal; signal: AbortSignal }

/**
 * Runs the prompts, `concurrency` projects at the same time. A turn that fails is a result too; throws only if a result can't be
 * determined.
 */
export async function runPrompts(environment: DemoEnvironment, prompts: readonly Prompt[], run: Run): Promise<void> {
  const maya = createPerson(environment.maintainer)
  const broken = new AbortController()
  const signal = AbortSignal.any([run.signal, broken.signal])
  const waiting = [...prompts.entries()]
  const running = new Set<number>()
  const startedMs = Date.now()
  const total = prompts.reduce((sum, { refinements }) => sum + 1 + refinements.length, 0)
  let done = 0
  const show = (): void =>
    run.screen.status(progressLine({ done, total, running: running.size, seconds: (Date.now() - startedMs) / 1_000 }))

  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined && !signal.aborted; next = waiting.shift()) {
      running.add(next[0])
      await runProject(...next)
      running.delete(next[0])
    }
  }
  const bar = setInterval(show, LOOK_MS)
  try {
    await Promise.all(
      Array.from({ length: run.concurrency }, () =>
        worker().catch((error: unknown) => {
          broken.abort()
          throw error
        }),
      ),
    )
  } finally {
    clearInterval(bar)
  }
  run.signal.throwIfAborted()

  async function runProject(index: number, { prompt, refinements }: Prompt): Promise<void> {
    const issue = await maya.openIssue(prompt.slice(0, 80), '')
    let number = issue.number
    for (const [at, command] of [`generate ${prompt}`, ...refinements].entries()) {
      const result = await turn(number, command, `${index + 1}-v${at + 1}`)
      run.results[index]?.turns.push(result)
      done += result.published ? 1 : 1 + refinements.length - at
      run.screen.line(
        `${progressLine({ done, total, running: running.size, seconds: (Date.now() - startedMs) / 1_000 })}  ${result.published ? 'published' : 'not published'}: ${command}`,
      )
      if (!result.published) return
      number = result.pullRequest ?? number
    }
  }

  async function turn(number: number, command: string, name: string): Promise<TurnResult> {
    const comment = await maya.comment(number, `/ollio ${command}`)
    const outcome = await outcomeOf(number, comment)
    const pullRequest = /^Pull request #(\d+) · /m.exec(outcome.body)?.[1]
    return {
      command,
      published: outcome.published,
      ...(await measure(environment.databaseUrl, comment, run.prices)),
      pullRequest: pullRequest === undefined ? null : Number(pullRequest),
      pictures: await savePictures(outcome, name),
    }
  }

  async function outcomeOf(number: number, comment: number): Promise<TurnOutcome> {
    for (const untilMs = Date.now() + TIMEOUT_MS; Date.now() < untilMs;) {
      const outcome = await maya.lastWord(number, comment)
      if (outcome !== null) return outcome
      await sleep(LOOK_MS, undefined, { signal })
    }
    throw new Error(`Comment ${comment} has had no reply for ${TIMEOUT_MS / 60_000} minutes; see logs/worker.log`)
  }

  async function savePictures(outcome: TurnOutcome, name: string): Promise<TurnResult['pictures']> {
    const preview = previewLink(outcome)
    const links = preview === null ? [] : await pictureLinks(preview)
    return Promise.all(
      links.map(async (link) => {
        const response = await fetch(link, { signal })
        if (!response.ok) throw new Error(`A picture of the preview was answered with ${response.status}`)
        const picture = /\/([\w-]+)\.png/.exec(link)?.[1] ?? ''
        const file = `pictures/${name}-${picture}.png`
        await writeFile(join(run.out, file), await response.bytes())
        return { name: picture, file }
      }),
    )
  }
}
