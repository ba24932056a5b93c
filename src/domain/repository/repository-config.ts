import { z } from 'zod'
import { nearestName } from '../shared/nearest-name.ts'
import { TEMPLATES } from './choose-template.ts'
import type { TemplateName } from './choose-template.ts'
import { isPathPattern } from '../shared/path-patterns.ts'
import { workspacePath } from '../shared/workspace-path.ts'

/** Where a repository says how Ollio should work in it; read from its default branch. */
export const CONFIG_PATH = '.github/ollio.yml'
/** A longer file is no configuration. */
const CONFIG_CHARACTERS = 32_000
/** What is told of a mistake, at most. */
const PROBLEM = 300

const login = z
  .string()
  .max(100)
  .regex(/^@?[\w-]+(?:\[bot\])?$/, { error: 'has to be a login' })
  .transform((name) => name.replace(/^@/, '').toLowerCase())

export const configSchema = z.strictObject({
  package: z
    .string()
    .max(200)
    .transform((folder) => workspacePath(folder))
    .refine((folder) => folder !== null, { error: 'has to be a folder of this repository' })
    .optional()
    .describe('Folder of the package that components are built in, where no command names another'),
  instructions: z.string().max(4_000).optional().describe("What the agent is told of the team's habits, besides AGENTS.md"),
  paths: z
    .array(
      z
        .string()
        .max(200)
        .refine(isPathPattern, { error: 'has to be a folder or a path, with at most one * between two slashes and one **' }),
    )
    .min(1)
    .max(50)
    .optional()
    .describe('What may be published, instead of the usual folders: folders, or paths with `*` and `**`'),
  base: z
    .string()
    .max(200)
    .regex(/^[\w#@+][\w#@+./-]*$/, { error: 'has to be the name of a branch' })
    .refine((name) => !/\.\.|\/\/|\/$|\.$|\.lock$/.test(name), { error: 'has to be the name of a branch' })
    .optional()
    .describe('The branch that pull requests go to, instead of the default branch'),
  draft: z.boolean().optional().describe('Whether pull requests are opened as drafts'),
  labels: z.array(z.string().trim().min(1).max(50)).max(20).optional().describe('Labels of a new pull request'),
  reviewers: z
    .array(
      z
        .string()
        .max(200)
        .regex(/^@?[\w-]+(?:\/[\w.-]+)?$/, { error: 'has to be a login, or a team as organisation/team' })
        .transform((name) => name.replace(/^@/, '')),
    )
    .max(15)
    .optional()
    .describe('Who is asked to review a new pull request: logins, or teams as `organisation/team`'),
  template: z
    .enum(TEMPLATES)
    .optional()
    .describe('What pages are built with, where it is not seen from the dependencies: React by itself, or Next'),
  model: z.string().min(1).max(200).optional().describe('The language model, out of those that whoever operates this Ollio allows'),
  people: z.array(login).min(1).max(200).optional().describe('Who may command, of those who may write to the repository: logins'),
  publicPictures: z
    .boolean()
    .optional()
    .describe(
      "Whether pictures stand in the pull request of a repository that is not public: GitHub's image proxy shows them without a login",
    ),
  closes: z.boolean().optional().describe('Whether merging the pull request closes its issue'),
})

type Parsed = z.output<typeof configSchema>
/** `null`, false and the empty list: nothing is said. */
export type RepositoryConfig = {
  package: string | null
  instructions: string | null
  paths: string[] | null
  base: string | null
  draft: boolean
  labels: string[]
  reviewers: string[]
  template: TemplateName | null
  model: string | null
  people: string[] | null
  publicPictures: boolean
  closes: boolean
}

export const NO_CONFIG: RepositoryConfig = toConfig({})

function toConfig(said: Parsed): RepositoryConfig {
  return {
    package: said.package ?? null,
    instructions: said.instructions ?? null,
    paths: said.paths ?? null,
    base: said.base ?? null,
    draft: said.draft ?? false,
    labels: said.labels ?? [],
    reviewers: said.reviewers ?? [],
    template: said.template ?? null,
    model: said.model ?? null,
    people: said.people ?? null,
    publicPictures: said.publicPictures ?? false,
    closes: said.closes ?? false,
  }
}

/** `line`: where the mistake stands, from 1. */
export type ConfigReading = { ok: true; config: RepositoryConfig } | { ok: false; problem: string; line: number }

/** The text of the file as YAML has it: a value with the line of each part, or what is wrong with it. */
type Document =
  | { ok: true; value: unknown; lineOf: (path: readonly PropertyKey[]) => number }
  | { ok: false; problem: string; line: number }

/** `read` reads YAML. A mistake is told with its line, and with the key that was meant where one is near. */
export function readRepositoryConfig(text: string, read: (text: string) => Document): ConfigReading {
  const reading = parse(text, read)
  return reading.ok ? reading : { ...reading, problem: reading.problem.slice(0, PROBLEM).toWellFormed() }
}

function parse(text: string, read: (text: string) => Document): ConfigReading {
  if (text.length > CONFIG_CHARACTERS)
    return { ok: false, line: 1, problem: `it has more than ${CONFIG_CHARACTERS.toLocaleString('en')} characters.` }
  const document = read(text)
  if (!document.ok) return { ok: false, line: document.line, problem: `line ${document.line}: ${document.problem}.` }
  if (document.value === null || document.value === undefined) return { ok: true, config: NO_CONFIG }
  const parsed = configSchema.safeParse(document.value)
  if (!parsed.success) return { ok: false, ...problemOf(parsed.error.issues, document.lineOf) }
  return { ok: true, config: toConfig(parsed.data) }
}

/** The first mistake; unknown keys before others, since they tend to be the cause. */
function problemOf(
  issues: readonly z.core.$ZodIssue[],
  lineOf: (path: readonly PropertyKey[]) => number,
): { line: number; problem: string } {
  const unknown = issues.find((issue) => issue.code === 'unrecognized_keys')
  const key = unknown?.code === 'unrecognized_keys' ? unknown.keys[0] : undefined
  if (unknown !== undefined && key !== undefined) {
    const known = configSchema.keyof().options
    const near = nearestName(key.toLowerCase(), known)
    const line = lineOf([...unknown.path, key])
    const suggestion = near === null ? `The keys are ${known.join(', ')}.` : `Did you mean “${near}”?`
    return { line, problem: `line ${line}: there is no key “${key}”. ${suggestion}` }
  }
  const issue = issues[0]
  if (issue === undefined) return { line: 1, problem: 'it is not as it should be.' }
  const where = issue.path.length === 0 ? 'the file' : issue.path.map(String).join('.')
  const line = lineOf(issue.path)
  return { line, problem: `line ${line}: ${where}: ${issue.message}.` }
}
