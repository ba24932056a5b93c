import { z } from 'zod'
import { placedLines } from './check-annotations.ts'
import type { Annotation } from '../projects/records.ts'

/** One of the repository's own checks: its tool, and the arguments that run it on given files only. */
export type RepositoryTool = { name: 'Lint' | 'Format' | 'Tests'; tool: string; args: string[]; files: RegExp }

const CODE = /\.(?:[cm]?[jt]sx?)$/
const TEXT = /\.(?:[cm]?[jt]sx?|css|scss|json|mdx?)$/

/** `script`: how a package.json script that runs the tool as a check looks. */
const TOOLS: (RepositoryTool & { script: RegExp })[] = [
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
    script: /\bprettier\b.*(?:--check|-c\b|--list-different|-l\b)/,
    args: ['--list-different', '--ignore-unknown'],
    files: TEXT,
  },
  {
    name: 'Format',
    tool: 'oxfmt',
    script: /\boxfmt\b.*--(?:check|list-different)/,
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
export function repositoryTools(packageJson: string | null): RepositoryTool[] {
  const manifest = manifestSchema.safeParse(parsed(packageJson)).data ?? {}
  const scripts = Object.values(manifest.scripts ?? {})
  const declared = { ...manifest.dependencies, ...manifest.devDependencies }
  const found = TOOLS.filter(({ tool, script }) => (PACKAGES[tool] ?? tool) in declared && scripts.some((text) => script.test(text)))
  return [...new Map(found.toReversed().map(({ script: _script, ...check }) => [check.name, check])).values()].toReversed()
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
export function toolFindings({ tool, name }: RepositoryTool, output: string, workspace: string): Annotation[] {
  const relative = (path: string): string => (path.startsWith(workspace) ? path.slice(workspace.length) : path.replace(/^\.\//, ''))
  if (tool === 'eslint') {
    const results = eslintSchema.safeParse(parsed(/^\[\{?.*\]$/m.exec(output)?.[0] ?? null)).data ?? []
    return results.flatMap(({ filePath, messages }) =>
      messages.map(({ ruleId, severity, message, line }) => ({
        path: relative(filePath),
        line,
        level: severity > 1 ? ('failure' as const) : ('warning' as const),
        message: `${message}${ruleId === null ? '' : ` (${ruleId})`}`.slice(0, 500),
      })),
    )
  }
  if (tool === 'biome') {
    return [...output.matchAll(/^::(error|warning) [^\n]*?file=([^,\n]+),line=(\d+)[^\n]*?::([^\n]+)$/gm)].map(
      ([, kind, path = '', line, message = '']) => ({
        path: relative(path),
        line: Number(line),
        level: kind === 'error' ? 'failure' : 'warning',
        message: message.slice(0, 500),
      }),
    )
  }
  if (name === 'Format')
    return output
      .split('\n')
      .filter((line) => TEXT.test(line.trim()) && !/\s/.test(line.trim()))
      .map((line) => ({ path: relative(line.trim()), line: 1, level: 'failure', message: `${tool} would format this file differently` }))
  return tool === 'oxlint' ? placedLines(output, 'failure').map((found) => ({ ...found, path: relative(found.path) })) : []
}
