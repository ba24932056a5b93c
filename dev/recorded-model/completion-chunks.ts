import { randomUUID } from 'node:crypto'
import { textsOf, type ChatRequest } from './chat-request.ts'
import type { Answer } from './next-answer.ts'

export const MODEL_ID = 'ollio-recorded'

/** An answer with its protocol fields. */
export type Completion = {
  head: { id: string; created: number; model: string }
  text: string
  usage: { prompt_tokens: number; completion_tokens: number; total_tokens: number }
}

export function toCompletion(request: ChatRequest, answer: Answer): Completion {
  const text = JSON.stringify({ thought: answer.thought, actions: answer.actions })
  const promptTokens = countTokens(request.messages.flatMap(textsOf).join('\n'))
  const completionTokens = countTokens(text)
  return {
    head: { id: `chatcmpl-${randomUUID()}`, created: Math.floor(Date.now() / 1000), model: MODEL_ID },
    text,
    usage: { prompt_tokens: promptTokens, completion_tokens: completionTokens, total_tokens: promptTokens + completionTokens },
  }
}

/** A rough estimate of a tokenizer's count. */
function countTokens(text: string): number {
  return Math.ceil(text.length / 4)
}
