import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type ModelMessage = { role: string; content: unknown }
export type ModelCall = { messages: ModelMessage[]; answered: boolean }

export type ScriptedModel = {
  /** Base URL, ending in `/v1`. */
  url: string
  /** Every call so far, in order; `answered` once its last byte was handed to the network with the caller still there. */
  calls: ModelCall[]
  /** Called when a call has come in, before its answer goes out. */
  onCall(hook: ((call: ModelCall) => void | Promise<void>) | null): void
  close(): Promise<void>
}

/** A server of the chat-completions protocol whose answers a test writes: from the messages, the text of the answer. */
export async function startScriptedModel(script: (messages: ModelMessage[]) => string): Promise<ScriptedModel> {
  const calls: ModelCall[] = []
  let hook: ((call: ModelCall) => void | Promise<void>) | null = null
  const server = createServer((request, response) => {
    void (async () => {
      let text = ''
      for await (const chunk of request) text += String(chunk)
      const { messages } = JSON.parse(text) as { messages: ModelMessage[] }
      const call: ModelCall = { messages, answered: false }
      calls.push(call)
      await hook?.(call)
      if (response.destroyed) return
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      const chunk = (fields: object): void => {
        response.write(
          `data: ${JSON.stringify({ id: 'call', object: 'chat.completion.chunk', created: 1, model: 'scripted', ...fields })}\n\n`,
        )
      }
      for (const content of script(messages).match(/[^]{1,200}/g) ?? [])
        chunk({ choices: [{ index: 0, delta: { content }, finish_reason: null }] })
      chunk({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })
      chunk({ choices: [], usage: { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 } })
      response.end('data: [DONE]\n\n', () => {
        call.answered = !response.destroyed
      })
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/v1`,
    calls,
    onCall: (next) => {
      hook = next
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** How many answers the model has given in the turn at hand. */
export function stepsSoFar(messages: readonly ModelMessage[]): number {
  const lastRequest = messages.findLastIndex(({ role, content }) => role === 'user' && firstText(content).startsWith('{"request"'))
  return messages.slice(lastRequest).filter(({ role }) => role === 'assistant').length
}

/** Pictures stand behind the text that they come with. */
function firstText(content: unknown): string {
  const first: unknown = Array.isArray(content) ? content[0] : { text: content }
  return typeof first === 'object' && first !== null && 'text' in first ? String(first.text) : ''
}

export function answer(thought: string, ...actions: { tool: string; args: Record<string, unknown> }[]): string {
  return JSON.stringify({ thought, actions })
}
