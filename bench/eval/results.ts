import { escapeMarkdown } from '#src/domain/messages/markdown.ts'
import { dollars } from '#src/domain/credits/money.ts'

export type TurnResult = {
  /** The text after `/ollio`. */
  command: string
  published: boolean
  /** The state of the turn's row; 'NONE' if the command started no turn. */
  state: string
  failure: string | null
  steps: number
  promptTokens: number
  completionTokens: number
  /** US dollars at the configured prices; `null` without prices. */
  dollars: number | null
  seconds: number
  checks: { name: string; outcome: string }[]
  pullRequest: number | null
  /** Files next to the results. `name` is the one on the version's page, such as `375` or `1280-dark`. */
  pictures: { name: string; file: string }[]
}

export type PromptResult = { prompt: string; turns: TurnResult[] }

/** One row per turn, and the total. */
export function resultsTable(results: readonly PromptResult[]): string {
  const turns = results.flatMap((result) => result.turns)
  const published = turns.filter((turn) => turn.published).length
  const costs = turns.flatMap((turn) => turn.dollars ?? [])
  const cost = costs.reduce((all, each) => all + each, 0)
  return [
    '| # | Prompt | Published | Steps | Tokens | Cost | Seconds | Checks |',
    '| ---: | --- | --- | ---: | ---: | ---: | ---: | --- |',
    ...results.flatMap(({ turns: own }, index) => own.map((turn, at) => row(`${index + 1}${at === 0 ? '' : `.${at}`}`, turn))),
    '',
    `**${published} of ${turns.length} turns published**, ${sum(turns, tokensOf).toLocaleString('en')} tokens${costs.length === 0 ? '' : `, ${dollars(cost)}`}, ${Math.round(sum(turns, ({ seconds }) => seconds))} s of work.`,
  ].join('\n')
}

/** A short summary of the checks. */
export function checksOf({ checks, failure, state }: TurnResult): string {
  if (checks.length === 0) return failure ?? state.toLowerCase()
  const open = checks.filter(({ outcome }) => outcome !== 'passed')
  return open.length === 0 ? 'all passed' : open.map(({ name, outcome }) => `${name}: ${outcome}`).join(', ')
}

export function tokensOf({ promptTokens, completionTokens }: TurnResult): number {
  return promptTokens + completionTokens
}

function row(number: string, turn: TurnResult): string {
  const cells = [
    number,
    escapeMarkdown(turn.command, 80),
    turn.published ? 'yes' : 'no',
    String(turn.steps),
    tokensOf(turn).toLocaleString('en'),
    turn.dollars === null ? '' : dollars(turn.dollars),
    turn.seconds.toFixed(1),
    escapeMarkdown(checksOf(turn), 120),
  ]
  return `| ${cells.join(' | ')} |`
}

function sum(turns: readonly TurnResult[], of: (turn: TurnResult) => number): number {
  return turns.reduce((all, turn) => all + of(turn), 0)
}
