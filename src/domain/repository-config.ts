import { z } from 'zod'
import { nearestName } from './nearest-name.ts'
import { isPathPattern } from './path-patterns.ts'
import { workspacePath } from './workspace-path.ts'

/** Where a repository says how Ollio should work in it; read from its default branch. */
export const CONFIG_PATH = '.github/ollio.yml'
/** A longer file is no configuration. */
const CONFIG_CHARACTERS = 32_000
/** What is told of a mistake, at most. */
const PROBLEM = 300

const configSchema = z.strictObject({
  /** Folder of the package that components are built in, where no command names another. */
  package: z
    .string()
    .max(200)
    .transform((folder) => workspacePath(folder))
    .refine((folder) => folder !== null, { error: 'has to be a folder of this repository' })
    .optional(),
  /** What the agent is told of the team's habits, besides AGENTS.md. */
  instructions: z.string().max(4_000).optional(),
  /** What may be published, instead of the usual folders: folders, or paths with `*` and `**`. */
  paths: z
    .array(
      z
        .string()
        .max(200)
        .refine(isPathPattern, { error: 'has to be a folder or a path, with at most one * between two slashes and one **' }),
    )
    .min(1)
    .max(50)
    .optional(),
  /** Whether merging the pull request closes its issue. */
  closes: z.boolean().optional(),
})

export type RepositoryConfig = { package: string | null; instructions: string | null; paths: string[] | null; closes: boolean }

export const NO_CONFIG: RepositoryConfig = { package: null, instructions: null, paths: null, closes: false }

export type ConfigReading = { ok: true; config: RepositoryConfig } | { ok: false; problem: string }

/** The text of the file as YAML has it: a value with the line of each part, or what is wrong with it. */
type Document =
  | { ok: true; value: unknown; lineOf: (path: readonly PropertyKey[]) => number }
  | { ok: false; problem: string; line: number }

/** `read` reads YAML. A mistake is told with its line, and with the key that was meant where one is near. */
export function readRepositoryConfig(text: string, read: (text: string) => Document): ConfigReading {
  const reading = parse(text, read)
  return reading.ok ? reading : { ok: false, problem: reading.problem.slice(0, PROBLEM).toWellFormed() }
}

function parse(text: string, read: (text: string) => Document): ConfigReading {
  if (text.length > CONFIG_CHARACTERS)
    return { ok: false, problem: `it has more than ${CONFIG_CHARACTERS.toLocaleString('en')} characters.` }
  const document = read(text)
  if (!document.ok) return { ok: false, problem: `line ${document.line}: ${document.problem}.` }
  if (document.value === null || document.value === undefined) return { ok: true, config: NO_CONFIG }
  const parsed = configSchema.safeParse(document.value)
  if (!parsed.success) return { ok: false, problem: problemOf(parsed.error.issues, document.lineOf) }
  const { package: folder, instructions, paths, closes } = parsed.data
  return {
    ok: true,
    config: { package: folder ?? null, instructions: instructions ?? null, paths: paths ?? null, closes: closes ?? false },
  }
}

/** The first mistake; unknown keys before others, since they tend to be the cause. */
function problemOf(issues: readonly z.core.$ZodIssue[], lineOf: (path: readonly PropertyKey[]) => number): string {
  const unknown = issues.find((issue) => issue.code === 'unrecognized_keys')
  const key = unknown?.code === 'unrecognized_keys' ? unknown.keys[0] : undefined
  if (unknown !== undefined && key !== undefined) {
    const known = configSchema.keyof().options
    const near = nearestName(key.toLowerCase(), known)
    const line = lineOf([...unknown.path, key])
    return `line ${line}: there is no key “${key}”. ${near === null ? `The keys are ${known.join(', ')}.` : `Did you mean “${near}”?`}`
  }
  const issue = issues[0]
  if (issue === undefined) return 'it is not as it should be.'
  const where = issue.path.length === 0 ? 'the file' : issue.path.map(String).join('.')
  return `line ${lineOf(issue.path)}: ${where}: ${issue.message}.`
}
