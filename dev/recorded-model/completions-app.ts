import { Hono, type Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { streamSSE } from 'hono/streaming'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { pause, streamAnswer, type Pace } from './answer-stream.ts'
import { chatRequestSchema } from './chat-request.ts'
import { MODEL_ID, toCompletion } from './completion-chunks.ts'
import { nextAnswer } from './next-answer.ts'
import type { Recording } from './recording.ts'

/** Enough for a long conversation with five large pictures. */
const MAX_BODY_BYTES = 40 * 1024 * 1024

/** The part of the chat completions protocol that an agent needs, answered from recordings. */
export function completionsApp(recordings: readonly Recording[], pace: Pace): Hono {
  const app = new Hono()
  app.notFound((c) => refuse(c, 404, 'There is no such endpoint.'))
  app.use(async (c, next) => {
    if ((c.req.header('authorization') ?? '') === '')
      return refuse(c, 401, 'The Authorization header is missing; any key works.', 'invalid_api_key')
    return await next()
  })
  app.get('/v1/models', (c) => c.json({ object: 'list', data: [{ id: MODEL_ID, object: 'model', created: 0, owned_by: 'ollio' }] }))
  app.post(
    '/v1/chat/completions',
    bodyLimit({ maxSize: MAX_BODY_BYTES, onError: (c) => refuse(c, 413, `The body is larger than ${MAX_BODY_BYTES} bytes.`) }),
    async (c) => {
      const request = chatRequestSchema.safeParse(await c.req.json().catch(() => null))
      if (!request.success) {
        const issue = request.error.issues[0]
        return refuse(
          c,
          400,
          `The body is not a chat completion request: ${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'unreadable'}`,
        )
      }
      const completion = toCompletion(request.data, nextAnswer(recordings, request.data.messages))
      if (request.data.stream === true) {
        const includeUsage = request.data.stream_options?.include_usage === true
        return streamSSE(c, (stream) => streamAnswer(stream, completion, pace, includeUsage))
      }
      await pause(pace.firstTokenMs + (completion.usage.completion_tokens / pace.tokensPerSecond) * 1000, c.req.raw.signal)
      const choice = {
        index: 0,
        message: { role: 'assistant', content: completion.text, refusal: null },
        logprobs: null,
        finish_reason: 'stop',
      }
      return c.json({ ...completion.head, object: 'chat.completion', choices: [choice], usage: completion.usage })
    },
  )
  return app
}

/** An error response in OpenAI's format. */
function refuse(c: Context, status: ContentfulStatusCode, message: string, code: string | null = null): Response {
  return c.json({ error: { message, type: 'invalid_request_error', param: null, code } }, status)
}
