import { costOf, dollars } from '#src/domain/credits/money.ts'
import type { DemoConfig } from '#src/config/demo-config.ts'

/** Typical tokens of a turn. The recorded turn reads 45,000 and writes 3,000. */
const TYPICAL = { promptTokens: 60_000, completionTokens: 5_000 }

/** Describes the model and the cost of a turn. */
export function modelLine({ model, openaiBaseUrl, prices, steps }: DemoConfig, recorded: boolean): string {
  if (recorded) return 'Model: recorded. It replays recorded responses and costs nothing.'
  const at = openaiBaseUrl === null ? '' : ` at ${new URL(openaiBaseUrl).host}`
  const typical = costOf(TYPICAL, prices)
  const cost =
    typical !== null
      ? `A typical turn costs about ${dollars(typical)} at your prices`
      : 'Set OLLIO_PRICE_IN and OLLIO_PRICE_OUT (US dollars per million tokens) to see the cost'
  return `Model: ${model}${at}. A turn makes at most ${steps} model calls. A typical turn reads about ${TYPICAL.promptTokens.toLocaleString('en')} tokens and writes about ${TYPICAL.completionTokens.toLocaleString('en')}. ${cost}.`
}
