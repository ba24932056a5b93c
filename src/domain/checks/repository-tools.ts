import { z } from 'zod'
import { reader } from '../shared/hostile-text.ts'
import type { HostileText } from '../shared/hostile-text.ts'
import { placedLines } from './check-annotations.ts'
import { MESSAGE_CHARACTERS } from './finding-limits.ts'
import type { Annotation } from '../projects/records.ts'

/** One of the repository's own checks: its tool, and the arguments that run it on given files only. */
export type RepositoryTool = { name: 'Lint' | 'Format' | 'Tests'; tool: string; args: string[]; files: RegExp }

const CODE = /\.(?:[cm]?[jt]sx?)$/
const TEXT = /\.(?:[cm]?[jt]sx?|css|scss|json|mdx?)$/

/** `script`: how a package.json script that runs the tool as a check looks; `option`: what comes after that. */
const TOOLS: (RepositoryTool & { script: RegExp; option?: RegExp })[] = [
  { name: 'Lint', tool: 'eslint', script: /\beslint\b/, args: ['--no-warn-ignored', '--format', 'json'], files: CODE },
  { name: 'Lint', tool: 'oxlint', script: /\boxlint\b/, args: ['--format', 'unix'], files: CODE },
  {
    name: 'Lint',
    tool: 'biome',
    script: /\bbiome (?:ci|check|lint)\b/,
    args: ['lint', '--reporter=github', '--no-errors-on-unmatched'],
    files: TEXT,
  },
  {
    name: 'Format',
    tool: 'prettier',
    script: /\bprettier\b/,
    option: /--check|-c\b|--list-different|-l\b/,
    args: ['--list-different', '--ignore-unknown'],
    files: TEXT,
  },
  {
    name: 'Format',
    tool: 'oxfmt',
    script: /\boxfmt\b/,
    option: /--(?:check|list-different)/,
    args: ['--list-different', '--no-error-on-unmatched-pattern'],
    files: TEXT,
  },
  {
    name: 'Format',
    tool: 'biome',
    script: /\bbiome (?:ci|check|format)\b/,
    args: ['format', '--reporter=github', '--no-errors-on-unmatched'],
    files: TEXT,
  },
  { name: 'Tests', tool: 'vitest', script: /\bvitest\b/, args: ['related', '--run', '--passWithNoTests'], files: CODE },
  { name: 'Tests', tool: 'jest', script: /\bjest\b/, args: ['--ci', '--passWithNoTests', '--findRelatedTests'], files: CODE },
]
const PACKAGES: Record<string, string> = { biome: '@biomejs/biome' }

const manifestSchema = z.object({
  scripts: z.record(z.string(), z.string()).optional().catch(undefined),
  dependencies: z.record(z.string(), z.unknown()).optional().catch(undefined),
  devDependencies: z.record(z.string(), z.unknown()).optional().catch(undefined),
})

/** The checks that a repository's package.json runs in its scripts with tools that it declares; at most one per name. */
export const repositoryTools = reader('repositoryTools', (packageJson: string | null): RepositoryTool[] => {
  const manifest = manifestSchema.safeParse(parsed(packageJson)).data ?? {}
  const scripts = Object.values(manifest.scripts ?? {})
  const declared = { ...manifest.dependencies, ...manifest.devDependencies }
  const found = TOOLS.filter(
    ({ tool, script, option }) => (PACKAGES[tool] ?? tool) in declared && scripts.some((text) => runs(text, script, option)),
  )
  return [...new Map(found.toReversed().map(({ script: _script, option: _option, ...check }) => [check.name, check])).values()].toReversed()
})

function runs(text: string, script: RegExp, option: RegExp | undefined): boolean {
  const found = script.exec(text)
  return found !== null && (option === undefined || option.test(text.slice(found.index + found[0].length)))
}

function parsed(json: string | null): unknown {
  try {
    return JSON.parse(json ?? '{}')
  } catch {
    return {}
  }
}

const eslintSchema = z.array(
  z.object({
    filePath: z.string(),
    messages: z.array(z.object({ ruleId: z.string().nullable(), severity: z.number(), message: z.string(), line: z.number().catch(1) })),
  }),
)

/** The findings of a failed tool with their locations; output without a location is not included. */
export function toolFindings({ tool, name }: RepositoryTool, output: HostileText, workspace: string): Annotation[] {
  const found = findingsOf(tool, name, output)
  const relative = (path: string): string => (path.startsWith(workspace) ? path.slice(workspace.length) : path.replace(/^\.\//, ''))
  return found.map((finding) => ({ ...finding, path: relative(finding.path) }))
}

function findingsOf(tool: string, name: RepositoryTool['name'], output: HostileText): Annotation[] {
  if (tool === 'eslint') return eslintFindings(output)
  if (tool === 'biome') return biomeFindings(output)
  if (name === 'Format') return formatFindings(output, tool)
  return tool === 'oxlint' ? oxlintFindings(output) : []
}

const eslintFindings = reader('eslintFindings', (output): Annotation[] => {
  const results = eslintSchema.safeParse(parsed(/^\[\{?.*\]$/m.exec(output)?.[0] ?? null)).data ?? []
  return results.flatMap(({ filePath, messages }) =>
    messages.map(({ ruleId, severity, message, line }) => ({
      path: filePath,
      line,
      level: severity > 1 ? ('failure' as const) : ('warning' as const),
      message: `${message}${ruleId === null ? '' : ` (${ruleId})`}`.slice(0, MESSAGE_CHARACTERS),
    })),
  )
})

const biomeFindings = reader('biomeFindings', (output): Annotation[] => output.split('\n').flatMap(workflowCommand))

const formatFindings = reader('formatFindings', (output: string, tool: string): Annotation[] =>
  output
    .split('\n')
    .filter((line) => TEXT.test(line.trim()) && !/\s/.test(line.trim()))
    .map((line) => ({ path: line.trim(), line: 1, level: 'failure', message: `${tool} would format this file differently` })),
)

const oxlintFindings = reader('oxlintFindings', (output): Annotation[] => placedLines(output, 'failure'))

/** The most useful line of the output of a tool that failed without findings, at most 300 characters. */
export const mostUsefulLine = reader('mostUsefulLine', (output) => {
  const lines = output.split('\n').filter((line) => line.trim() !== '')
  return (lines.find((line) => /error|fail/i.test(line)) ?? lines.at(-1) ?? 'it failed without output').trim().slice(0, 300)
})

/** Longer lines are no findings. */
const LINE_CHARACTERS = 2_000

/** Parses `::error title=…,file=src/a.ts,line=3,…::message`, GitHub's format. */
function workflowCommand(line: string): Annotation[] {
  const kind = line.length > LINE_CHARACTERS ? undefined : /^::(error|warning) /.exec(line)?.[1]
  const end = kind === undefined ? -1 : line.indexOf('::', kind.length + 2)
  if (kind === undefined || end === -1) return []
  const place = line.slice(kind.length + 2, end)
  const path = /\bfile=([^,]+)/.exec(place)?.[1]
  const number = /\bline=(\d{1,7})\b/.exec(place)?.[1]
  const message = line.slice(end + 2, end + 2 + MESSAGE_CHARACTERS)
  if (path === undefined || number === undefined || message === '') return []
  return [{ path, line: Number(number), level: kind === 'error' ? 'failure' : 'warning', message }]
}
