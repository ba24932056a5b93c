import type OpenAI from 'openai'
import { Failure } from '#src/domain/shared/failures.ts'
import type { CompletionRequest, ModelAnswer } from '#src/ports/language-model.ts'

/** The longest answer that is read, in UTF-16 code units. */
const ANSWER_LIMIT = 400_000
/** The largest number of tokens that our tables hold. */
const MOST_TOKENS = 2_147_483_647

/** Reads one streamed answer to its end, its limit, the caller's abort, or a silence of `silenceMs`. */
export async function readAnswer(
  client: OpenAI,
  params: OpenAI.ChatCompletionCreateParamsStreaming,
  { signal: asked }: Pick<CompletionRequest, 'signal'>,
  silenceMs: number,
): Promise<Omit<ModelAnswer, 'withoutPictures'>> {
  const silence = new AbortController()
  const signal = AbortSignal.any([asked, silence.signal])
  const startClock = () => setTimeout(() => silence.abort(new Error(`The model said nothing for ${silenceMs} ms`)), silenceMs)
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
      if (answer.text.length > ANSWER_LIMIT) return { ...answer, text: answer.text.slice(0, ANSWER_LIMIT).toWellFormed(), cut: true }
    }
  } finally {
    clearTimeout(clock)
  }
  // An aborted stream ends quietly in the client; that is no answer.
  signal.throwIfAborted()
  // So does one that a proxy cut; and some servers never say that they have ended, but then the JSON is whole.
  if (!ended && !/[}`]\s*$/.test(answer.text)) throw new Failure('model-unavailable', 'The model’s stream broke off')
  return answer
}

/** Servers report what they like; only what can be counted is kept. */
function tokensOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MOST_TOKENS ? value : null
}
