import { reader } from '../shared/hostile-text.ts'
import { firstOf, MESSAGE_CHARACTERS } from './finding-limits.ts'
import { hardcodedColor, hardcodedSize, isHardcodedSize } from './hardcoded-values.ts'
import type { SourceOutline } from '../repository/source-outline.ts'
import type { Annotation, DesignUse } from '../projects/records.ts'

/** The repository's components with their paths, and its token names without the leading dashes. */
export type DesignSystem = { components: { name: string; path: string }[]; tokens: string[] }

/** A changed file; `before`: the file before the change, `null` if it is new. */
export type DesignedFile = { path: string; outline: SourceOutline; before: SourceOutline | null }

type Component = DesignSystem['components'][number]
/** The first components of each name, in different files. */
type ComponentsByName = ReadonlyMap<string, readonly Component[]>

/** Which parts of the design system were used, and where it was bypassed: of each kind at most 50 findings per file. */
export function designFindings(system: DesignSystem, files: readonly DesignedFile[]): { used: DesignUse; findings: Annotation[] } {
  const exact = byName(system.components, (name) => name)
  const lower = byName(system.components, (name) => name.toLowerCase())
  const names = new Set(system.components.map(({ name }) => name))
  const elements = files.flatMap(({ outline }) => outline.elements.map(({ name }) => name.split('.', 1)[0] ?? ''))
  return {
    used: {
      components: [...new Set(elements.filter((name) => names.has(name)))].toSorted(),
      tokens: usedTokens(system.tokens, files),
    },
    findings: files.flatMap((file) => [
      ...firstOf(secondComponents(exact, file)),
      ...firstOf(rawElements(lower, file)),
      ...firstOf(hardcodedStrings(file)),
      ...firstOf(hardcodedStyles(file)),
    ]),
  }
}

/** Names of the custom properties that style sheets define. */
export const tokensOf = reader('tokensOf', (sheets: readonly string[]): string[] => {
  const names = sheets.flatMap((sheet) => [...sheet.matchAll(/(?:^|[\s{;])--([a-z][\w-]*)\s*:/g)].map(([, name = '']) => name))
  return [...new Set(names)].toSorted()
})

/** Longer names are not compared. */
const NAME_CHARACTERS = 100

function byName(components: readonly Component[], nameOf: (name: string) => string): ComponentsByName {
  const found = new Map<string, Component[]>()
  for (const component of components) {
    const name = nameOf(component.name)
    const same = found.get(name) ?? []
    // A file that has one of them is compared with the other.
    if (same.length === 0) found.set(name, [component])
    else if (same.length === 1 && same[0]?.path !== component.path) same.push(component)
  }
  return found
}

/** The token `color-brand` is used as `bg-brand`, `color-brand` or `var(--color-brand)`. */
function usedTokens(tokens: readonly string[], files: readonly DesignedFile[]): string[] {
  const texts = files.flatMap(({ outline }) => [
    ...outline.strings.map(({ text }) => text),
    ...outline.styles.map(({ value }) => String(value)),
  ])
  const shorts = tokens.map((token) =>
    token.replace(/^(?:color|font|radius|shadow|spacing|text|breakpoint|animate|ease|blur|container)-/, ''),
  )
  const wanted = new Set(shorts)
  const words = new Set(texts.flatMap((text) => text.split(/\s+/)).map((word) => word.replace(/^.*[:!]/, '').replace(/\/[\w.%[\]-]+$/, '')))
  const endings = new Set<string>()
  for (const word of words) {
    if (word.length > NAME_CHARACTERS || !/^[a-z]/.test(word)) continue
    for (let hyphen = word.indexOf('-'); hyphen !== -1; hyphen = word.indexOf('-', hyphen + 1)) {
      const ending = word.slice(hyphen + 1)
      if (wanted.has(ending)) endings.add(ending)
    }
  }
  const variables = new Set(texts.flatMap((text) => [...text.matchAll(/--([a-z][\w-]*)/g)].map(([, name = '']) => name)))
  return tokens.filter((token, index) => variables.has(token) || endings.has(shorts[index] ?? ''))
}

/** New components with the name of an existing one, or a variant of it, that don't use it. */
function* secondComponents(components: ComponentsByName, { path, outline, before }: DesignedFile): Generator<Annotation> {
  const known = new Set(before?.components.map(({ name }) => name))
  const used = new Set(outline.elements.map(({ name }) => name.split('.', 1)[0]))
  for (const { name, line } of outline.components) {
    if (known.has(name)) continue
    const twin = kindsOf(name)
      .filter((kind) => !used.has(kind))
      .flatMap((kind) => components.get(kind) ?? [])
      .find((other) => other.path !== path)
    if (twin !== undefined) yield warning(path, line, `${name} looks like a duplicate of ${twin.name} in ${twin.path}`)
  }
}

/** The name itself, and the names that it may be a variant of: `PrimaryButton` is a variant of `Button`, `PricingCard` of `Card`. */
function kindsOf(name: string): string[] {
  if (name.length > NAME_CHARACTERS) return []
  return [name, ...[...name.matchAll(/(?<=[a-z\d])[A-Z]/g)].map(({ index }) => name.slice(index))]
}

/** Elements styled by hand although the repository has a component for them. An element with its own role is meant to be something else. */
function* rawElements(components: ComponentsByName, { path, outline, before }: DesignedFile): Generator<Annotation> {
  const counted = new Map<string, number>()
  for (const { name } of before?.elements ?? []) counted.set(name, (counted.get(name) ?? 0) + 1)
  for (const { name, line, hasClass, hasRole } of outline.elements) {
    const left = counted.get(name) ?? 0
    counted.set(name, left - 1)
    if (left > 0 || !hasClass || hasRole || !/^[a-z]+$/.test(name)) continue
    const component = components.get(name)?.find((one) => one.path !== path)
    if (component !== undefined)
      yield warning(path, line, `<${name}> is styled by hand; the repository has ${component.name} in ${component.path}`)
  }
}

function* hardcodedStrings({ path, outline, before }: DesignedFile): Generator<Annotation> {
  const known = knownValues(before)
  for (const { text, line } of outline.strings) {
    const value = known.has(text) ? null : (hardcodedColor(text) ?? hardcodedSize(text))
    if (value !== null) yield warning(path, line, `${value} is hard-coded`)
  }
}

function* hardcodedStyles({ path, outline, before }: DesignedFile): Generator<Annotation> {
  const known = knownValues(before)
  for (const { property, value, line } of outline.styles) {
    const isNumber = typeof value === 'number' ? value !== 0 && SIZES.test(property) : isHardcodedSize(value)
    if (isNumber && !known.has(String(value))) yield warning(path, line, `${property}: ${value} is hard-coded`)
  }
}

function knownValues(before: SourceOutline | null): Set<string> {
  return new Set([...(before?.strings ?? []).map(({ text }) => text), ...(before?.styles ?? []).map(({ value }) => String(value))])
}

/** Style properties whose plain numbers are pixels. */
const SIZES =
  /^(?:width|height|top|left|right|bottom|gap|fontSize|inset|(?:min|max)(?:Width|Height)|(?:padding|margin|border)(?!.*(?:Style|Color)).*)$/

function warning(path: string, line: number, message: string): Annotation {
  return { path, line, level: 'warning', message: message.slice(0, MESSAGE_CHARACTERS) }
}
