import { costOf, dollars } from '#src/domain/credits/money.ts'
import type { readDemoConfig } from '#src/config/config.ts'

/** What a usual turn of some steps reads and writes, in tokens: the recorded session reads 45,000 and writes 3,000. */
const USUAL = { promptTokens: 60_000, completionTokens: 5_000 }

/** Which model is going to be used, and what a turn may cost. */
export function modelLine({ model, openaiBaseUrl, prices, steps }: ReturnType<typeof readDemoConfig>, recorded: boolean): string {
  if (recorded) return 'The model is a recording: it plays the sessions that it knows, and costs nothing.'
  const at = openaiBaseUrl === null ? '' : ` at ${new URL(openaiBaseUrl).host}`
  const usual = costOf(USUAL, prices)
  const cost =
    usual !== null
      ? `a usual turn costs about ${dollars(usual)} at your prices`
      : 'set OLLIO_PRICE_IN and OLLIO_PRICE_OUT (per million tokens) to see what that costs'
  return `The model is ${model}${at}. A turn makes at most ${steps} calls; a usual one reads about ${USUAL.promptTokens.toLocaleString('en')} tokens and writes ${USUAL.completionTokens.toLocaleString('en')}: ${cost}.`
}
