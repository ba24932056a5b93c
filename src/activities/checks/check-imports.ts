import { undeclaredImports } from '#src/domain/checks/undeclared-imports.ts'
import { placedLines } from '#src/domain/checks/check-annotations.ts'
import type { RepositoryProfile } from '#src/domain/repository/repository-profile.ts'
import type { SourceReader } from '#src/ports/source-reader.ts'
import { failed, passed, some } from './check-result.ts'
import type { CheckResult } from './check-result.ts'
import type { Subject } from './check-subject.ts'

/** `profile`: of the repository with the changes. */
export async function checkImports({ changed }: Subject, profile: RepositoryProfile, reader: SourceReader): Promise<CheckResult> {
  const sources = Object.entries(changed).filter(([path]) => /\.[cm]?[jt]sx?$/.test(path))
  const imports = await Promise.all(
    sources.map(async ([path, text]) => ((await reader.importsOf(path, text)) ?? []).map((site) => ({ path, ...site }))),
  )
  const found = undeclaredImports(imports.flat(), profile.declaredPackages, profile.aliases)
  if (found.length === 0) return passed('Imports', 'all imported packages are declared in package.json')
  return failed('Imports', some(found), found.join('\n'), { annotations: placedLines(found.join('\n'), 'failure') })
}
