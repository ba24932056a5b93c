import type { SSEStreamingApi } from 'hono/streaming'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Completion } from './completion-chunks.ts'

/** The simulated speed of the model. */
export type Pace = { firstTokenMs: number; tokensPerSecond: number }

const CHARACTERS_PER_TOKEN = 4
/** Tokens per chunk at full speed. */
const UNPACED_CHUNK_TOKENS = 256
const CHUNKS_PER_SECOND = 50

/** Sends a completion as server-sent events. Stops when the client disconnects. */
export async function streamAnswer(stream: SSEStreamingApi, completion: Completion, pace: Pace, includeUsage: boolean): Promise<void> {
  const gone = new AbortController()
  stream.onAbort(() => gone.abort())
  const send = async (rest: Record<string, unknown>) => {
    await stream.writeSSE({ data: JSON.stringify({ ...completion.head, object: 'chat.completion.chunk', ...rest }) })
  }
  const delta = (content: Record<string, string>, finishReason: 'stop' | null) =>
    send({ choices: [{ index: 0, delta: content, logprobs: null, finish_reason: finishReason }] })

  if (!(await pause(pace.firstTokenMs, gone.signal))) return
  await delta({ role: 'assistant', content: '' }, null)
  const chunkTokens = Number.isFinite(pace.tokensPerSecond)
    ? Math.max(1, Math.round(pace.tokensPerSecond / CHUNKS_PER_SECOND))
    : UNPACED_CHUNK_TOKENS
  for (const piece of pieces(completion.text, chunkTokens * CHARACTERS_PER_TOKEN)) {
    await delta({ content: piece }, null)
    if (!(await pause((chunkTokens / pace.tokensPerSecond) * 1000, gone.signal))) return
  }
  await delta({}, 'stop')
  if (includeUsage) await send({ choices: [], usage: completion.usage })
  await stream.writeSSE({ data: '[DONE]' })
}

/** Resolves to false if the pause was aborted. */
export async function pause(durationMs: number, signal: AbortSignal): Promise<boolean> {
  if (durationMs > 0 && !signal.aborted) await sleep(durationMs, undefined, { signal }).catch(() => undefined)
  return !signal.aborted
}

/** A cut inside a surrogate pair is harmless: JSON escapes both halves, and the client joins them again. */
function* pieces(text: string, characters: number): Generator<string> {
  for (let start = 0; start < text.length; start += characters) yield text.slice(start, start + characters)
}
