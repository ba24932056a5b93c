import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { freshCheckout, type FreshCheckout } from '../../support/tooling/fresh-checkout.ts'

let checkout: FreshCheckout
beforeEach(async () => {
  checkout = await freshCheckout()
  await checkout.start().ended
})
afterEach(() => checkout.close())

describe('a script started by the setup', () => {
  test('a script started by the setup gets its arguments, the folder, and the PATH of the packages', async () => {
    await checkout.file('tell.mjs', 'console.log(JSON.stringify([process.cwd(), process.argv.slice(2), process.env.PATH.split(":")[0]]))')
    const { lines } = await checkout.start({ script: ['tell.mjs', '--once', 'two words'] }).ended
    expect(JSON.parse(lines[0] ?? '')).toEqual([checkout.folder, ['--once', 'two words'], join(checkout.folder, 'node_modules/.bin')])
  })

  test('a script started by the setup gets the settings of .env only if it is the server or the worker', async () => {
    await checkout.file('.env', 'OF_THE_FILE=here')
    for (const script of ['src/server.ts', 'src/demo.ts']) await checkout.file(script, 'console.log(process.env.OF_THE_FILE)')
    expect((await checkout.start({ script: ['src/server.ts'] }).ended).lines).toEqual(['here'])
    expect((await checkout.start({ script: ['src/demo.ts'] }).ended).lines).toEqual(['undefined'])
  })
})

test('server and worker have the same memory limits everywhere, also in the demo', async () => {
  for (const script of ['src/server.ts', 'src/worker.ts', 'src/demo.ts'])
    await checkout.file(script, 'console.log(...process.execArgv.filter((flag) => flag.startsWith("--max")), process.env.MALLOC_ARENA_MAX)')
  const flagsOf = async (script: string) => (await checkout.start({ script: [script] }).ended).lines
  const flag = '--max-semi-space-size=4'
  expect(await flagsOf('src/server.ts')).toEqual([`${flag} 2`])
  expect(await flagsOf('src/worker.ts')).toEqual([`${flag} 2`])
  expect(await flagsOf('src/demo.ts')).toEqual(['undefined'])
  for (const file of ['Dockerfile', 'docker-compose.yml', 'dev/demo/supervised-child.ts'])
    expect(await readFile(file, 'utf8')).toContain(flag)
  for (const file of ['Dockerfile', 'dev/demo/supervised-child.ts']) expect(await readFile(file, 'utf8')).toMatch(/MALLOC_ARENA_MAX\W+2/)
})

describe('the setup exits like its script', () => {
  test.each([
    ['process.exitCode = 0', 0],
    ['process.exit(3)', 3],
    ['throw new Error("a crash")', 1],
    ['process.kill(process.pid, "SIGKILL")', 137],
    ['process.kill(process.pid, "SIGTERM"); setInterval(() => {}, 60_000)', 143],
    ['process.kill(process.pid, "SIGHUP"); setInterval(() => {}, 60_000)', 129],
  ])('the setup exits like its script after %s', async (source, code) => {
    await checkout.file('task.mjs', source)
    expect((await checkout.start().ended).code).toBe(code)
  })
})

describe('a signal to the setup reaches its script', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('a signal to the setup reaches its script for %s', async (signal) => {
    await checkout.file(
      'task.mjs',
      `process.once('${signal}', () => { console.log('asked to end'); process.exit(7) })
       console.log('ready'); setInterval(() => {}, 60_000)`,
    )
    const setUp = checkout.start()
    await setUp.says('ready')
    setUp.kill(signal)
    expect(await setUp.ended).toEqual({ code: 7, lines: ['ready', 'asked to end'] })
  })

  test('a signal to the setup reaches its script for Ctrl+C in a terminal, once', async () => {
    await checkout.file(
      'task.mjs',
      `import { appendFileSync, writeFileSync } from 'node:fs'
       process.on('SIGINT', () => { appendFileSync('asked.log', 'asked '); setTimeout(() => process.exit(7), 300) })
       writeFileSync('ready', ''); setInterval(() => {}, 60_000)`,
    )
    const type = `(until [ -e ready ]; do sleep 0.05; done; printf '\\003'; sleep 1)`
    const prefix = ['/bin/sh', '-c', `${type} | script --quiet --return --command "exec $*" /dev/null`, 'sh']
    expect((await checkout.start({ prefix }).ended).code).toBe(7)
    expect(await readFile(join(checkout.folder, 'asked.log'), 'utf8')).toBe('asked ')
  })
})
