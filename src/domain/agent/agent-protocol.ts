import { z } from 'zod'
import { reader } from '../shared/hostile-text.ts'

/**
 * The agent protocol: what the model answers and the observations that it gets back. Strict in what we ask for, lenient in what we read.
 */

const path = z.string().describe('Relative to the repository root')

const toolArgs = {
  writeFile: z.object({ path, content: z.string().describe('The complete new text') }),
  editFile: z.object({ path, find: z.string().describe('Text that occurs exactly once in the file'), replace: z.string() }),
  readFile: z.object({ path, fromLine: z.number().int().nullable(), lineCount: z.number().int().nullable() }),
  listFiles: z.object({ path, depth: z.number().int().nullable() }),
  searchFiles: z.object({ pattern: z.string().describe('A JavaScript regular expression'), path: path.nullable() }),
  executeCommand: z.object({ command: z.string(), timeoutSeconds: z.number().int().nullable() }),
  viewPage: z.object({ width: z.number().int().nullable().describe('CSS pixels, 320 to 1920') }),
  finish: z.object({ summary: z.string().describe('For the pull request: what you made or changed, in a few sentences') }),
} as const

export type ToolName = keyof typeof toolArgs
export const TOOL_NAMES = Object.keys(toolArgs) as ToolName[]

export type ToolCall = { [Name in ToolName]: { tool: Name; args: z.infer<(typeof toolArgs)[Name]> } }[ToolName]
/** An invalid call (unknown tool or wrong arguments) is kept: its observation tells the model what is wrong. */
export type ParsedToolCall = ToolCall | { tool: 'invalid'; named: string; problem: string }

/** Maximum number of tool calls per answer that run. */
export const TOOL_CALLS_PER_STEP = 8

/**
 * The result of one tool call; `ok: false` carries `error`. Values are plain JSON. The model sees neither `picture` (an artifact key) nor
 * `ms` (the duration).
 */
export type Observation = { tool: string; ok: boolean } & Record<string, unknown>

function actionSchema<Name extends ToolName>(name: Name) {
  return z.object({ tool: z.literal(name), args: toolArgs[name] })
}

const { $schema: _dialect, ...answerSchema } = z.toJSONSchema(
  z.object({
    thought: z.string().describe('One or two sentences: what you do next and why'),
    actions: z.array(
      z.union([
        actionSchema('writeFile'),
        actionSchema('editFile'),
        actionSchema('readFile'),
        actionSchema('listFiles'),
        actionSchema('searchFiles'),
        actionSchema('executeCommand'),
        actionSchema('viewPage'),
        actionSchema('finish'),
      ]),
    ),
  }),
  {
    target: 'draft-7',
    // zod bounds every integer by JavaScript's safe range; strict servers don't support these keywords.
    override: ({ jsonSchema }) => {
      delete jsonSchema.minimum
      delete jsonSchema.maximum
    },
  },
)

/**
 * The JSON schema for servers with constrained output: every property required, optional ones nullable, no keyword that strict modes
 * reject.
 */
export const ANSWER_JSON_SCHEMA: Record<string, unknown> = answerSchema

const looseAnswer = z.object({
  thought: z.string().catch(''),
  actions: z.array(z.unknown()).optional(),
  action: z.unknown().optional(),
})
const looseAction = z.object({ tool: z.string(), args: z.unknown().optional() }).loose()

export type ParsedAnswer = { ok: true; thought: string; actions: ParsedToolCall[] } | { ok: false; problem: string }

