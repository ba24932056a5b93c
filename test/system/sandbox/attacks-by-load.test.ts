import { expect, onTestFinished, test } from 'vitest'
import { attacked } from '../../support/sandbox/attacked.ts'
import { processesWith } from '#test/support/sandbox-contract/host-processes.ts'
import { bytes, LABELS, longTime, run, textOf } from '#test/support/sandbox-contract/use-sandbox.ts'

const current = attacked()

test('every limit holds on this machine, or is reported as missing', () => {
  const told = current().machine.provider.missingLimits.join('\n')
  expect(told.includes('size of a workspace')).toBe(process.getuid?.() !== 0)
})

test('a fork bomb ends with its command, and others work meanwhile', async () => {
  const { machine, sandbox } = current()
  const other = await machine.provider.create('react', { ...LABELS, turn: 'other' })
  onTestFinished(() => other.destroy())
  const word = longTime()
  const bomb = run(sandbox, `bomb() { sleep ${word} & bomb | bomb & }; touch started; bomb; sleep ${word}`, { timeoutMs: 2_500 })
  await expect.poll(async () => (await sandbox.list('', 1)).map(({ path }) => path), { timeout: 10_000 }).toContain('started')
  expect((await run(other, 'echo works')).stdout).toBe('works\n')
  await sandbox.writeFile('note', bytes('works'))
  expect(await textOf(sandbox, 'note')).toBe('works')
  expect(processesWith(word).length).toBeLessThan(1_100)
  expect(await bomb).toMatchObject({ exitCode: null, stoppedBy: 'clock' })
  await expect.poll(() => processesWith(word).length, { timeout: 10_000 }).toBe(0)
  expect((await run(sandbox, 'echo works')).stdout).toBe('works\n')
})

test('a process that takes all the memory is killed, which is reported, and the sandbox goes on', async () => {
  const { sandbox } = current()
  const script = `const all = []; for (;;) all.push(Buffer.alloc(50_000_000, 1))`
  const result = await run(sandbox, `node -e "$SCRIPT"; echo "ended: $?"`, { env: { SCRIPT: script } })
  expect(result.stdout).toBe('ended: 137\n')
  expect(result.stderr).toContain('the sandbox is out of memory')
  const next = await run(sandbox, 'echo works')
  expect(next).toMatchObject({ stdout: 'works\n', stderr: '' })
})

test('the memory of many processes counts together', async () => {
  const one = 'head -c 900000000 /dev/zero | tail -c 900000000 | wc -c'
  const result = await run(current().sandbox, `for i in 1 2 3; do (${one}) & done; wait`)
  expect(result.stdout.split('\n').filter((line) => line === '900000000').length).toBeLessThan(3)
})

test('a full disk affects only its own sandbox, and can be emptied', async () => {
  const { sandbox } = current()
  const fill = 'for i in 1 2 3 4 5 6 7 8; do head -c 100000000 /dev/zero > "$1/fill$i" || break; done; du -sm "$1" | cut -f1'
  const fillAll = `fill() { ${fill}; }; fill .; fill /tmp; fill /dev/shm`
  const filled = await run(sandbox, fillAll)
  const megabytes = filled.stdout.trim().split('\n').map(Number)
  expect(megabytes.every((size, index) => size > 0 && size <= ([512, 256, 64][index] ?? 0) + 1)).toBe(true)
  await expect(sandbox.writeFile('more', new Uint8Array(1_000_000))).rejects.toMatchObject({
    kind: 'sandbox-path',
    message: expect.stringContaining('full'),
  })
  expect((await sandbox.list('', 1)).map(({ path }) => path).filter((path) => /^\.ollio-|^more/.test(path))).toEqual([])
  await run(sandbox, 'rm fill*')
  await sandbox.writeFile('more', new Uint8Array(1_000_000))
})

test('the number of empty files is limited too', async () => {
  const { sandbox } = current()
  const script = `let made = 0; try { for (; made < 300000; made += 1) require('node:fs').writeFileSync('many/' + made, '') } catch (error) { console.log(error.code) } console.log(made)`
  const { stdout } = await run(sandbox, 'mkdir many; node -e "$SCRIPT"', { env: { SCRIPT: script }, timeoutMs: 60_000 })
  const [code, made] = stdout.split('\n')
  expect(code).toBe('ENOSPC')
  expect(Number(made)).toBeLessThan(110_000)
  await expect(sandbox.writeFile('one-more', bytes(''))).rejects.toMatchObject({ kind: 'sandbox-path' })
  await expect(sandbox.snapshot()).rejects.toMatchObject({ kind: 'sandbox-path' })
  await run(sandbox, 'rm -r many')
})

test('one file has a maximum size, even if it is sparse', async () => {
  const { sandbox } = current()
  expect((await run(sandbox, 'truncate -s 10G sparse 2>&1')).exitCode).not.toBe(0)
  await run(sandbox, 'truncate -s 400M sparse')
  await expect(sandbox.readFile('sparse', 1_000_000)).rejects.toMatchObject({ kind: 'sandbox-path' })
})

test('a command with endless output is killed, and the end of the output is kept', async () => {
  const result = await run(current().sandbox, 'echo started >&2; yes "the same line again and again"')
  expect(result).toMatchObject({ exitCode: null })
  expect(result.stdout.length).toBeLessThanOrEqual(64 * 1024)
  expect(result.stderr).toMatch(/^started\n[^]*\[killed: more than \d+ MB of output/)
})

test('a command that prints slowly forever, or nothing, is ended by the timeout', async () => {
  const result = await run(current().sandbox, 'while :; do echo again; sleep 0.05; done', { timeoutMs: 600 })
  expect(result).toMatchObject({ exitCode: null, stoppedBy: 'clock' })
  expect(result.stdout).toContain('again')
})
