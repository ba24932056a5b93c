import type OpenAI from 'openai'
import { z } from 'zod'
import { editText } from '#src/domain/agent/edit-text.ts'

/** A workspace in memory with what the agent's tools need here. */
export type Workspace = Map<string, string>

/** Stand-ins for compiler, browser and check. Each returns its message about a workspace, or `null` if it finds nothing. */
export type Machine = {
  executeCommand: (workspace: Workspace) => string | null
  /** `refuses`: the page can't be built. */
  viewPage: (workspace: Workspace) => { refuses: boolean; message: string } | null
  finish: (workspace: Workspace) => string | null
}

const actionSchema = z.strictObject({ tool: z.string(), args: z.record(z.string(), z.union([z.string(), z.number(), z.null()])) })
const turnSchema = z.strictObject({ thought: z.string(), actions: z.array(actionSchema) })
type ToolCall = z.infer<typeof actionSchema>
type Turn = z.infer<typeof turnSchema>
type Observation = {
  tool: string
  ok: boolean
  error?: string
  exitCode?: number
  stdout?: string
  accessibility?: string[]
  problems?: string[]
}

type Played = { turns: Turn[]; summary: string; messages: OpenAI.ChatCompletionMessageParam[] }

const MAX_STEPS = 20

/** Returns one streamed answer. */
export async function answerOf(client: OpenAI, messages: OpenAI.ChatCompletionMessageParam[]): Promise<string> {
  const stream = await client.chat.completions.create({
    model: 'ollio-recorded',
    messages,
    stream: true,
    stream_options: { include_usage: true },
  })
  let text = ''
  for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? ''
  return text
}

/** Plays one turn until the model finishes and the check finds nothing. */
export async function playTurn(
  client: OpenAI,
  history: readonly OpenAI.ChatCompletionMessageParam[],
  request: string,
  workspace: Workspace,
  machine: Machine,
): Promise<Played> {
  const messages: OpenAI.ChatCompletionMessageParam[] = [...history, { role: 'user', content: JSON.stringify({ request }) }]
  const turns: Turn[] = []
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const text = await answerOf(client, messages)
    const turn = turnSchema.parse(JSON.parse(text))
    turns.push(turn)
    messages.push({ role: 'assistant', content: text })
    const observations = act(workspace, turn.actions, machine)
    const last = observations.at(-1)
    if (last?.tool === 'finish' && last.ok) return { turns, summary: String(turn.actions.at(-1)?.args['summary']), messages }
    messages.push({ role: 'user', content: JSON.stringify({ observations }) })
  }
  throw new Error('The model did not finish')
}

/** Runs the tool calls in order until one fails. */
function act(workspace: Workspace, actions: readonly ToolCall[], machine: Machine): Observation[] {
  const observations: Observation[] = []
  for (const action of actions) {
    const observation = actOnce(workspace, action, machine)
    observations.push(observation)
    if (!observation.ok) break
  }
  return observations
}

function actOnce(workspace: Workspace, { tool, args }: ToolCall, machine: Machine): Observation {
  const path = String(args['path'])
  const text = workspace.get(path)
  switch (tool) {
    case 'writeFile':
      workspace.set(path, String(args['content']))
      return { tool, ok: true }
    case 'readFile':
      return text === undefined ? { tool, ok: false, error: `${path} does not exist` } : { tool, ok: true }
    case 'editFile': {
      const edited = editText(text ?? '', String(args['find']), String(args['replace']))
      if (!edited.ok) return { tool, ok: false, error: edited.error }
      workspace.set(path, edited.text)
      return { tool, ok: true }
    }
    case 'executeCommand': {
      const stdout = machine.executeCommand(workspace)
      return { tool, ok: stdout === null, exitCode: stdout === null ? 0 : 1, stdout: stdout ?? '' }
    }
    case 'viewPage': {
      const seen = machine.viewPage(workspace)
      if (seen?.refuses === true) return { tool, ok: false, error: seen.message }
      return { tool, ok: true, accessibility: seen === null ? [] : [seen.message] }
    }
    case 'finish': {
      const problem = machine.finish(workspace)
      if (problem === null) return { tool, ok: true }
      return { tool, ok: false, error: 'The checks found problems. Fix them, then finish again.', problems: [problem] }
    }
    case 'listFiles':
      return { tool, ok: true }
    default:
      return { tool, ok: false, error: `There is no tool ${tool}` }
  }
}
