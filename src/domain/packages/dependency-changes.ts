import { z } from 'zod'
import { isNestedTooDeeply } from '../shared/json-depth.ts'
import { DEPENDENCY_SECTIONS } from './package-manifest.ts'
import { isRegistryVersion, isPackageName, protocolOf } from './registry-version.ts'

const objectSchema = z.record(z.string(), z.unknown())
const sectionSchema = z.record(z.string(), z.string())

/**
 * `takenBack`: keys whose changes are not in `text`. `refused`: the packages among them, with the versions that are not allowed. `null` if
 * either text is not a valid package.json.
 */
export type DependencyChange = { text: string; takenBack: string[]; refused: string[] } | null

/**
 * The base's package.json with the dependencies of the new one and no other change. Only versions from the registry are taken: others could
 * make an install fetch from anywhere. Keeps the base's formatting: indentation, order, line endings, end of file.
 */
export function keepDependencyChanges(baseText: string, newText: string): DependencyChange {
  const before = parse(baseText)
  const after = parse(newText)
  if (before === null || after === null) return null
  const usual = protocolsOf(before)
  const sections = DEPENDENCY_SECTIONS.filter((key) => !same(before[key], after[key])).map((key) => {
    const asked = sectionSchema.optional().safeParse(after[key])
    return { key, asked, taken: asked.data === undefined ? null : take(versionsIn(before[key]), asked.data, usual) }
  })
  if (sections.some(({ asked }) => !asked.success)) return null
  const others = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => !isSection(key))
  const changed = others.filter((key) => !same(own(before, key), own(after, key)))
  const text = sections.reduce((now, { key, taken }) => {
    // Don't add a section that would only contain refused packages.
    const isEmptied = taken !== null && taken.refused.length > 0 && before[key] === undefined && Object.keys(taken.versions).length === 0
    const section = isEmptied ? undefined : taken?.versions
    return same(before[key], section) ? now : withSection(now, key, section)
  }, baseText)
  const refused = sections.flatMap(({ key, taken }) => (taken?.refused ?? []).map((one) => ({ ...one, key })))
  return {
    text,
    takenBack: [...refused.map(({ key, name }) => `${key}.${name}`), ...changed],
    refused: refused.map(({ name, version }) => `${name}@${version}`),
  }
}

type Versions = Record<string, string>

/**
 * Existing entries may stay. New or changed ones must come from the registry, or from the repository by a protocol that it already uses.
 */
function take(before: Versions, after: Versions, usual: Set<string | null>): { versions: Versions; refused: Asked[] } {
  const refused: Asked[] = []
  const entries = Object.entries(after).flatMap(([name, version]) => {
    const old = Object.hasOwn(before, name) ? before[name] : undefined
    const protocol = protocolOf(version)
    const may = isPackageName(name) && isRegistryVersion(version) && (protocol === null || usual.has(protocol))
    if (old === version || may) return [[name, version] as const]
    refused.push({ name, version })
    return old === undefined ? [] : [[name, old] as const]
  })
  return { versions: Object.fromEntries(entries), refused }
}

type Asked = { name: string; version: string }

function protocolsOf(manifest: Record<string, unknown>): Set<string | null> {
  return new Set(DEPENDENCY_SECTIONS.flatMap((key) => Object.values(versionsIn(manifest[key])).map(protocolOf)))
}

function versionsIn(section: unknown): Versions {
  return sectionSchema.safeParse(section).data ?? {}
}

function isSection(key: string): boolean {
  return DEPENDENCY_SECTIONS.some((section) => section === key)
}

function parse(text: string): Record<string, unknown> | null {
  if (isNestedTooDeeply(text)) return null
  try {
    return objectSchema.safeParse(JSON.parse(text.replace(/^\uFEFF/, ''))).data ?? null
  } catch {
    return null
  }
}

function own(object: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

type Place = { keyStart: number; valueStart: number; end: number }

function withSection(text: string, key: string, section: unknown): string {
  const places = topPlaces(text)
  const place = places.get(key)
  const eol = text.includes('\r\n') ? '\r\n' : '\n'
  const indent = /[{,]\s*?\n([ \t]+)"/.exec(text)?.[1] ?? '  '
  const written = section === undefined ? '' : JSON.stringify(section, null, indent).replaceAll('\n', `${eol}${indent}`)
  if (place !== undefined && section !== undefined) return text.slice(0, place.valueStart) + written + text.slice(place.end)
  const all = [...places.values()].toSorted((a, b) => a.keyStart - b.keyStart)
  if (place !== undefined) {
    // Removes its comma as well: the one after it, or the one before it if it is the last.
    const at = all.indexOf(place)
    const next = all[at + 1]
    const previous = all[at - 1]
    if (next !== undefined) return text.slice(0, place.keyStart) + text.slice(next.keyStart)
    return text.slice(0, previous?.end ?? place.keyStart) + text.slice(place.end)
  }
  if (section === undefined) return text
  // A new section goes after the other dependency sections, or at the end.
  const behind = DEPENDENCY_SECTIONS.map((name) => places.get(name)).findLast((known) => known !== undefined) ?? all.at(-1)
  if (behind === undefined) return `{${eol}${indent}${JSON.stringify(key)}: ${written}${eol}}${eol}`
  return `${text.slice(0, behind.end)},${eol}${indent}${JSON.stringify(key)}: ${written}${text.slice(behind.end)}`
}

/** The positions of each top-level key and its value, in valid JSON. */
function topPlaces(text: string): Map<string, Place> {
  const places = new Map<string, Place>()
  let depth = 0
  let key: { name: string; start: number } | null = null
  let valueStart: number | null = null
  let end = 0
  for (const token of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g)) {
    const [mark] = token
    if (depth === 1 && key !== null && valueStart !== null && (mark === ',' || mark === '}')) {
      places.set(key.name, { keyStart: key.start, valueStart, end })
      key = null
      valueStart = null
    } else if (depth === 1 && key === null && mark.startsWith('"')) key = { name: String(JSON.parse(mark)), start: token.index }
    else if (depth === 1 && key !== null && valueStart === null && mark !== ':') valueStart = token.index
    if (mark === '{' || mark === '[') depth += 1
    else if (mark === '}' || mark === ']') depth -= 1
    end = token.index + mark.length
  }
  return places
}
