import { freeMachine } from '#test/support/free-machine.ts'
import { expect, test } from 'vitest'
import { checkWithRepositoryTool } from '#src/activities/checks/check-with-repository-tool.ts'
import type { Within } from '#src/activities/checks/check-with-repository-tool.ts'
import type { Subject } from '#src/activities/checks/check-subject.ts'
import type { CheckResult } from '#src/activities/checks/check-result.ts'
import { repositoryTools } from '#src/domain/checks/repository-tools.ts'
import { realSandboxes } from '../../support/activities/real-workspace.ts'
import { bytesOf } from '../../support/activities/world.ts'

const PACKAGE = JSON.stringify({ scripts: { lint: 'oxlint', test: 'vitest' }, devDependencies: { oxlint: '1', vitest: '5' } })
/** A linter with one rule that prints its arguments. */
const LINTER = `#!/bin/sh\nshift 2\nstatus=0\nfor file in "$@"; do grep -n '^var' "$file" | sed "s|^\\([0-9]*\\):.*|$file:\\1:1: No var [Error/no-var]|" && grep -q '^var' "$file" && status=1; done\nexit $status\n`

/** The result of the repository's linter or tests for changes. */
async function checked(name: string, changed: Record<string, string>, before: Record<string, string> = {}): Promise<CheckResult | null> {
  const sandboxes = await realSandboxes()
  const within: Within = async (_files, work) => {
    const sandbox = await sandboxes.create('react', { project: 'p', turn: 't', purpose: 'check' })
    try {
      for (const [path, text] of Object.entries({ 'package.json': PACKAGE, 'node_modules/.bin/oxlint': LINTER, ...before, ...changed }))
        await sandbox.writeFile(path, bytesOf(text))
      await sandbox.run({ command: 'chmod +x node_modules/.bin/oxlint', timeoutMs: 10_000, signal: new AbortController().signal })
      return await work(sandbox)
    } finally {
      await sandbox.destroy()
    }
  }
  const check = repositoryTools(PACKAGE).find((one) => one.name === name)
  if (check === undefined) throw new Error(`There is no check of the name ${name}`)
  const subject = { turn: { project: { packageFolder: '' } }, changed, base: { texts: before } } as unknown as Subject
  return checkWithRepositoryTool({ ports: { machine: freeMachine }, within, signal: new AbortController().signal }, {}, subject, check)
}

test("the repository's linter reports new findings in changed files, by path and line", async () => {
  const checkedNow = await checked(
    'Lint',
    { 'src/my file.ts': 'var old\nvar fresh\n', 'src/b.ts': 'let b\n' },
    { 'src/my file.ts': 'var old\n' },
  )
  expect(checkedNow?.line).toEqual({
    name: 'Lint',
    outcome: 'failed',
    detail: 'oxlint: src/my file.ts:2: No var [Error/no-var]',
    annotations: [{ path: 'src/my file.ts', line: 2, level: 'failure', message: 'No var [Error/no-var]' }],
  })
})

test('a tool that is not installed is reported', async () => {
  expect((await checked('Tests', { 'src/a.ts': 'let a\n' }))?.line).toEqual({
    name: 'Tests',
    outcome: 'not run',
    notRun: { cause: 'repository', required: false },
    detail: 'vitest is not installed',
  })
})
