import { describe, expect, test } from 'vitest'
import { repositoryTools, toolFindings } from '#src/domain/checks/repository-tools.ts'
import type { RepositoryTool } from '#src/domain/checks/repository-tools.ts'
import { hostileText } from '#src/domain/shared/hostile-text.ts'

const manifest = (scripts: Record<string, string>, packages: string[]) =>
  JSON.stringify({ scripts, devDependencies: Object.fromEntries(packages.map((name) => [name, '1'])) })
const recognised = (scripts: Record<string, string>, packages: string[]) =>
  repositoryTools(manifest(scripts, packages)).map(({ name, tool }) => `${name}: ${tool}`)

test.each<[Record<string, string>, string[], string[]]>([
  [
    { lint: 'eslint .', test: 'vitest run', format: 'prettier --write .' },
    ['eslint', 'vitest', 'prettier'],
    ['Lint: eslint', 'Tests: vitest'],
  ],
  [{ 'format:check': 'prettier . --check', lint: 'oxlint' }, ['prettier', 'oxlint'], ['Lint: oxlint', 'Format: prettier']],
  [{ check: 'biome check .' }, ['@biomejs/biome'], ['Lint: biome', 'Format: biome']],
  [{ fmt: 'oxfmt --check .', test: 'CI=1 jest' }, ['oxfmt', 'jest'], ['Format: oxfmt', 'Tests: jest']],
  [{ lint: 'eslint . && oxlint' }, ['eslint', 'oxlint'], ['Lint: eslint']],
  [{ lint: 'eslint .' }, [], []],
  [{ build: 'vite build' }, ['eslint'], []],
])('for the scripts %j and packages %j, repositoryTools returns %j', (scripts, packages, checks) => {
  expect(recognised(scripts, packages)).toEqual(checks)
})

test.each([null, 'no JSON', '[]', '{"scripts":7,"devDependencies":[]}'])('an invalid package.json has no tools: %j', (text) => {
  expect(repositoryTools(text)).toEqual([])
})

describe('toolFindings', () => {
  const check = (tool: string): RepositoryTool => {
    const name = tool === 'prettier' ? 'Format' : 'Lint'
    return { name, tool, args: [], files: /./ }
  }
  test.each<[string, string, [string, number, string][]]>([
    [
      'eslint',
      `warn\n${JSON.stringify([
        {
          filePath: '/workspace/src/a.ts',
          messages: [
            { ruleId: 'no-var', severity: 2, message: 'No var', line: 3 },
            { ruleId: null, severity: 1, message: 'Hm' },
          ],
        },
      ])}\n`,
      [
        ['src/a.ts', 3, 'No var (no-var)'],
        ['src/a.ts', 1, 'Hm'],
      ],
    ],
    ['eslint', 'Oops! Something went wrong', []],
    ['eslint', '[{"filePath":7}]', []],
    ['oxlint', 'src/a.ts:2:5: Unexpected var [Error/no-var]\n\n1 problem', [['src/a.ts', 2, 'Unexpected var [Error/no-var]']]],
    ['biome', '::error title=lint/x,file=src/a.ts,line=4,endLine=4,col=1,endColumn=2::Do not', [['src/a.ts', 4, 'Do not']]],
    ['prettier', 'src/a.tsx\n[error] no config\n', [['src/a.tsx', 1, 'prettier would format this file differently']]],
  ])('toolFindings parses the output of %s', (tool, output, found) => {
    expect(toolFindings(check(tool), hostileText(output), '/workspace/').map(({ path, line, message }) => [path, line, message])).toEqual(
      found,
    )
  })
})
