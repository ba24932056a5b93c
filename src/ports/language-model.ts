type ChatPart = { type: 'text'; text: string } | { type: 'image'; mediaType: string; bytes: Uint8Array }

export type ChatMessage = { role: 'system' | 'assistant'; content: string } | { role: 'user'; content: string | ChatPart[] }

export type ModelAnswer = {
  /** The whole answer as text, to be parsed as hostile. */
  text: string
  /** As the server reports it. */
  model: string
  promptTokens: number
  completionTokens: number
  /** True where the server cut the answer at its length limit. */
  cut: boolean
  /** True where the request had pictures and the model can't see: it was told so instead. */
  withoutPictures: boolean
}

export type CompletionRequest = {
  messages: readonly ChatMessage[]
  /** Wants an answer of this shape where the server can promise it. */
  schema: { name: string; jsonSchema: Record<string, unknown> }
  /** Another one than the usual; the same server has it. */
  model?: string | null
  signal: AbortSignal
}

/** Throws `Failure` ('model-busy', 'model-unavailable', 'model-refused', 'model-overfull', 'model-misconfigured', 'cancelled') only. */
export interface LanguageModel {
  /** As configured: what the receipt shows. */
  readonly name: string
  complete(request: CompletionRequest): Promise<ModelAnswer>
}
