import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { z } from 'zod'

/**
 * The gate: `node scripts/check.ts [static] [unit] [integration] [system]`; without arguments all of them, and `load` only if asked. Static checks run beside
 * the tests. Everything runs, also after a failure, so that one look shows everything; the last line says how it went.
 */
const TIERS = ['unit', 'integration', 'system'] as const
const KNOWN = ['static', ...TIERS, 'load'] as const
const TEST_REPORT = '.ollio/tests.json'
const STATIC_CHECKS = [
  { name: 'format', command: 'oxfmt', args: ['--check', '.'] },
  { name: 'types', command: 'tsc', args: ['--noEmit', '-p', '.'] },
  { name: 'lint', command: 'oxlint', args: [] },
  { name: 'dead code', command: 'knip', args: [] },
] as const

const reportSchema = z.object({ numPassedTests: z.number(), numFailedTests: z.number() })

/** Runs the static checks one after the other and prints each one's output when it has ended. Returns the names of those that failed. */
async function runStaticChecks(): Promise<string[]> {
  const failed: string[] = []
  for (const { name, command, args } of STATIC_CHECKS) {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
    console.log(`\n--- ${name}: ${code === 0 ? 'ok' : 'FAILED'}`)
    if (code === 0) continue
    console.log(`${output}${errors}`)
    failed.push(name)
  }
  return failed
}

/** Returns the names of the tiers that failed, as one, since they run together. */
async function runTests(tiers: readonly string[]): Promise<string[]> {
  await rm(TEST_REPORT, { force: true })
  const projects = tiers.flatMap((tier) =>
    tier === 'integration' ? ['--project', tier, '--project', 'integration-nock'] : ['--project', tier],
  )
  const args = ['run', ...projects, '--reporter=default', '--reporter=json', `--outputFile.json=${TEST_REPORT}`]
  const [code] = await once(spawn('vitest', args, { stdio: 'inherit' }), 'exit')
  return code === 0 ? [] : [`tests (${tiers.join(', ')})`]
}

async function countTests(): Promise<string> {
  const report = await readFile(TEST_REPORT, 'utf8').catch(() => null)
  if (report === null) return 'no test ran'
  const { numPassedTests, numFailedTests } = reportSchema.parse(JSON.parse(report))
  return `${numPassedTests} passed, ${numFailedTests} failed`
}

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !KNOWN.some((known) => known === name))
if (unknown.length > 0) throw new Error(`There is no check ${unknown.join(', ')}. Known: ${KNOWN.join(', ')}.`)
const tiers = asked.length === 0 ? TIERS : asked.filter((name) => name !== 'static')
const withStatic = asked.length === 0 || asked.includes('static')

await mkdir('.ollio', { recursive: true })
const results = await Promise.all([withStatic ? runStaticChecks() : [], tiers.length > 0 ? runTests(tiers) : []])
const failed = results.flat()
const verdict = failed.length === 0 ? 'all checks passed' : `FAILED: ${failed.join(', ')}`
console.log(`\n${verdict}${tiers.length > 0 ? `; tests: ${await countTests()}` : ''}`)
process.exitCode = failed.length === 0 ? 0 : 1
