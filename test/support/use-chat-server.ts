import type { ChatMessage } from '#src/ports/language-model.ts'
import { refuse, startChatServer, stream } from './chat-server.ts'
import type { ChatBody, ChatServer } from './chat-server.ts'
import { useLazily } from './use-lazily.ts'

/** A server of chat completions for each test of a file. */
export function useChatServer(silenceMs?: number): ChatServer {
  return useLazily(() => startChatServer(silenceMs), 'each')
}

/** Requests to a server that may refuse features: a model that is asked for JSON, and the formats that it was asked for. */
export function pickyServer(server: ChatServer) {
  return {
    complete: (messages: ChatMessage[] = [{ role: 'user', content: 'a card' }]) =>
      server.model.complete({ messages, schema: { name: 'answer', jsonSchema: { type: 'object' } }, signal: new AbortController().signal }),
    formats: () => server.calls.map(({ response_format: format }) => format?.type ?? 'text'),
    /** The server refuses requests with the reason that `refused` returns. */
    takeUnless: (refused: (body: ChatBody) => string | undefined, status = 400): void => {
      server.script((response, body) => {
        const message = refused(body)
        if (message === undefined) stream(response, ['{}'])
        else refuse(response, status, { message })
      })
    },
  }
}
