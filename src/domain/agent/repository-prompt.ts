import type { ImportAlias } from '../repository/import-aliases.ts'
import { codeStyleLine } from '../repository/code-style.ts'
import type { CodeStyle } from '../repository/code-style.ts'
import { componentLine } from '../repository/component-facts.ts'
import type { ComponentFile } from '../repository/component-facts.ts'
import type { DesignToken } from '../repository/design-tokens.ts'
import { visibleText } from '../shared/visible-text.ts'

/** What the prompt says of the repository, read from the base; the lists are in the order in which they matter. */
export type RepositoryFacts = {
  repository: string
  packageFolder: string
  framework: string
  /** React's major version. */
  react: number | null
  language: string
  tailwind: number | null
  componentFolder: string
  stylesheet: string | null
  aliases: ImportAlias[]
  baseUrl: string | null
  /** What components.json calls its folders, such as `ui: @/components/ui`. */
  componentAliases: Record<string, string>
  packages: string[]
  components: ComponentFile[]
  /** False where the component folder is still empty. */
  hasComponents: boolean
  /** Component files that were not read any more. */
  otherComponents: string[]
  tokens: DesignToken[]
  utilities: string[]
  habits: CodeStyle
  storybook: boolean
  testsBeside: boolean
  /** A story and a test of the repository, to go by. */
  exampleStory: string | null
  exampleTest: string | null
  instructions: { path: string; text: string }[]
  /** Of `.github/ollio.yml`. */
  teamInstructions: string | null
  /** What may be published, where `.github/ollio.yml` says so. */
  paths: string[] | null
}

/** Bounds of each part, in bytes of UTF-8; what is longer ends at a whole line. Together about 23 KB. */
const BYTES = {
  basics: 2_500,
  packages: 1_500,
  tokens: 4_000,
  utilities: 500,
  components: 7_500,
  instructions: 5_000,
  teamInstructions: 2_000,
}
const NAME = 120
const LINE = 600

/** The repository's part of the prompt; nothing in it can draw the line that ends it. */
export function repositoryPrompt(facts: RepositoryFacts): string {
  const { components, otherComponents, tokens, utilities, instructions, teamInstructions } = facts
  const files = [...components, ...otherComponents.map((path) => ({ path, components: [] }))]
  const team = instructions.flatMap(({ path, text }) => [`The team's instructions (${name(path)}):`, ...textLines(text)])
  const parts = [
    lines(basics(facts), BYTES.basics),
    `Declared packages: ${list(facts.packages, BYTES.packages)}`,
    `Existing components, by file, with the props that their own file declares:\n${lines(files, BYTES.components, fileLine) || '- none'}`,
    ...(utilities.length === 0 ? [] : [`Utilities of the team: ${list(utilities, BYTES.utilities)}`]),
    ...(tokens.length === 0 ? [] : [`Design tokens:\n${lines(tokens, BYTES.tokens, tokenLine)}`]),
    ...(team.length === 0 ? [] : [lines(team, BYTES.instructions)]),
    ...(teamInstructions === null
      ? []
      : [`The team's instructions to Ollio:\n${lines(textLines(teamInstructions), BYTES.teamInstructions)}`]),
  ]
  return parts.join('\n')
}

function basics(facts: RepositoryFacts): string[] {
  const { aliases, componentAliases } = facts
  const paths = aliases.map((alias) => `${alias.name} → ${alias.target ?? '?'}`)
  const folders = Object.entries(componentAliases).map(([key, value]) => `${key} is ${value}`)
  return [
    `Framework: ${facts.framework}${facts.react === null ? '' : `, React ${facts.react}`}. Language: ${facts.language}. Tailwind: ${facts.tailwind ?? 'none'}.`,
    ...(facts.packageFolder === ''
      ? []
      : [`The package to work in: ${name(facts.packageFolder)}. Its package.json is the one that counts.`]),
    `Components live in: ${name(facts.componentFolder)}`,
    `Stylesheet: ${facts.stylesheet === null ? 'none found' : name(facts.stylesheet)}`,
    `Import aliases: ${list(paths, 700)}`,
    ...(facts.baseUrl === null ? [] : [`Imports may begin below: ${name(facts.baseUrl) || 'the root'}`]),
    ...(folders.length === 0 ? [] : [`components.json: ${list(folders, 500)}`]),
    `Habits: ${codeStyleLine({ ...facts.habits, configs: facts.habits.configs.map(name) })}`,
    ...(facts.exampleStory === null ? [] : [`Stories stand like: ${name(facts.exampleStory)}`]),
    ...(facts.exampleTest === null ? [] : [`Tests stand like: ${name(facts.exampleTest)}`]),
    ...(facts.paths === null ? [] : [`Only changes below these are published: ${list(facts.paths, 500)}`]),
  ]
}

function fileLine({ path, components }: ComponentFile): string {
  return line(`- ${name(path)}${components.length === 0 ? '' : ': '}${components.map(componentLine).join(', ')}`)
}

function tokenLine({ name: token, value, context }: DesignToken): string {
  return line(`${token}: ${value}${context === '' ? '' : ` (${context})`}`)
}

function textLines(text: string): string[] {
  return visibleText(text).split('\n')
}

/** On one line, whatever it is called. */
function name(text: string): string {
  return line(text).slice(0, NAME).toWellFormed()
}

function line(text: string): string {
  return visibleText(text).replace(/\s+/g, ' ').trim().slice(0, LINE).toWellFormed()
}

/** As many names as fit, and how many don't. */
function list(all: readonly string[], bytes: number): string {
  const shown: string[] = []
  for (let left = bytes; shown.length < all.length;) {
    const one = name(all[shown.length] ?? '')
    left -= sizeOf(one) + 2
    if (left < 0) break
    shown.push(one)
  }
  if (all.length === 0) return 'none'
  return shown.length === all.length ? shown.join(', ') : `${shown.join(', ')} and ${all.length - shown.length} more`
}

/** So many lines as fit, and how many don't; the others are not even looked at. */
function lines<Item>(all: readonly Item[], bytes: number, toLine: (item: Item) => string = String): string {
  let left = bytes
  const shown: string[] = []
  for (const item of all) {
    const one = withoutFence(toLine(item))
    const size = sizeOf(one) + 1
    if (size > left) {
      if (left > 100) shown.push(`${cut(one, left - 4)}…`)
      break
    }
    shown.push(one)
    left -= size
  }
  return shown.length === all.length ? shown.join('\n') : [...shown, `… and ${all.length - shown.length} more`].join('\n')
}

function cut(text: string, bytes: number): string {
  return new TextDecoder().decode(new TextEncoder().encode(text).subarray(0, bytes)).replace(/\uFFFD+$/, '')
}

/** A line of dashes would end the repository's part. */
function withoutFence(text: string): string {
  return text.replace(/^\s*---+\s*$/, '- - -')
}

/** Bytes in UTF-8 of well-formed text. */
function sizeOf(text: string): number {
  return new TextEncoder().encode(text).length
}
