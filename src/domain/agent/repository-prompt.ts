import type { ImportAlias } from '../repository/import-aliases.ts'
import { codeStyleLine } from '../repository/code-style.ts'
import type { CodeStyle } from '../repository/code-style.ts'
import { componentLine } from '../repository/component-facts.ts'
import type { ComponentFile } from '../repository/component-facts.ts'
import type { DesignToken } from '../repository/design-tokens.ts'
import { visibleText } from '../shared/visible-text.ts'

/** What the prompt says about the repository, read from the base; lists are sorted by importance. */
export type RepositoryFacts = {
  repository: string
  packageFolder: string
  framework: string
  /** The major version of React. */
  react: number | null
  language: string
  tailwind: number | null
  componentFolder: string
  stylesheet: string | null
  aliases: ImportAlias[]
  baseUrl: string | null
  /** The folder aliases in components.json, such as `ui: @/components/ui`. */
  componentAliases: Record<string, string>
  packages: string[]
  /** Declared packages that the registry doesn't give, so that stubs stand in for them. */
  unavailable: string[]
  /** Why none of the declared packages could be installed, so that Ollio's own stand in for them; `null` if they were. */
  uninstallable: string | null
  components: ComponentFile[]
  /** False while the component folder is empty. */
  hasComponents: boolean
  /** Component files beyond the limit, which were not read. */
  otherComponents: string[]
  tokens: DesignToken[]
  utilities: string[]
  habits: CodeStyle
  storybook: boolean
  testsBeside: boolean
  /** An existing story and test to follow as examples. */
  exampleStory: string | null
  exampleTest: string | null
  instructions: { path: string; text: string }[]
  /** From `.github/ollio.yml`. */
  teamInstructions: string | null
  /** Paths that may be published, if `.github/ollio.yml` restricts them. */
  paths: string[] | null
}

/** Maximum size of each part, in bytes of UTF-8; longer parts end at a whole line. Together about 23 KB. */
const BYTES = {
  basics: 2_500,
  packages: 1_500,
  unavailable: 1_000,
  tokens: 4_000,
  utilities: 500,
  components: 7_500,
  instructions: 5_000,
  teamInstructions: 2_000,
}
const NAME = 120
const LINE = 600

/** The repository's part of the prompt. No text in it can contain the line that ends this part. */
export function repositoryPrompt(facts: RepositoryFacts): string {
  const { components, otherComponents, tokens, utilities, instructions, teamInstructions } = facts
  const files = [...components, ...otherComponents.map((path) => ({ path, components: [] }))]
  const team = instructions.flatMap(({ path, text }) => [`The team's instructions (${name(path)}):`, ...textLines(text)])
  const parts = [
    lines(basics(facts), BYTES.basics),
    `Declared packages: ${list(facts.packages, BYTES.packages)}`,
    ...unavailableLines(facts),
    `Existing components by file, with the props declared in that file:\n${lines(files, BYTES.components, fileLine) || '- none'}`,
    ...(utilities.length === 0 ? [] : [`The team's utilities: ${list(utilities, BYTES.utilities)}`]),
    ...(tokens.length === 0 ? [] : [`Design tokens:\n${lines(tokens, BYTES.tokens, tokenLine)}`]),
    ...(team.length === 0 ? [] : [lines(team, BYTES.instructions)]),
    ...(teamInstructions === null
      ? []
      : [`The team's instructions to Ollio:\n${lines(textLines(teamInstructions), BYTES.teamInstructions)}`]),
  ]
  return parts.join('\n')
}

function unavailableLines({ unavailable, uninstallable }: RepositoryFacts): string[] {
  return [
    ...(unavailable.length === 0
      ? []
      : [
          `Packages that can't be installed here: ${list(unavailable, BYTES.unavailable)}. In checks and preview, stubs stand in for them: a component shows its name and its children, every other value is empty, every type is any. Import them in new files only if the component that you build on needs it; leave existing imports as they are.`,
        ]),
    ...(uninstallable === null
      ? []
      : [
          `The declared packages could not be installed here: ${line(uninstallable)}. In checks and preview, Ollio's own packages stand in for them, so imports of others can't be resolved.`,
        ]),
  ]
}

function basics(facts: RepositoryFacts): string[] {
  const { aliases, componentAliases } = facts
  const paths = aliases.map((alias) => `${alias.name} → ${alias.target ?? '?'}`)
  const folders = Object.entries(componentAliases).map(([key, value]) => `${key} is ${value}`)
  return [
    `Framework: ${facts.framework}${facts.react === null ? '' : `, React ${facts.react}`}. Language: ${facts.language}. Tailwind: ${facts.tailwind ?? 'none'}.`,
    ...(facts.packageFolder === '' ? [] : [`Package to work in: ${name(facts.packageFolder)}. Only its package.json counts.`]),
    `Components live in: ${name(facts.componentFolder)}`,
    `Stylesheet: ${facts.stylesheet === null ? 'none found' : name(facts.stylesheet)}`,
    `Import aliases: ${list(paths, 700)}`,
    ...(facts.baseUrl === null ? [] : [`Non-relative imports resolve from: ${name(facts.baseUrl) || 'the root'}`]),
    ...(folders.length === 0 ? [] : [`components.json: ${list(folders, 500)}`]),
    `Code style: ${codeStyleLine({ ...facts.habits, configs: facts.habits.configs.map(name) })}`,
    ...(facts.exampleStory === null ? [] : [`Example story: ${name(facts.exampleStory)}`]),
    ...(facts.exampleTest === null ? [] : [`Example test: ${name(facts.exampleTest)}`]),
    ...(facts.paths === null ? [] : [`Only changes under these paths are published: ${list(facts.paths, 500)}`]),
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

/** Always on one line. */
function name(text: string): string {
  return line(text).slice(0, NAME).toWellFormed()
}

function line(text: string): string {
  return visibleText(text).replace(/\s+/g, ' ').trim().slice(0, LINE).toWellFormed()
}

/** The names that fit, and the number of those that don't. */
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

/** The lines that fit, and the number of those that don't, which are not even formatted. */
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
  return new TextDecoder().decode(new TextEncoder().encode(text).subarray(0, bytes)).replace(/\uFFFD{1,3}$/, '')
}

/** A line of dashes would end the repository's part. */
function withoutFence(text: string): string {
  return text.replace(/^\s*---+\s*$/, '- - -')
}

/** Size in bytes of UTF-8; the text must be well-formed. */
function sizeOf(text: string): number {
  return new TextEncoder().encode(text).length
}
