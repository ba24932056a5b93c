import { setTimeout as sleep } from 'node:timers/promises'
import type { DemoEnvironment } from './demo-environment.ts'
import { followTurn } from './follow-turn.ts'
import type { DemoOptions } from './demo-options.ts'
import type { Terminal } from './terminal.ts'
import { createPerson, type TurnOutcome } from './scenario.ts'
import { endOf, pictureLinks, previewLink, pullRequestLines } from './outcome-lines.ts'

const PROMPT = 'a responsive pricing card with three tiers'
const REFINEMENT = 'highlight the middle tier and add a monthly/yearly switch'

/** How often the conversation is looked at, and for how long at most. */
const LOOK_MS = 250
const PATIENCE_MS = 15 * 60_000

/** Two turns, as a maintainer would ask for them. True where both were published. */
export async function playScenario(
  company: DemoEnvironment,
  { prompt }: DemoOptions,
  signal: AbortSignal,
  screen: Terminal,
): Promise<boolean> {
  const maya = createPerson(company.maintainer)
  const issue = await maya.openIssue('A page with our plant-care plans', 'Visitors should see what the care subscription costs.')
  const first = await turn(issue.number, issue.url, `/ollio generate ${prompt ?? PROMPT}`)
  const pull = await maya.newestPullRequest()
  if (!first || pull === null) return false
  const second = await turn(pull.number, pull.url, `/ollio ${REFINEMENT}`)
  return second && (await maya.newestPullRequest())?.commits.length === 2

  async function turn(number: number, url: string, command: string): Promise<boolean> {
    screen.line(`\n${screen.paint('bold', `maya writes at ${url}`)}\n  ${command}\n`)
    const comment = await maya.comment(number, command)
    const told = await watch(number, comment)
    for (const line of endOf(told)) screen.line(`  ${line}`)
    if (!told.published) return false
    const published = await maya.newestPullRequest()
    for (const line of published === null ? [] : pullRequestLines(published)) screen.line(line)
    const preview = previewLink(told)
    if (preview === null) return false
    screen.line(`${screen.paint('bold', 'Preview')}: ${preview}`)
    for (const picture of await pictureLinks(preview)) screen.line(`Picture: ${picture}`)
    return true
  }

  async function watch(number: number, comment: number): Promise<TurnOutcome> {
    const live = followTurn(company.databaseUrl, comment, screen)
    const startedMs = Date.now()
    while (Date.now() - startedMs < PATIENCE_MS) {
      await live.look()
      screen.status(`  ${((Date.now() - startedMs) / 1_000).toFixed(0).padStart(3)} s  Ollio works …`)
      const told = await maya.lastWord(number, comment)
      if (told !== null) {
        screen.status(null)
        await live.look()
        return told
      }
      await sleep(LOOK_MS, undefined, { signal })
    }
    return { published: false, body: 'It takes too long; the log is .ollio/logs/worker.log' }
  }
}