/** Parses a model answer: JSON, with or without a code fence or prose around it; `actions`, or one `action`; named or positional `args`. */
export const parseAnswer = reader('parseAnswer', (text): ParsedAnswer => {
  const json = findJson(text)
  if (json === null)
    return {
      ok: false,
      problem: 'The answer is not JSON. Answer with one JSON object: {"thought": "…", "actions": [{"tool": "…", "args": {…}}]}.',
    }
  const answer = looseAnswer.safeParse(json)
  if (!answer.success)
    return { ok: false, problem: 'The JSON does not have the form {"thought": "…", "actions": [{"tool": "…", "args": {…}}]}.' }
  const { thought, actions, action } = answer.data
  const wanted = actions ?? (action === undefined ? [] : [action])
  if (wanted.length === 0)
    return { ok: false, problem: 'The answer has no actions. Give at least one; use "finish" when the work is done.' }
  const done = wanted.slice(0, TOOL_CALLS_PER_STEP).map(parseAction)
  if (wanted.length > TOOL_CALLS_PER_STEP) {
    done.push({
      tool: 'invalid',
      named: 'actions',
      problem: `Only the first ${TOOL_CALLS_PER_STEP} actions of an answer are run. Send the others again.`,
    })
  }
  return { ok: true, thought: thought.slice(0, 2_000), actions: done }
})

function parseAction(value: unknown): ParsedToolCall {
  const loose = looseAction.safeParse(value)
  if (!loose.success) return { tool: 'invalid', named: 'unnamed', problem: 'An action needs a "tool" and its "args".' }
  const name = TOOL_NAMES.find((candidate) => candidate === loose.data.tool)
  if (name === undefined)
    return {
      tool: 'invalid',
      named: loose.data.tool.slice(0, 60),
      problem: `This tool does not exist. The tools are: ${TOOL_NAMES.join(', ')}.`,
    }
  const { tool: _tool, args, ...rest } = loose.data
  const parsed = toolArgs[name].safeParse(withNulls(name, namedArgs(name, args ?? rest)))
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'args'}: ${issue.message}`).slice(0, 4)
    return { tool: 'invalid', named: name, problem: `The arguments of ${name} are invalid. ${problems.join('; ')}.` }
  }
  // The name and its arguments were validated together above.
  return { tool: name, args: parsed.data } as ToolCall
}

/** Positional arguments follow the order of the tool's schema; one bare value counts as the first. */
function namedArgs(name: ToolName, args: unknown): Record<string, unknown> {
  if (args !== null && typeof args === 'object' && !Array.isArray(args)) return { ...args }
  const list: unknown[] = Array.isArray(args) ? args : [args]
  return Object.fromEntries(Object.keys(toolArgs[name].shape).map((key, index) => [key, list[index]]))
}

/** Nullable arguments may be omitted; integers may be strings. */
function withNulls(name: ToolName, args: Record<string, unknown>): Record<string, unknown> {
  const known = Object.keys(toolArgs[name].shape)
  return Object.fromEntries(
    known.map((key) => {
      const value = args[key] ?? null
      const isNumber = ['fromLine', 'lineCount', 'depth', 'timeoutSeconds', 'width'].includes(key)
      return [key, isNumber && typeof value === 'string' && /^\d{1,6}$/.test(value) ? Number(value) : value]
    }),
  )
}

function findJson(text: string): unknown {
  const trimmed = text.trim()
  const fenced = firstFence(trimmed)?.trim()
  // Prose before the answer may contain braces. Of two answers the first counts: the second relies on observations that it never got.
  const firstActions = trimmed.search(/"actions?"\s*:/)
  const starts = [...trimmed.slice(0, firstActions + 1).matchAll(/\{\s*"/g)].slice(0, 50)
  const braces = starts.map(({ index }) => trimmed.slice(index, trimmed.lastIndexOf('}') + 1))
  for (const candidate of [trimmed, fenced, ...braces]) {
    if (candidate === undefined || !candidate.startsWith('{')) continue
    try {
      return JSON.parse(candidate)
    } catch {
      continue
    }
  }
  return null
}

/** The text of the first code fence that is closed. If one isn't closed, no later one is. */
function firstFence(text: string): string | undefined {
  const opening = /```(?:json)?[ \t]*\r?\n/.exec(text)
  if (opening === null) return undefined
  const start = opening.index + opening[0].length
  const closing = /\n[ \t]*```/g
  closing.lastIndex = start
  const end = closing.exec(text)
  return end === null ? undefined : text.slice(start, end.index)
}

/** True for calls that run for long or outside our process: each gets its own activity. */
export function isSlow(action: ParsedToolCall): boolean {
  return action.tool === 'executeCommand' || action.tool === 'viewPage'
}
