import { z } from 'zod'
import { textsOf, type RequestMessage } from './chat-request.ts'

const observationSchema = z.looseObject({
  tool: z.string().optional(),
  ok: z.boolean().optional(),
  error: z.string().optional(),
  problems: z.array(z.string()).optional(),
  stdout: z.string().optional(),
  stderr: z.string().optional(),
  exitCode: z.number().nullish(),
  timedOut: z.boolean().optional(),
})
export type Observation = z.infer<typeof observationSchema>

const requestSchema = z.looseObject({ request: z.string() })
const observationsSchema = z.looseObject({ observations: z.array(observationSchema) })

/** The parts of an agent conversation that determine the next answer. */
type Conversation = {
  /** The prompts of earlier turns, oldest first. */
  earlierRequests: string[]
  request: string
  /** The observations after each answer of the current turn. */
  observed: Observation[][]
}

/** Reads the messages. If none is a request in JSON, the last text of the user is the prompt. */
export function readConversation(messages: readonly RequestMessage[]): Conversation {
  const earlierRequests: string[] = []
  let request: string | null = null
  let observed: Observation[][] = []
  let lastText = ''
  for (const message of messages) {
    if (message.role === 'assistant') observed.push([])
    if (message.role !== 'user') continue
    for (const text of textsOf(message)) {
      const json = parseJson(text)
      const parsed = requestSchema.safeParse(json)
      const seen = observationsSchema.safeParse(json)
      if (parsed.success) {
        if (request !== null) earlierRequests.push(request)
        request = parsed.data.request
        observed = []
      } else if (seen.success) observed.at(-1)?.push(...seen.data.observations)
      else lastText = text
    }
  }
  return request === null ? { earlierRequests, request: lastText, observed: [] } : { earlierRequests, request, observed }
}

/**
 * True if a tool call failed, including commands with an exit code other than 0. What a busy machine cut short says nothing about the
 * recording, which goes on then.
 */
export function hasFailed(observation: Observation): boolean {
  if (observation.timedOut === true || observation.error?.includes('not your fault') === true) return false
  return observation.ok === false || (observation.exitCode !== undefined && observation.exitCode !== 0)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
