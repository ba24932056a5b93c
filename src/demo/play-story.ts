import type { Company } from './company.ts'
import type { DemoOptions } from './options.ts'
import { createPerson } from './story.ts'
import { endOf, pictureLinks, previewLink, progressLine, pullRequestLines, type Say } from './tell.ts'

const PROMPT = 'a responsive pricing card with three tiers'
const REFINEMENT = 'highlight the middle tier and add a monthly/yearly switch'

/** Two turns, as a maintainer would ask for them. True where both were published. */
export async function playStory(company: Company, { prompt }: DemoOptions, signal: AbortSignal, say: Say): Promise<boolean> {
  const maya = createPerson(company.maintainer)
  say(company.recorded ? 'The model is a recording: it plays the sessions that it knows.' : 'The model is the one that is configured.')
  say(`The local GitHub: ${company.github.url}`)
  if (company.temporalUiUrl !== null) say(`The workflows: ${company.temporalUiUrl}`)

  const issue = await maya.openIssue('A page with our plant-care plans', 'Visitors should see what the care subscription costs.')
  const first = await turn(issue.number, issue.url, `/ollio generate ${prompt ?? PROMPT}`)
  const pull = await maya.newestPullRequest()
  if (!first || pull === null) return false
  const second = await turn(pull.number, pull.url, `/ollio ${REFINEMENT}`)
  return second && (await maya.newestPullRequest())?.commits.length === 2

  async function turn(number: number, url: string, command: string): Promise<boolean> {
    say(`\n${company.maintainer.owner}'s maintainer writes at ${url}\n  ${command}`)
    const comment = await maya.comment(number, command)
    const told = await maya.watch(number, comment, signal, (body) => {
      const line = progressLine(body)
      if (line !== null) say(`  … ${line}`)
    })
    for (const line of endOf(told)) say(`  ${line}`)
    if (!told.published) return false
    const published = await maya.newestPullRequest()
    for (const line of published === null ? [] : pullRequestLines(published)) say(line)
    const preview = previewLink(told)
    if (preview === null) return false
    say(`Preview: ${preview}`)
    for (const picture of await pictureLinks(preview)) say(`Picture: ${picture}`)
    return true
  }
}
