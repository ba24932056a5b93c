import { execFile, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import type { Life } from '../../support/sandbox/sandbox-lifetime.ts'

const ELSEWHERE = join(import.meta.dirname, '../../support/sandbox/in-other-process.ts')
const NOBODY = { uid: 65_534, gid: 65_534 }

/** Root becomes another user, if the checkout is readable for everyone. Others are not root already. */
function somebody(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const script = join(import.meta.dirname, '../../support/sandbox-contract/use-sandbox.ts')
  return spawnSync(process.execPath, [script], { ...NOBODY, env: {}, cwd: '/' }).status === 0 ? NOBODY : {}
}

test('sandboxes don’t need root, and limits that can’t be enforced without it are reported', async () => {
  const user = somebody()
  const args = [ELSEWHERE, '-', '-', join(import.meta.dirname, 'unprivileged.test.ts'), 'life']
  const { stdout } = await promisify(execFile)(process.execPath, args, { ...user, env: {}, cwd: '/', timeout: 30_000 })
  const { missing, ...outcome } = JSON.parse(stdout) as Life
  expect(outcome).toEqual({ attack: '0\n', work: '1000\nwritten', timedOut: true, answer: 'answer\n', ended: 'sandbox-lost', left: [] })
  const isRoot = (user.uid ?? process.getuid?.()) === 0
  expect(missing.some((limit) => limit.startsWith('size of a workspace'))).toBe(!isRoot)
})
