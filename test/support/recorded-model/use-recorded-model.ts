import OpenAI from 'openai'
import { startRecordedModel } from '#dev/recorded-model/start-recorded-model.ts'
import { useLazily } from '../use-lazily.ts'

/** The recorded model, and OpenAI's client on it, for all tests of a file. */
export function useRecordedModel() {
  return useLazily(async () => {
    const model = await startRecordedModel()
    return { url: model.url, client: new OpenAI({ baseURL: model.url, apiKey: 'any', maxRetries: 0 }), close: () => model.close() }
  }, 'all')
}
