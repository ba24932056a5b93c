import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { z } from 'zod'

/** The gate: format, lint, types, dead code, tests. All of them run, so that one look shows everything; the last lines say how it went. */
const TEST_REPORT = '.ollio/tests.json'
const STEPS = [
  { name: 'format', command: 'oxfmt', args: ['--check', '.'] },
  { name: 'lint', command: 'oxlint', args: [] },
  { name: 'types', command: 'tsc', args: ['--noEmit', '-p', '.'] },
  { name: 'dead code', command: 'knip', args: [] },
  { name: 'tests', command: 'vitest', args: ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${TEST_REPORT}`] },
]

const reportSchema = z.object({ numPassedTests: z.number(), numFailedTests: z.number() })

async function runStep(command: string, args: string[]): Promise<boolean> {
  const child = spawn(command, args, { stdio: 'inherit' })
  const [code] = await once(child, 'exit')
  return code === 0
}

async function countTests(): Promise<string> {
  const text = await readFile(TEST_REPORT, 'utf8').catch(() => null)
  if (text === null) return 'no test ran'
  const { numPassedTests, numFailedTests } = reportSchema.parse(JSON.parse(text))
  return `${numPassedTests} passed, ${numFailedTests} failed`
}

await mkdir('.ollio', { recursive: true })
await rm(TEST_REPORT, { force: true })
const failed: string[] = []
for (const { name, command, args } of STEPS) {
  console.log(`\n--- ${name}`)
  if (!(await runStep(command, args))) failed.push(name)
}
const verdict = failed.length === 0 ? `${STEPS.map(({ name }) => name).join(', ')}: all well` : `FAILED: ${failed.join(', ')}`
console.log(`\n${verdict}; tests: ${await countTests()}`)
process.exitCode = failed.length === 0 ? 0 : 1
