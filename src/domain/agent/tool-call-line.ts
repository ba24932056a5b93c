import type { Observation, ParsedToolCall } from './agent-protocol.ts'
import { assertNever } from '../shared/assert-never.ts'
import { visibleText } from '../shared/visible-text.ts'

/** One tool call and its outcome, for people. `detail` may have many lines. */
export type ToolCallLine = { tool: string; about: string; outcome: 'done' | 'failed' | 'not done'; detail: string }

const ABOUT = 200
const DETAIL = 4_000
/** How much of each part is read, in characters: invisible ones are removed. */
const READ = 2 * DETAIL

export function toolCallLine(action: ParsedToolCall, observation: Observation | undefined): ToolCallLine {
  return {
    tool: action.tool === 'invalid' ? action.named : action.tool,
    about: aboutOf(action).slice(0, ABOUT).toWellFormed(),
    outcome: outcomeOf(action, observation),
    detail: visibleText(detailOf(action, observation)).slice(0, DETAIL).toWellFormed(),
  }
}

/** An accepted `finish` is the only call without an observation. */
function outcomeOf({ tool }: ParsedToolCall, observation: Observation | undefined): ToolCallLine['outcome'] {
  if (observation === undefined) return tool === 'finish' ? 'done' : 'not done'
  return observation.ok ? 'done' : 'failed'
}

function aboutOf(action: ParsedToolCall): string {
  switch (action.tool) {
    case 'writeFile':
    case 'editFile':
    case 'readFile':
    case 'listFiles':
      return action.args.path
    case 'searchFiles':
      return action.args.pattern
    case 'executeCommand':
      return action.args.command
    case 'viewPage':
      return action.args.width === null ? 'at the default width' : `at ${action.args.width} px`
    case 'finish':
      return ''
    case 'invalid':
      return action.problem
    default:
      return assertNever(action)
  }
}

function detailOf(action: ParsedToolCall, observation: Observation | undefined): string {
  if (action.tool === 'finish' && observation?.ok !== false) return action.args.summary.slice(0, READ)
  if (observation === undefined) return ''
  const { problems, error } = observation
  if (!observation.ok) return joined([error, ...(Array.isArray(problems) ? problems : [])])
  if (action.tool === 'executeCommand') {
    const { stdout, stderr, exitCode } = observation
    return joined([`exit code ${String(exitCode)}`, stdout, stderr])
  }
  return action.tool === 'editFile' ? `${inLines('−', action.args.find)}\n${inLines('+', action.args.replace)}` : ''
}

function joined(parts: readonly unknown[]): string {
  const texts = parts.filter((part) => typeof part === 'string' && part !== '').map((part) => String(part).slice(0, READ))
  return texts.join('\n').slice(0, READ)
}

function inLines(mark: string, text: string): string {
  return text
    .slice(0, READ)
    .split('\n')
    .map((line) => `${mark} ${line}`)
    .join('\n')
}
