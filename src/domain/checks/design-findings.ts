import { hardcodedColor, hardcodedSize } from './hardcoded-values.ts'
import type { SourceOutline } from '../repository/source-outline.ts'
import type { Annotation, DesignUse } from '../projects/records.ts'

/** The repository's components with their paths, and its token names without the leading dashes. */
export type DesignSystem = { components: { name: string; path: string }[]; tokens: string[] }

/** A changed file; `before`: the file before the change, `null` if it is new. */
export type DesignedFile = { path: string; outline: SourceOutline; before: SourceOutline | null }

/** Which parts of the design system were used, and where it was bypassed. */
export function designFindings(system: DesignSystem, files: readonly DesignedFile[]): { used: DesignUse; findings: Annotation[] } {
  const names = new Set(system.components.map(({ name }) => name))
  const elements = files.flatMap(({ outline }) => outline.elements.map(({ name }) => name.split('.', 1)[0] ?? ''))
  return {
    used: {
      components: [...new Set(elements.filter((name) => names.has(name)))].toSorted(),
      tokens: usedTokens(system.tokens, files),
    },
    findings: files.flatMap((file) => [...secondComponents(system, file), ...rawElements(system, file), ...hardcodedIn(file)]),
  }
}

/** Names of the custom properties that style sheets define. */
export function tokensOf(sheets: readonly string[]): string[] {
  const names = sheets.flatMap((sheet) => [...sheet.matchAll(/(?:^|[\s{;])--([a-z][\w-]*)\s*:/g)].map(([, name = '']) => name))
  return [...new Set(names)].toSorted()
}

/** The token `color-brand` is used as `bg-brand`, `color-brand` or `var(--color-brand)`. */
function usedTokens(tokens: readonly string[], files: readonly DesignedFile[]): string[] {
  const texts = files.flatMap(({ outline }) => [
    ...outline.strings.map(({ text }) => text),
    ...outline.styles.map(({ value }) => String(value)),
  ])
  const words = new Set(texts.flatMap((text) => text.split(/\s+/)).map((word) => word.replace(/^.*[:!]/, '').replace(/\/[\w.%[\]-]+$/, '')))
  const variables = new Set(texts.flatMap((text) => [...text.matchAll(/--([a-z][\w-]*)/g)].map(([, name = '']) => name)))
  return tokens.filter((token) => {
    const short = token.replace(/^(?:color|font|radius|shadow|spacing|text|breakpoint|animate|ease|blur|container)-/, '')
    return variables.has(token) || [...words].some((word) => /^[a-z]/.test(word) && word.endsWith(`-${short}`))
  })
}

/** New components with the name of an existing one, or a variant of it, that don't use it. */
function secondComponents({ components }: DesignSystem, { path, outline, before }: DesignedFile): Annotation[] {
  const known = new Set(before?.components.map(({ name }) => name))
  const used = new Set(outline.elements.map(({ name }) => name.split('.', 1)[0]))
  return outline.components.flatMap(({ name, line }) => {
    if (known.has(name)) return []
    const twin = components.find((other) => other.path !== path && isKindOf(name, other.name) && !used.has(other.name))
    return twin === undefined ? [] : [warning(path, line, `${name} looks like a duplicate of ${twin.name} in ${twin.path}`)]
  })
}

/** `PrimaryButton` is a variant of `Button`, `PricingCard` of `Card`. */
function isKindOf(name: string, other: string): boolean {
  return name === other || (name.endsWith(other) && /[a-z\d]$/.test(name.slice(0, -other.length)))
}

/** Elements styled by hand although the repository has a component for them. An element with its own role is meant to be something else. */
function rawElements({ components }: DesignSystem, { path, outline, before }: DesignedFile): Annotation[] {
  const counted = new Map<string, number>()
  for (const { name } of before?.elements ?? []) counted.set(name, (counted.get(name) ?? 0) + 1)
  return outline.elements.flatMap(({ name, line, hasClass, hasRole }) => {
    const left = counted.get(name) ?? 0
    counted.set(name, left - 1)
    if (left > 0 || !hasClass || hasRole || !/^[a-z]+$/.test(name)) return []
    const component = components.find((one) => one.name.toLowerCase() === name && one.path !== path)
    return component === undefined
      ? []
      : [warning(path, line, `<${name}> is styled by hand; the repository has ${component.name} in ${component.path}`)]
  })
}

function hardcodedIn({ path, outline, before }: DesignedFile): Annotation[] {
  const known = new Set([...(before?.strings ?? []).map(({ text }) => text), ...(before?.styles ?? []).map(({ value }) => String(value))])
  const inStrings = outline.strings.flatMap(({ text, line }) => {
    const value = known.has(text) ? null : (hardcodedColor(text) ?? hardcodedSize(text))
    return value === null ? [] : [warning(path, line, `${value} is hard-coded`)]
  })
  const inStyles = outline.styles.flatMap(({ property, value, line }) => {
    const isNumber = typeof value === 'number' ? value !== 0 && SIZES.test(property) : /^-?\d*\.?\d+(?:px|rem|em)$/.test(value)
    return isNumber && !known.has(String(value)) ? [warning(path, line, `${property}: ${value} is hard-coded`)] : []
  })
  return [...inStrings, ...inStyles]
}

/** Style properties whose plain numbers are pixels. */
const SIZES =
  /^(?:width|height|top|left|right|bottom|gap|fontSize|inset|(?:min|max)(?:Width|Height)|(?:padding|margin|border)(?!.*(?:Style|Color)).*)$/

function warning(path: string, line: number, message: string): Annotation {
  return { path, line, level: 'warning', message }
}
