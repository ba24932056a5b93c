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
/** Longer than a turn may take by any settings. */
const PATIENCE_MS = 3 * 60 * 60_000

/** `results`: one for each prompt, which gets its turns as they end. */
type Run = { results: PromptResult[]; concurrency: number; prices: Prices; out: string; screen: Terminal; signal: AbortSignal }

/** Runs each conversation to its end, so many at once. What comes of a turn is a result, whatever it is; only what keeps us from knowing throws. */
export async function runPrompts(company: DemoEnvironment, prompts: readonly Prompt[], run: Run): Promise<void> {
  const maya = createPerson(company.maintainer)
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
      await converse(...next)
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

  async function converse(index: number, { prompt, refinements }: Prompt): Promise<void> {
    const issue = await maya.openIssue(prompt.slice(0, 80), '')
    let place = issue.number
    for (const [at, wish] of [`generate ${prompt}`, ...refinements].entries()) {
      const result = await turn(place, wish, `${index + 1}-v${at + 1}`)
      run.results[index]?.turns.push(result)
      done += result.published ? 1 : 1 + refinements.length - at
      run.screen.line(
        `${progressLine({ done, total, running: running.size, seconds: (Date.now() - startedMs) / 1_000 })}  ${result.published ? 'published' : 'not published'}: ${wish}`,
      )
      if (!result.published) return
      place = result.pullRequest ?? place
    }
  }

  async function turn(place: number, command: string, name: string): Promise<TurnResult> {
    const comment = await maya.comment(place, `/ollio ${command}`)
    const told = await lastWord(place, comment)
    const number = /\*\*Pull request:\*\* #(\d+)/.exec(told.body)?.[1]
    return {
      command,
      published: told.published,
      ...(await measure(company.databaseUrl, comment, run.prices)),
      pullRequest: number === undefined ? null : Number(number),
      pictures: await savePictures(told, name),
    }
  }

  async function lastWord(place: number, comment: number): Promise<TurnOutcome> {
    for (const untilMs = Date.now() + PATIENCE_MS; Date.now() < untilMs;) {
      const told = await maya.lastWord(place, comment)
      if (told !== null) return told
      await sleep(LOOK_MS, undefined, { signal })
    }
    throw new Error(`Comment ${comment} has had no answer for ${PATIENCE_MS / 60_000} minutes; see logs/worker.log`)
  }

  async function savePictures(told: TurnOutcome, name: string): Promise<TurnResult['pictures']> {
    const preview = previewLink(told)
    const links = preview === null ? [] : await pictureLinks(preview)
    return Promise.all(
      links.map(async (link) => {
        const response = await fetch(link, { signal })
        if (!response.ok) throw new Error(`A picture of the preview answers ${response.status}`)
        const picture = /\/([\w-]+)\.png/.exec(link)?.[1] ?? ''
        const file = `pictures/${name}-${picture}.png`
        await writeFile(join(run.out, file), await response.bytes())
        return { name: picture, file }
      }),
    )
  }
}
