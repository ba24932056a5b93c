import type OpenAI from 'openai'
import { z } from 'zod'

/** A workspace in memory, as much of it as the tools of the agent protocol need here. */
export type Workspace = Map<string, string>

const actionSchema = z.strictObject({ tool: z.string(), args: z.record(z.string(), z.union([z.string(), z.number(), z.null()])) })
const turnSchema = z.strictObject({ thought: z.string(), actions: z.array(actionSchema) })
type Action = z.infer<typeof actionSchema>
type Turn = z.infer<typeof turnSchema>
type Observation = { tool: string; ok: boolean; error?: string; exitCode?: number }

type Played = { turns: Turn[]; summary: string; messages: OpenAI.ChatCompletionMessageParam[] }

const MAX_STEPS = 20

/** One streamed answer. */
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

/** Plays one turn to its finish; `run` stands for the compiler. */
export async function playTurn(
  client: OpenAI,
  history: readonly OpenAI.ChatCompletionMessageParam[],
  request: string,
  workspace: Workspace,
  run: (workspace: Workspace) => number,
): Promise<Played> {
  const messages: OpenAI.ChatCompletionMessageParam[] = [...history, { role: 'user', content: JSON.stringify({ request }) }]
  const turns: Turn[] = []
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const text = await answerOf(client, messages)
    const turn = turnSchema.parse(JSON.parse(text))
    turns.push(turn)
    messages.push({ role: 'assistant', content: text })
    const last = turn.actions.find((action) => action.tool === 'finish')
    if (last !== undefined) return { turns, summary: String(last.args['summary']), messages }
    messages.push({ role: 'user', content: JSON.stringify({ observations: act(workspace, turn.actions, run) }) })
  }
  throw new Error('The model did not finish')
}

/** In order, up to the first that fails. */
function act(workspace: Workspace, actions: readonly Action[], run: (workspace: Workspace) => number): Observation[] {
  const observations: Observation[] = []
  for (const action of actions) {
    const observation = actOnce(workspace, action, run)
    observations.push(observation)
    if (!observation.ok) break
  }
  return observations
}

function actOnce(workspace: Workspace, { tool, args }: Action, run: (workspace: Workspace) => number): Observation {
  const path = String(args['path'])
  const text = workspace.get(path)
  switch (tool) {
    case 'writeFile':
      workspace.set(path, String(args['content']))
      return { tool, ok: true }
    case 'readFile':
      return text === undefined ? { tool, ok: false, error: `${path} does not exist` } : { tool, ok: true }
    case 'editFile': {
      const places = text?.split(String(args['find'])).length ?? 1
      if (places !== 2) return { tool, ok: false, error: `find occurs ${places - 1} times in ${path}` }
      workspace.set(path, text?.replace(String(args['find']), () => String(args['replace'])) ?? '')
      return { tool, ok: true }
    }
    case 'executeCommand': {
      const exitCode = run(workspace)
      return { tool, ok: true, exitCode }
    }
    case 'listFiles':
    case 'viewPage':
      return { tool, ok: true }
    default:
      return { tool, ok: false, error: `There is no tool ${tool}` }
  }
}
