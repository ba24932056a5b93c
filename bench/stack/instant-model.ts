import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'

const requestSchema = z.object({ messages: z.array(z.object({ role: z.string(), content: z.unknown() })) })
export type ModelMessage = z.infer<typeof requestSchema>['messages'][number]
type ModelCall = { messages: ModelMessage[]; atMs: number; answeredMs: number | null; abortedMs: number | null }

/** A model server without any delay: it answers at once, in one piece, with what the script returns. */
export type InstantModel = {
  /** Ends in `/v1`. */
  url: string
  /** All calls so far, with times of `performance.now()`. */
  calls: ModelCall[]
  /** Returns an answer, or `null` to leave the call open. */
  script: (messages: readonly ModelMessage[]) => Promise<string | null> | string | null
  close(): Promise<void>
}

export async function startInstantModel(): Promise<InstantModel> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { messages } = requestSchema.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')))
      const call: ModelCall = { messages, atMs: performance.now(), answeredMs: null, abortedMs: null }
      model.calls.push(call)
      response.on('close', () => {
        if (call.answeredMs === null) call.abortedMs = performance.now()
      })
      void (async () => {
        const text = await model.script(messages)
        if (text === null || response.destroyed) return
        const chunk = (fields: object): string =>
          `data: ${JSON.stringify({ id: 'call', object: 'chat.completion.chunk', created: 1, model: 'instant', ...fields })}\n\n`
        call.answeredMs = performance.now()
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        response.end(
          [
            chunk({ choices: [{ index: 0, delta: { role: 'assistant', content: text }, finish_reason: null }] }),
            chunk({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }),
            chunk({ choices: [], usage: { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 } }),
            'data: [DONE]\n\n',
          ].join(''),
        )
      })()
    })
  })
  const model: InstantModel = {
    url: '',
    calls: [],
    script: () => null,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  model.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
  return model
}

type ToolCall = { tool: string; args: Record<string, unknown> }

export function answer(thought: string, ...actions: ToolCall[]): string {
  return JSON.stringify({ thought, actions })
}

/** The number of answers that the model has given in this turn. */
export function stepsSoFar(messages: readonly ModelMessage[]): number {
  const since = messages.findLastIndex(({ role, content }) => role === 'user' && JSON.stringify(content).includes('{\\"request\\"'))
  return messages.slice(since).filter(({ role }) => role === 'assistant').length
}
