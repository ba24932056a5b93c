import { reader } from '../shared/hostile-text.ts'
import type { Annotation } from '../projects/records.ts'
import type { SourceOutline } from '../repository/source-outline.ts'
import { cssClasses } from './css-classes.ts'

/** One class name in a changed file. `module`: the path of the CSS module that must define it; `null` for the built CSS. */
export type ClassUse = { path: string; line: number; name: string; module: string | null }

/** Names with a meaning other than a rule of their own: markers of Tailwind, of color schemes, of tests and of scripts. */
const HOOK = /^(?:[a-z]+:|tw-)?(?:group|peer)(?:\/.*)?$|^(?:js|qa|test)-|^(?:dark|light|not-prose|notranslate)$/
/** If more are missing, people and the agent are told. A few are normal. */
const NORMAL = { count: 2, share: 0.1 }
/** Without most of its classes a component is unstyled, unless it has hardly any. */
const UNSTYLED = { used: 4, share: 0.5 }

/** The names of a file that were not in its base, once each. `moduleOf`: the path of an imported CSS module, `null` if it is unknown. */
export function newClassUses(
  path: string,
  outline: SourceOutline,
  before: SourceOutline | null,
  moduleOf: (specifier: string) => string | null,
): ClassUse[] {
  const known = new Set(before?.classes.map(({ name }) => name))
  const knownInModules = new Set(before?.moduleClasses.map(({ specifier, name }) => `${specifier} ${name}`))
  const uses: ClassUse[] = [
    ...outline.classes.flatMap(({ name, line }) => (known.has(name) || HOOK.test(name) ? [] : [{ path, line, name, module: null }])),
    ...outline.moduleClasses.flatMap(({ specifier, name, line }) => {
      const module = knownInModules.has(`${specifier} ${name}`) ? null : moduleOf(specifier)
      return module === null ? [] : [{ path, line, name, module }]
    }),
  ]
  return firstOfEach(uses)
}

/** Which of the names no style sheet defines; a name in several files counts once. `modules`: the names that each CSS module defines. */
export function missingClasses(
  uses: readonly ClassUse[],
  built: ReadonlySet<string>,
  modules: ReadonlyMap<string, ReadonlySet<string>>,
): { used: number; missing: ClassUse[] } {
  const once = firstOfEach(uses)
  const missing = once.filter(({ module, name }) => !(module === null ? built : modules.get(module))?.has(name))
  return { used: once.length, missing }
}

export function classesOutcome({ used, missing }: { used: number; missing: readonly ClassUse[] }): 'passed' | 'warning' | 'failed' {
  const share = used === 0 ? 0 : missing.length / used
  if (share > UNSTYLED.share && used >= UNSTYLED.used) return 'failed'
  return missing.length > NORMAL.count || share >= NORMAL.share ? 'warning' : 'passed'
}

/** One annotation per line of code. */
export function classAnnotations(missing: readonly ClassUse[], level: Annotation['level']): Annotation[] {
  const lines = Map.groupBy(missing, ({ path, line }) => `${path}:${line}`)
  return [...lines.values()].flatMap(([first, ...rest]) => {
    if (first === undefined) return []
    const names = [first, ...rest].map(({ name }) => name).join(' ')
    return [{ path: first.path, line: first.line, level, message: `No style sheet of the page defines: ${names}`.slice(0, 500) }]
  })
}

export function isModuleSheet(path: string): boolean {
  return /\.module\.(?:css|scss|sass|less)$/.test(path)
}

/**
 * The names that a CSS module defines, also in camel case, as some build configurations export them. `null` if it makes names in a way
 * that has to be executed.
 */
export const moduleClassNames = reader('moduleClassNames', (path: string, text: string): ReadonlySet<string> | null => {
  const generated = path.endsWith('.css')
    ? /:(?:export|import)\b|@value\b/
    : /&[\w-]|#\{|@(?:value|include|each|for|use|forward|import|extend|plugin)\b|:export\b/
  if (generated.test(text)) return null
  const names = [...cssClasses(text)]
  return new Set([...names, ...names.map(camelCase)])
})

function firstOfEach(uses: readonly ClassUse[]): ClassUse[] {
  const seen = new Set<string>()
  return uses.filter(({ module, name }) => {
    const key = `${module ?? ''} ${name}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

function camelCase(name: string): string {
  const [first = '', ...rest] = name.split(/[-_]+/)
  return first + rest.map((part) => part.slice(0, 1).toUpperCase() + part.slice(1)).join('')
}
