import { z } from 'zod'
import { nearestName } from '../shared/nearest-name.ts'
import { TEMPLATES } from './choose-template.ts'
import type { TemplateName } from './choose-template.ts'
import { isPathPattern } from '../shared/path-patterns.ts'
import { workspacePath } from '../shared/workspace-path.ts'

/** The repository's configuration of Ollio, read from its default branch. */
export const CONFIG_PATH = '.github/ollio.yml'
/** Longer files are rejected. */
const CONFIG_CHARACTERS = 32_000
/** Maximum length of a reported problem, in characters. */
const PROBLEM = 300

const login = z
  .string()
  .max(100)
  .regex(/^@?[\w-]+(?:\[bot\])?$/, { error: 'must be a login' })
  .transform((name) => name.replace(/^@/, '').toLowerCase())

export const configSchema = z.strictObject({
  package: z
    .string()
    .max(200)
    .transform((folder) => workspacePath(folder))
    .refine((folder) => folder !== null, { error: 'must be a folder of this repository' })
    .optional()
    .describe('The package folder to build components in, if the command names no other'),
  instructions: z.string().max(4_000).optional().describe('Instructions of the team for the agent, in addition to AGENTS.md'),
  paths: z
    .array(
      z
        .string()
        .max(200)
        .refine(isPathPattern, { error: 'must be a folder or a path, with at most one * between two slashes and at most one **' }),
    )
    .min(1)
    .max(50)
    .optional()
    .describe('What may be published, instead of the default folders: folders, or paths with `*` and `**`'),
  base: z
    .string()
    .max(200)
    .regex(/^[\w#@+][\w#@+./-]*$/, { error: 'must be a branch name' })
    .refine((name) => !/\.\.|\/\/|\/$|\.$|\.lock$/.test(name), { error: 'must be a branch name' })
    .optional()
    .describe('The base branch of pull requests, instead of the default branch'),
  draft: z.boolean().optional().describe('Whether pull requests are opened as drafts'),
  labels: z.array(z.string().trim().min(1).max(50)).max(20).optional().describe('Labels of a new pull request'),
  reviewers: z
    .array(
      z
        .string()
        .max(200)
        .regex(/^@?[\w-]+(?:\/[\w.-]+)?$/, { error: 'must be a login, or a team as organization/team' })
        .transform((name) => name.replace(/^@/, '')),
    )
    .max(15)
    .optional()
    .describe('Who is asked to review a new pull request: logins, or teams as `organization/team`'),
  template: z.enum(TEMPLATES).optional().describe("What pages are built with, if the dependencies don't show it: plain React, or Next"),
  model: z.string().min(1).max(200).optional().describe('The language model: one that the operator of this Ollio allows'),
  people: z
    .array(login)
    .min(1)
    .max(200)
    .optional()
    .describe('Who may use commands, among people with write access to the repository: logins'),
  publicPictures: z
    .boolean()
    .optional()
    .describe(
      "Whether to show pictures in pull requests of a repository that is not public: GitHub's image proxy serves them without a login",
    ),
  closes: z.boolean().optional().describe('Whether merging the pull request closes its issue'),
})

type Parsed = z.output<typeof configSchema>
/** `null`, false and the empty list mean: not set. */
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

function toConfig(values: Parsed): RepositoryConfig {
  return {
    package: values.package ?? null,
    instructions: values.instructions ?? null,
    paths: values.paths ?? null,
    base: values.base ?? null,
    draft: values.draft ?? false,
    labels: values.labels ?? [],
    reviewers: values.reviewers ?? [],
    template: values.template ?? null,
    model: values.model ?? null,
    people: values.people ?? null,
    publicPictures: values.publicPictures ?? false,
    closes: values.closes ?? false,
  }
}

/** `line`: the line of the problem, from 1. */
export type ConfigReading = { ok: true; config: RepositoryConfig } | { ok: false; problem: string; line: number }

/** A parsed YAML document: the value with the line of each part, or the syntax error. */
type Document =
  | { ok: true; value: unknown; lineOf: (path: readonly PropertyKey[]) => number }
  | { ok: false; problem: string; line: number }

/** `read` parses YAML. A problem is reported with its line and, if possible, the key that was probably meant. */
export function readRepositoryConfig(text: string, read: (text: string) => Document): ConfigReading {
  const reading = parse(text, read)
  return reading.ok ? reading : { ...reading, problem: reading.problem.slice(0, PROBLEM).toWellFormed() }
}

function parse(text: string, read: (text: string) => Document): ConfigReading {
  if (text.length > CONFIG_CHARACTERS)
    return { ok: false, line: 1, problem: `the file has more than ${CONFIG_CHARACTERS.toLocaleString('en')} characters.` }
  const document = read(text)
  if (!document.ok) return { ok: false, line: document.line, problem: `line ${document.line}: ${document.problem}.` }
  if (document.value === null || document.value === undefined) return { ok: true, config: NO_CONFIG }
  const parsed = configSchema.safeParse(document.value)
  if (!parsed.success) return { ok: false, ...problemOf(parsed.error.issues, document.lineOf) }
  return { ok: true, config: toConfig(parsed.data) }
}

/** The first problem; unknown keys first, since they are often the cause. */
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
    const suggestion = near === null ? `The valid keys are ${known.join(', ')}.` : `Did you mean “${near}”?`
    return { line, problem: `line ${line}: unknown key “${key}”. ${suggestion}` }
  }
  const issue = issues[0]
  if (issue === undefined) return { line: 1, problem: 'the file is not valid.' }
  const where = issue.path.length === 0 ? 'the file' : issue.path.map(String).join('.')
  const line = lineOf(issue.path)
  return { line, problem: `line ${line}: ${where}: ${issue.message}.` }
}
