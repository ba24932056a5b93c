import { afterAll, beforeAll, expect, test } from 'vitest'
import { LIVE_BYTES } from '#src/domain/agent/live-output.ts'
import type { Sandbox } from '#src/ports/sandbox.ts'
import { bytes, LABELS, longTime, type ProviderUnderTest, run } from './use-sandbox.ts'

const KEPT_BYTES = 64 * 1024

/** Starts children in every way that makes them hard to find again, waits until they run, and runs forever. */
function manyChildren(seconds: string): string {
  return [
    `sleep ${seconds} &`,
    `setsid sleep ${seconds} &`,
    `nohup sleep ${seconds} >/dev/null 2>&1 &`,
    `(setsid bash -c 'trap "" TERM HUP INT; (sleep ${seconds} &) ; sleep ${seconds}' </dev/null >/dev/null 2>&1 &)`,
    `sleep 0.2; echo started > started; disown -a; trap "" TERM HUP INT; sleep ${seconds}; sleep ${seconds}`,
  ].join('\n')
}

export function commandsContract(current: () => ProviderUnderTest): void {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await current().provider.create('react', LABELS)
  })
  afterAll(() => sandbox.destroy())

  const nothingIsLeft = (word: string) => expect.poll(() => current().processesWith(word), { timeout: 5_000 }).toBe(0)

  test.each([
    ['true', 0],
    ['exit 3', 3],
    ['false; (exit 42)', 42],
    ['no-such-program', 127],
    ['kill -9 $$', null],
  ])('%j ends with %j', async (command, exitCode) => {
    expect(await run(sandbox, command)).toMatchObject({ exitCode, stoppedBy: null })
  })

  test('a command can serve and ask itself by the name localhost', async () => {
    const script = `
      import { createServer } from 'node:http'
      const server = createServer((_, answer) => answer.end('served')).listen(0, 'localhost', async () => {
        console.log(await (await fetch('http://localhost:' + server.address().port)).text())
        server.close()
      })`
    await sandbox.writeFile('serve.mjs', bytes(script))
    expect(await run(sandbox, 'node serve.mjs')).toMatchObject({ exitCode: 0, stdout: 'served\n' })
  })

  test('both streams are returned, each by itself', async () => {
    const result = await run(sandbox, 'echo out; echo error >&2; echo more; printf "no newline"')
    expect(result).toMatchObject({ stdout: 'out\nmore\nno newline', stderr: 'error\n' })
  })

  test('the end of long output is kept, and starts with a whole character', async () => {
    const counted = await run(sandbox, 'seq 1 50000; seq 1 50000 >&2')
    const all = Array.from({ length: 50_000 }, (_, index) => `${index + 1}\n`).join('')
    expect(counted.stdout).toBe(all.slice(-KEPT_BYTES))
    expect(counted.stderr).toBe(all.slice(-KEPT_BYTES))
    const accented = await run(sandbox, `node -e 'process.stdout.write("a" + "é".repeat(100000))'`)
    expect(accented.stdout).toBe('é'.repeat(KEPT_BYTES / 2))
    expect((await run(sandbox, `printf '\\xff\\xfe!'`)).stdout).toBe('\uFFFD\uFFFD!')
  })

  test('output arrives while the command runs, each stream by itself', async () => {
    const received = { stdout: '', stderr: '' }
    const { promise: started, resolve } = Promise.withResolvers<void>()
    const onOutput = (stream: keyof typeof received, text: string): void => {
      received[stream] += text
      if (received.stdout === 'ü' && received.stderr === 'two\n') resolve()
    }
    const running = run(sandbox, `printf 'ü'; echo two >&2; until [ -e received ]; do sleep 0.05; done; printf three`, { onOutput })
    await started
    await sandbox.writeFile('received', bytes(''))
    expect(await running).toMatchObject({ exitCode: 0, stdout: 'üthree', stderr: 'two\n' })
    expect(received).toEqual({ stdout: 'üthree', stderr: 'two\n' })
  })

  test('only the start of long output arrives while the command runs', async () => {
    let received = ''
    await run(sandbox, 'seq 1 100000', { onOutput: (_stream, text) => (received += text) })
    const all = Array.from({ length: 100_000 }, (_, index) => `${index + 1}\n`).join('')
    expect(received).toBe(all.slice(0, LIVE_BYTES))
  })

  test('the result is complete even if the output has very many pieces', async () => {
    const drops = `const { writeSync } = require('node:fs'); for (let drop = 0; drop < 50000; drop += 1) writeSync(1, '.')`
    let received = ''
    const result = await run(sandbox, 'node -e "$DROPS"', { env: { DROPS: drops }, onOutput: (_stream, text) => (received += text) })
    expect(result).toMatchObject({ exitCode: 0, stdout: '.'.repeat(50_000), stderr: '' })
    expect(received).toMatch(/^\.+$/)
  })

  test('a command has the environment that it was given', async () => {
    const env = { GREETING: `two words, "quoted" and 'quoted', $HOME`, EMPTY: '', LINES: 'a\nb' }
    const { stdout } = await run(sandbox, 'echo "$GREETING"; echo "[$EMPTY]"; echo "$LINES"', { env })
    expect(stdout).toBe(`${env.GREETING}\n[]\na\nb\n`)
    expect((await run(sandbox, 'echo "[$GREETING]"')).stdout).toBe('[]\n')
  })

  test('a command runs in the workspace, and can write there and to a temporary folder', async () => {
    await sandbox.writeFile('place/here.txt', bytes('here'))
    const { stdout } = await run(sandbox, 'cat place/here.txt; cd place && cat here.txt; echo > new && echo > "$(mktemp)" && echo fine')
    expect(stdout).toBe('hereherefine\n')
  })

  test('a command has no input and no terminal', async () => {
    const listener = `process.stdin.on('end', () => console.log('ended')).resume()`
    const result = await run(sandbox, 'cat; read -r line; echo "read: $? [$line]"; node -e "$LISTENER"', { env: { LISTENER: listener } })
    expect(result).toMatchObject({ exitCode: 0, stdout: 'read: 1 []\nended\n' })
  })

  test('several lines, quotes and heredocs are one command', async () => {
    const { stdout } = await run(sandbox, `for i in 1 2; do\n  echo "it's $i"\ndone\ncat <<'END'\n$HOME \`x\`\nEND\n`)
    expect(stdout).toBe(`it's 1\nit's 2\n$HOME \`x\`\n`)
  })

  test.each([
    ['has a NUL in it', 'echo \0'],
    ['is longer than the machine accepts', `echo ${'x'.repeat(200_000)}`],
  ])('a command that %s has the result of one that can’t be run', async (_what, command) => {
    const result = await run(sandbox, command)
    expect(result.exitCode).not.toBe(0)
    expect(result.stderr).toMatch(/command/)
  })

  test('two commands run at once and see the same files', async () => {
    const [waiting] = await Promise.all([
      run(sandbox, 'until [ -e signal ]; do sleep 0.02; done; cat signal'),
      run(sandbox, 'echo there > signal.new; mv signal.new signal'),
    ])
    expect(waiting.stdout).toBe('there\n')
  })

  test('a command is over when it ends, and nothing that it started goes on', async () => {
    const seconds = longTime()
    const result = await run(sandbox, `setsid sleep ${seconds} & sleep ${seconds} & (setsid nohup sleep ${seconds} &) ; echo done`)
    expect(result).toMatchObject({ exitCode: 0, stoppedBy: null })
    expect(result.stdout).toContain('done')
    await nothingIsLeft(seconds)
  })

  test('a timeout ends the whole process tree, and earlier output is returned', async () => {
    const seconds = longTime()
    const result = await run(sandbox, `echo started; ${manyChildren(seconds)}`, { timeoutMs: 1_000 })
    expect(result).toMatchObject({ exitCode: null, stoppedBy: 'clock' })
    expect(result.stdout).toContain('started')
    await nothingIsLeft(seconds)
    expect((await run(sandbox, 'echo works')).stdout).toBe('works\n')
  })

  test('an abort ends the whole process tree', async () => {
    const seconds = longTime()
    const controller = new AbortController()
    await sandbox.remove('started')
    const running = run(sandbox, manyChildren(seconds), { signal: controller.signal })
    await expect.poll(async () => (await sandbox.list('', 1)).some(({ path }) => path === 'started'), { timeout: 10_000 }).toBe(true)
    controller.abort()
    await expect(running).rejects.toMatchObject({ kind: 'cancelled' })
    await nothingIsLeft(seconds)
    expect((await run(sandbox, 'echo works')).stdout).toBe('works\n')
  })

  test('an abort at any moment of the start leaves nothing behind', async () => {
    const seconds = longTime()
    for (let delayMs = 0; delayMs < 60; delayMs += 3) {
      const controller = new AbortController()
      const running = run(sandbox, `setsid sleep ${seconds} & sleep ${seconds}`, { signal: controller.signal })
      setTimeout(() => controller.abort(), delayMs)
      await expect(running).rejects.toMatchObject({ kind: 'cancelled' })
    }
    await nothingIsLeft(seconds)
  })

  test('a command that is already aborted does not start', async () => {
    await expect(run(sandbox, 'touch never-started', { signal: AbortSignal.abort() })).rejects.toMatchObject({ kind: 'cancelled' })
    expect((await sandbox.list('', 1)).map(({ path }) => path)).not.toContain('never-started')
  })
}
