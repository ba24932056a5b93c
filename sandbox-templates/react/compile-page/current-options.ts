import { join, resolve } from 'node:path'

export type CompilerOptions = {
  jsx?: string
  target?: string
  module?: string
  moduleResolution?: string
  baseUrl?: string
  paths?: Record<string, string[]>
}

const REMOVED_TARGET = /^es[35]$/i
const REMOVED_MODULE = /^(?:amd|umd|system|none)$/i
const REMOVED_RESOLUTION = /^(?:node|node10|classic)$/i

/**
 * What the repository's options say that this compiler refuses to read, in its words of today; `null` takes an option away. Older
 * projects have these options, the page is bundled whatever they say, and nobody asked for them to be changed.
 * Source: https://devblogs.microsoft.com/typescript/announcing-typescript-6-0/
 */
export function currentOptions({ target, module, moduleResolution, baseUrl, paths = {} }: CompilerOptions, base: string) {
  const old = REMOVED_RESOLUTION.test(moduleResolution ?? '') || REMOVED_MODULE.test(module ?? '')
  return {
    ...(old ? { module: 'ESNext', moduleResolution: 'Bundler' } : {}),
    ...(REMOVED_TARGET.test(target ?? '') ? { target: 'ES2023' } : {}),
    ...(baseUrl === undefined ? {} : { baseUrl: null, paths: absolutePaths(paths, resolve(base, baseUrl)) }),
    esModuleInterop: true,
    allowSyntheticDefaultImports: true,
    alwaysStrict: true,
    downlevelIteration: null,
    outFile: null,
    ignoreDeprecations: null,
  }
}

/** With `baseUrl`, an import that begins with no dot was looked for there as well. */
function absolutePaths(paths: Record<string, string[]>, folder: string): Record<string, string[]> {
  const absolute = Object.entries(paths).map(([pattern, places]) => [pattern, places.map((place) => resolve(folder, place))] as const)
  return { '*': [join(folder, '*')], ...Object.fromEntries(absolute) }
}
