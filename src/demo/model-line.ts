import type { readDemoConfig } from '../config.ts'

/** What a usual turn of some steps reads and writes, in tokens: the recorded session reads 45,000 and writes 3,000. */
const USUAL = { read: 60_000, written: 5_000 }

/** Which model is going to be used, and what a turn may cost. */
export function modelLine(
  { model, openaiBaseUrl, priceIn, priceOut, steps }: ReturnType<typeof readDemoConfig>,
  recorded: boolean,
): string {
  if (recorded) return 'The model is a recording: it plays the sessions that it knows, and costs nothing.'
  const at = openaiBaseUrl === null ? '' : ` at ${new URL(openaiBaseUrl).host}`
  const usual = (USUAL.read * priceIn + USUAL.written * priceOut) / 1_000_000
  const cost =
    usual > 0
      ? `a usual turn costs about ${usual.toFixed(2)} at your prices`
      : 'set OLLIO_PRICE_IN and OLLIO_PRICE_OUT (per million tokens) to see what that costs'
  return `The model is ${model}${at}. A turn makes at most ${steps} calls; a usual one reads about ${USUAL.read.toLocaleString('en')} tokens and writes ${USUAL.written.toLocaleString('en')}: ${cost}.`
}
