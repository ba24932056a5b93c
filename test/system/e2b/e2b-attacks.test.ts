import { afterAll, beforeAll, expect, test } from 'vitest'
import { toFailure } from '#src/domain/shared/failures.ts'
import type { Sandbox } from '#src/ports/sandbox.ts'
import { bytes, LABELS, run, textOf } from '#test/support/sandbox-contract/use-sandbox.ts'
import { hasTwoUsers } from '../../support/e2b/double/virtual-machine.ts'
import { useDoubled } from '../../support/e2b/use-e2b-double.ts'

const BAD_PATH = { name: 'Failure', kind: 'sandbox-path' }
const doubled = useDoubled()
let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await doubled().provider.create('react', LABELS)
})
afterAll(() => sandbox.destroy())

test.each(hasTwoUsers ? ['user'] : [])(
  'a command of %s is not root and can’t become it, and can’t kill or read other processes',
  async (name) => {
    const attack = await run(
      sandbox,
      'id -un; setpriv --reuid 0 id; kill -9 1; cat /proc/1/environ /root/x; ls /root; touch /template/x /etc/x; echo > /proc/sys/kernel/panic; ps -e -o pid= | wc -l',
    )
    const [user, count, ...more] = attack.stdout.trim().split('\n')
    expect([user, more]).toEqual([name, []])
    // Its own processes, and the two that watch it.
    expect(Number(count)).toBeLessThan(10)
    expect(attack.stderr.match(/not permitted|denied|Read-only/gi)?.length).toBeGreaterThanOrEqual(6)
  },
)

test.each([
  ['a link to a file', 'ln -s /etc/passwd NAME'],
  ['a link to a folder that only root may read', 'ln -s /root NAME'],
  ['a second hard link of a file', 'echo x > other; ln other NAME'],
  ['a pipe', 'mkfifo NAME'],
  ['a folder', 'mkdir NAME'],
  ['a file that is larger than its size', 'ln -s /proc/self/environ NAME'],
])('%s is not read', async (what, command) => {
  const name = `read-${what.replaceAll(' ', '-')}`
  await run(sandbox, command.replace('NAME', name))
  await expect(sandbox.readFile(name, 10_000)).rejects.toMatchObject(BAD_PATH)
})

test('nothing is read, written, moved or listed through a link to a folder', async () => {
  await run(sandbox, 'mkdir -p real; echo real > real/file; ln -s real way; ln -s /tmp out')
  await expect(sandbox.readFile('way/file', 10)).rejects.toMatchObject(BAD_PATH)
  await expect(sandbox.writeFile('out/file', bytes('x'))).rejects.toMatchObject(BAD_PATH)
  await expect(sandbox.rename('real/file', 'out/file')).rejects.toMatchObject(BAD_PATH)
  await expect(sandbox.remove('way/file')).rejects.toMatchObject(BAD_PATH)
  await expect(sandbox.list('way', 1)).rejects.toMatchObject(BAD_PATH)
  expect((await sandbox.snapshot()).map(({ path }) => path).filter((path) => path.startsWith('way'))).toEqual([])
  expect((await run(sandbox, 'ls /tmp')).stdout).toBe('')
})

test('a write replaces a link and leaves its target alone', async () => {
  await run(sandbox, 'echo kept > target; ln -s target link; ln -s /etc/passwd password')
  for (const name of ['link', 'password']) await sandbox.writeFile(name, bytes('new'))
  expect(await textOf(sandbox, 'link')).toBe('new')
  expect(await textOf(sandbox, 'target')).toBe('kept\n')
  expect((await run(sandbox, 'head -1 /etc/passwd; stat -c %U link')).stdout).toMatch(
    hasTwoUsers ? /^root:.*\nuser\n$/ : /^root:.*\nroot\n$/,
  )
})

test('a path that is swapped all the time gives its own content or a failure, and never another file', async () => {
  await run(sandbox, 'mkdir swapped; echo mine > swapped/passwd')
  const swapping = run(sandbox, 'while [ ! -e stop ]; do mv swapped away; ln -s /etc swapped; rm swapped; mv away swapped; done')
  const reads = await Promise.allSettled(Array.from({ length: 30 }, () => textOf(sandbox, 'swapped/passwd')))
  await sandbox.writeFile('stop', bytes(''))
  await swapping
  const outcomes = reads.map((read) => (read.status === 'fulfilled' ? read.value : toFailure(read.reason).kind))
  expect(outcomes.filter((outcome) => !['mine\n', 'sandbox-path'].includes(outcome))).toEqual([])
})

test('names that are not plain text are not listed', async () => {
  await run(sandbox, `mkdir names; cd names; touch plain "$(printf 'new\\nline')" "$(printf 'no\\377text')" 'back\\slash'`)
  expect((await sandbox.list('names', 1)).map(({ path }) => path)).toEqual(['names/plain'])
})

test('a flood of output ends the command, and only its end is returned', async () => {
  const result = await run(sandbox, 'yes flood', { timeoutMs: 90_000 })
  expect(result).toMatchObject({ exitCode: null, stderr: expect.stringMatching(/more than 512 MB/) })
  expect(result.stdout.length).toBe(64 * 1024)
})

test('a fork bomb ends with its command', async () => {
  const result = await run(sandbox, 'bomb() { bomb | bomb & }; bomb; sleep 100', { timeoutMs: 1_500 })
  expect(result.stoppedBy).toBe('clock')
  expect((await run(sandbox, 'ps -e -o pid= | wc -l')).stdout.trim()).toMatch(/^\d$/)
})
