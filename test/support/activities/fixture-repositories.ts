import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readRepositoryFacts } from '#src/activities/repository/read-repository-facts.ts'
import { createSourceReader } from '#src/adapters/oxc/oxc-source-reader.ts'
import { yamlReader } from '#src/adapters/yaml/parse-yaml.ts'
import { systemPrompt } from '#src/domain/agent/prompts.ts'
import { NO_CONFIG } from '#src/domain/repository/repository-config.ts'
import type { RepositoryConfig } from '#src/domain/repository/repository-config.ts'
import type { RepositoryFacts } from '#src/domain/agent/repository-prompt.ts'
import { FakeSandboxes } from './fake-sandboxes.ts'

const FOLDER = join(import.meta.dirname, '../../fixtures/repositories')
const readers = { sourceReader: createSourceReader(), yamlReader }

/** The files of a small fixture repository: path to text. */
export async function repositoryOf(kind: string): Promise<Record<string, string>> {
  const entries = await readdir(join(FOLDER, kind), { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return Object.fromEntries(
    await Promise.all(paths.map(async (path) => [path.slice(FOLDER.length + kind.length + 2), await readFile(path, 'utf8')] as const)),
  )
}

type Options = { packageFolder?: string; request?: string; config?: Partial<RepositoryConfig> }

/** The facts about a repository with these files. */
export async function factsOf(
  files: Record<string, string>,
  { packageFolder = '', request = 'a pricing card', config = {} }: Options = {},
): Promise<RepositoryFacts> {
  const sandbox = await new FakeSandboxes().create('react', { project: 'p', turn: 't', purpose: 'work' })
  for (const [path, text] of Object.entries(files)) sandbox.write(path, text)
  const asked = { repository: 'acme/shop', packageFolder, request, config: { ...NO_CONFIG, ...config } }
  return { ...(await readRepositoryFacts(readers, sandbox, Object.keys(files), asked)), unavailable: [], uninstallable: null }
}

export function promptOf(facts: RepositoryFacts): string {
  return systemPrompt(facts, { steps: 20, minutes: 10 })
}

/** The text between the lines of dashes in the prompt. */
export function partOf(facts: RepositoryFacts): string {
  return (
    promptOf(facts)
      .split('\n---\n')[1]
      ?.replace(/\n---$/, '') ?? ''
  )
}
