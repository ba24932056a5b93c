import type { HostileText } from '#src/domain/shared/hostile-text.ts'

type ChatPart = { type: 'text'; text: string } | { type: 'image'; mediaType: string; bytes: Uint8Array }

export type ChatMessage = { role: 'system' | 'assistant'; content: string } | { role: 'user'; content: string | ChatPart[] }

export type ModelAnswer = {
  /** The whole answer. */
  text: HostileText
  /** As reported by the server. */
  model: string
  promptTokens: number
  completionTokens: number
  /** True if the server cut the answer off at its length limit. */
  cut: boolean
  /** True if the model doesn't support pictures and got a note instead of them. */
  withoutPictures: boolean
}

export type CompletionRequest = {
  messages: readonly ChatMessage[]
  /** Asks for an answer of this shape if the server supports it. */
  schema: { name: string; jsonSchema: Record<string, unknown> }
  /** Overrides the default model; must be available on the same server. */
  model?: string | null
  signal: AbortSignal
}

/** Throws only `Failure` ('model-busy', 'model-unavailable', 'model-refused', 'model-overfull', 'model-misconfigured', 'cancelled'). */
export interface LanguageModel {
  /** The configured name, shown in the receipt. */
  readonly name: string
  complete(request: CompletionRequest): Promise<ModelAnswer>
}
