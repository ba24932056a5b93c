import { createRequire } from 'node:module'

/** The bundler's query: the call as it is in the source. */
type Call = { import: string; arguments: [options?: unknown] }
type Metrics = { fallbackFont: string; ascentOverride: string; descentOverride: string; lineGapOverride: string; sizeAdjust: string }

/** Next's own functions: validate a call, and get the metrics that fit a system font to a family. */
type NextFont = {
  validateGoogleFontFunctionCall(
    font: string,
    options: unknown,
  ): {
    fontFamily: string
    weights: string[]
    styles: string[]
    fallback?: string[]
    adjustFontFallback: boolean
    variable?: string
  }
  getFallbackFontOverrideMetrics(family: string): Metrics | undefined
}

/**
 * A bundler loader for the styles of one `next/font/google` call. Next would download the font; without a network, visitors without the
 * font installed see the system font that Next fits to it.
 */
export default function googleFont(this: { resourceQuery: string; resourcePath: string }): string {
  const call = JSON.parse(decodeURIComponent(this.resourceQuery.slice(1))) as Call
  const next = nextFont(this.resourcePath)
  const { fontFamily, weights, styles, ...options } = next.validateGoogleFontFunctionCall(call.import, call.arguments[0])
  const metrics = options.adjustFontFallback ? next.getFallbackFontOverrideMetrics(fontFamily) : undefined
  const fitted = `'${fontFamily} Fallback'`
  const families = [`'${fontFamily}'`, ...(metrics === undefined ? [] : [fitted]), ...(options.fallback ?? [])].join(', ')
  const [weight = 'variable'] = weights
  return [
    `@font-face { font-family: '${fontFamily}'; src: local('${fontFamily}') }`,
    ...(metrics === undefined ? [] : [fallbackFace(fitted, metrics)]),
    `.className { font-family: ${families} }`,
    ...(weights.length === 1 && weight !== 'variable' ? [`.className { font-weight: ${weight} }`] : []),
    ...(styles.length === 1 ? [`.className { font-style: ${styles[0]} }`] : []),
    ...(options.variable === undefined ? [] : [`.variable { ${options.variable}: ${families} }`]),
  ].join('\n')
}

function fallbackFace(family: string, metrics: Metrics): string {
  const { fallbackFont, ascentOverride, descentOverride, lineGapOverride, sizeAdjust } = metrics
  return `@font-face {
  font-family: ${family};
  src: local('${fallbackFont}');
  ascent-override: ${ascentOverride};
  descent-override: ${descentOverride};
  line-gap-override: ${lineGapOverride};
  size-adjust: ${sizeAdjust};
}`
}

function nextFont(from: string): NextFont {
  const require = createRequire(from)
  const names = ['validate-google-font-function-call', 'get-fallback-font-override-metrics']
  return Object.assign({}, ...names.map((name) => require(`next/dist/compiled/@next/font/dist/google/${name}.js`) as object)) as NextFont
}
