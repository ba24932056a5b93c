import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { UNAVAILABLE } from './stub-packages.ts'

export type CompilerOptions = {
  jsx?: string
  target?: string
  module?: string
  moduleResolution?: string
  baseUrl?: string
  paths?: Record<string, string[]>
  types?: string[]
}

const REMOVED_TARGET = /^es[35]$/i
const REMOVED_MODULE = /^(?:amd|umd|system|none)$/i
const REMOVED_RESOLUTION = /^(?:node|node10|classic)$/i

/**
 * Replaces compiler options that this compiler no longer accepts; `null` removes an option. Older projects still have them, bundling
 * ignores them, and changing the tsconfig is not part of the task. Source:
 * https://devblogs.microsoft.com/typescript/announcing-typescript-6-0/
 */
export function currentOptions({ target, module, moduleResolution, baseUrl, paths = {}, types }: CompilerOptions, base: string) {
  const old = REMOVED_RESOLUTION.test(moduleResolution ?? '') || REMOVED_MODULE.test(module ?? '')
  return {
    ...(old ? { module: 'ESNext', moduleResolution: 'Bundler' } : {}),
    ...(REMOVED_TARGET.test(target ?? '') ? { target: 'ES2023' } : {}),
    ...(baseUrl === undefined ? {} : { baseUrl: null, paths: absolutePaths(paths, resolve(base, baseUrl)) }),
    // All installed types, the default of older compilers: the repository may contain tests that use globals.
    types: types?.filter((name) => isInstalled(name, base) && !UNAVAILABLE.includes(name)) ?? ['*'],
    esModuleInterop: true,
    allowSyntheticDefaultImports: true,
    alwaysStrict: true,
    downlevelIteration: null,
    outFile: null,
    ignoreDeprecations: null,
  }
}

/** A missing types package is not reported by itself; the use of its types is. */
export function isInstalled(name: string, base: string): boolean {
  if (/^[./]/.test(name)) return true
  const [first = '', second = ''] = name.split('/')
  const own = first.startsWith('@') ? `${first}/${second}` : first
  const folders = [own, `@types/${own.replace(/^@/, '').replace('/', '__')}`].map((folder) => join('node_modules', folder))
  for (let place = base; ; place = dirname(place)) {
    if (folders.some((folder) => existsSync(join(place, folder)))) return true
    if (dirname(place) === place) return false
  }
}

/** With `baseUrl`, non-relative imports also resolve from its folder. */
function absolutePaths(paths: Record<string, string[]>, folder: string): Record<string, string[]> {
  const absolute = Object.entries(paths).map(([pattern, places]) => [pattern, places.map((place) => resolve(folder, place))] as const)
  return { '*': [join(folder, '*')], ...Object.fromEntries(absolute) }
}
