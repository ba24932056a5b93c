import { undeclaredImports } from '#src/domain/checks/undeclared-imports.ts'
import type { RepositoryProfile } from '#src/domain/repository/repository-profile.ts'
import type { SourceReader } from '#src/ports/source-reader.ts'
import { failed, notRunYet, passed, some } from './check-result.ts'
import type { CheckResult } from './check-result.ts'
import type { Subject } from './check-subject.ts'
import { readSources } from './read-sources.ts'

const NAME = 'Imports'

/** `profile`: of the repository with the changes. */
export async function checkImports({ changed }: Subject, profile: RepositoryProfile, reader: SourceReader): Promise<CheckResult> {
  const sources = Object.entries(changed).filter(([path]) => /\.[cm]?[jt]sx?$/.test(path))
  const { read, unread } = await readSources(sources, (path, text) => reader.importsOf(path, text))
  const imports = [...read].flatMap(([path, sites]) => sites.map((site) => ({ path, ...site })))
  const annotations = undeclaredImports(imports, profile.declaredPackages, profile.aliases)
  if (annotations.length > 0) {
    const messages = annotations.map(({ path, line, message }) => `${path}:${line}: ${message}`)
    return failed(NAME, some(messages), messages.join('\n'), { annotations })
  }
  const [missing] = unread
  return missing === undefined ? passed(NAME, 'all imported packages are declared in package.json') : notRunYet(NAME, missing.why)
}
