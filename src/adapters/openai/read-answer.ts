import type OpenAI from 'openai'
import { Failure } from '#src/domain/shared/failures.ts'
import { hostileText } from '#src/domain/shared/hostile-text.ts'
import type { CompletionRequest, ModelAnswer } from '#src/ports/language-model.ts'

/** The longest answer that is read, in UTF-16 code units. */
const ANSWER_LIMIT = 400_000
/** The largest token count that our tables can hold. */
const MOST_TOKENS = 2_147_483_647

/**
 * Reads one streamed answer until it ends, reaches the size limit, is aborted by the caller, sends nothing for `silenceMs`, or goes on for
 * `answerMs`.
 */
export async function readAnswer(
  client: OpenAI,
  params: OpenAI.ChatCompletionCreateParamsStreaming,
  { signal: callerSignal }: Pick<CompletionRequest, 'signal'>,
  { silenceMs, answerMs }: { silenceMs: number; answerMs: number },
): Promise<Omit<ModelAnswer, 'withoutPictures'>> {
  const silence = new AbortController()
  const signal = AbortSignal.any([callerSignal, silence.signal, AbortSignal.timeout(answerMs)])
  const startClock = () => setTimeout(() => silence.abort(new Error(`The model sent nothing for ${silenceMs} ms`)), silenceMs)
  let clock = startClock()
  const answer = { text: '', model: params.model, promptTokens: 0, completionTokens: 0, cut: false }
  let ended = false
  try {
    for await (const chunk of await client.chat.completions.create(params, { signal })) {
      clearTimeout(clock)
      clock = startClock()
      const choice = chunk.choices?.[0]
      if (choice?.delta?.refusal) throw new Failure('model-refused', 'The model refused to answer')
      if (choice?.finish_reason === 'content_filter') throw new Failure('model-refused', 'A content filter stopped the answer')
      answer.text += choice?.delta?.content ?? ''
      answer.cut ||= choice?.finish_reason === 'length'
      ended ||= Boolean(choice?.finish_reason)
      answer.model = chunk.model || answer.model
      answer.promptTokens = tokensOf(chunk.usage?.prompt_tokens) ?? answer.promptTokens
      answer.completionTokens = tokensOf(chunk.usage?.completion_tokens) ?? answer.completionTokens
      if (answer.text.length > ANSWER_LIMIT)
        return { ...answer, text: hostileText(answer.text.slice(0, ANSWER_LIMIT).toWellFormed()), cut: true }
    }
  } finally {
    clearTimeout(clock)
  }
  // The client ends an aborted stream without an error, but the answer is incomplete.
  signal.throwIfAborted()
  // A stream cut by a proxy also ends without an error. Some servers never send a finish reason, but then the JSON is complete.
  if (!ended && !/[}`]\s*$/.test(answer.text)) throw new Failure('model-unavailable', 'The model’s stream broke off')
  return { ...answer, text: hostileText(answer.text) }
}

/** Servers may report any value. Only valid counts are kept. */
function tokensOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MOST_TOKENS ? value : null
}
