import { setTimeout as sleep } from 'node:timers/promises'
import type { DemoEnvironment } from './demo-environment.ts'
import { followTurn } from './follow-turn.ts'
import type { DemoOptions } from './demo-options.ts'
import type { Terminal } from './terminal.ts'
import { createPerson, type TurnOutcome } from './scenario.ts'
import { endOf, pictureLinks, previewLink, pullRequestLines } from './outcome-lines.ts'

const PROMPT = 'a responsive pricing card with three tiers'
const REFINEMENT = 'highlight the middle tier and add a monthly/yearly switch'

/** Interval and timeout for watching a turn. */
const POLL_MS = 250
/** On a busy machine a turn takes many times as long. */
const TIMEOUT_MS = 60 * 60_000

/** Plays two turns as the maintainer. True if both were published. */
export async function playScenario(
  demo: DemoEnvironment,
  { prompt }: DemoOptions,
  signal: AbortSignal,
  screen: Terminal,
): Promise<boolean> {
  const maya = createPerson(demo.maintainer)
  const issue = await maya.openIssue('A page with our plant-care plans', 'Visitors should see what the care subscription costs.')
  const first = await turn(issue.number, issue.url, `/ollio generate ${prompt ?? PROMPT}`)
  const pull = await maya.newestPullRequest()
  if (!first || pull === null) return false
  const second = await turn(pull.number, pull.url, `/ollio ${REFINEMENT}`)
  return second && (await maya.newestPullRequest())?.commits.length === 2

  async function turn(number: number, url: string, command: string): Promise<boolean> {
    screen.line(`\n${screen.paint('bold', `maya comments on ${url}`)}\n  ${command}\n`)
    const comment = await maya.comment(number, command)
    const outcome = await watch(number, comment)
    for (const line of endOf(outcome)) screen.line(`  ${line}`)
    if (!outcome.published) return false
    const published = await maya.newestPullRequest()
    for (const line of published === null ? [] : pullRequestLines(published)) screen.line(line)
    const preview = previewLink(outcome)
    if (preview === null) return false
    screen.line(`${screen.paint('bold', 'Preview')}: ${preview}`)
    for (const picture of await pictureLinks(preview)) screen.line(`Picture: ${picture}`)
    return true
  }

  async function watch(number: number, comment: number): Promise<TurnOutcome> {
    const live = followTurn(demo.databaseUrl, comment, screen)
    const startedMs = Date.now()
    while (Date.now() - startedMs < TIMEOUT_MS) {
      await live.look()
      screen.status(`  ${((Date.now() - startedMs) / 1_000).toFixed(0).padStart(3)} s  Ollio is working…`)
      const outcome = await maya.lastWord(number, comment)
      if (outcome !== null) {
        screen.status(null)
        await live.look()
        return outcome
      }
      await sleep(POLL_MS, undefined, { signal })
    }
    return { published: false, body: `Timed out after ${TIMEOUT_MS / 60_000} minutes. See .ollio/logs/worker.log` }
  }
}
