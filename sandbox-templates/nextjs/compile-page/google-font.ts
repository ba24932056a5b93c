import { createRequire } from 'node:module'

/** What the bundler asks with: the call as it found it in the source. */
type Call = { import: string; arguments: [options?: unknown] }
type Metrics = { fallbackFont: string; ascentOverride: string; descentOverride: string; lineGapOverride: string; sizeAdjust: string }

/** Next's own: what a call means, and how a system font is fitted to a family. */
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
 * The styles of one call of `next/font/google`, as a loader of the bundler. Next would fetch them; without a network, a font that the
 * machine of whoever looks does not have is shown as the system font that Next fits to it.
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
