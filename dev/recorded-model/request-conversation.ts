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
})
export type Observation = z.infer<typeof observationSchema>

const requestSchema = z.looseObject({ request: z.string() })
const observationsSchema = z.looseObject({ observations: z.array(observationSchema) })

/** A conversation in the agent protocol, as far as it decides what comes next. */
type Conversation = {
  /** The requests of earlier turns, oldest first. */
  earlierRequests: string[]
  request: string
  /** What came back to each answer of the current turn; as long as there are answers. */
  observed: Observation[][]
}

/** Reads the messages; where none is a request in JSON, the last thing that the user said is taken for one. */
export function readConversation(messages: readonly RequestMessage[]): Conversation {
  const earlierRequests: string[] = []
  let request: string | null = null
  let observed: Observation[][] = []
  let lastWords = ''
  for (const message of messages) {
    if (message.role === 'assistant') observed.push([])
    if (message.role !== 'user') continue
    for (const text of textsOf(message)) {
      const json = parseJson(text)
      const asked = requestSchema.safeParse(json)
      const seen = observationsSchema.safeParse(json)
      if (asked.success) {
        if (request !== null) earlierRequests.push(request)
        request = asked.data.request
        observed = []
      } else if (seen.success) observed.at(-1)?.push(...seen.data.observations)
      else lastWords = text
    }
  }
  return request === null ? { earlierRequests, request: lastWords, observed: [] } : { earlierRequests, request, observed }
}

/** True where an observation says that its action didn't do what it was for; a command that ends with another code than 0 counts. */
export function hasFailed(observation: Observation): boolean {
  return observation.ok === false || (observation.exitCode !== undefined && observation.exitCode !== 0)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
