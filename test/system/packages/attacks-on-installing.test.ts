import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { findControlGroups } from '#src/adapters/sandbox/bubblewrap/control-groups.ts'
import { openTarballCache } from '#src/adapters/sandbox/bubblewrap/packages/tarball-cache.ts'
import { withInstallSandbox } from '#src/adapters/sandbox/bubblewrap/packages/install-sandbox.ts'
import type { CommandResult, Sandbox } from '#src/ports/sandbox.ts'
import { packageManagers } from '#test/support/real-packages.ts'
import { TOKEN } from '../../support/sandbox/registry-double.ts'
import { inWorkSandbox, packagesWorld } from '../../support/sandbox/packages-world.ts'

const current = packagesWorld()

function run(sandbox: Sandbox, command: string, packages: string | null = null): Promise<CommandResult> {
  return sandbox.run({ command, timeoutMs: 60_000, signal: new AbortController().signal, packages })
}

/** An attacker's command in the sandbox in which packages are installed. */
async function whereInstalled(command: string): Promise<CommandResult> {
  const { double, folder } = current()
  const cache = openTarballCache(join(folder, 'archives'))
  const place = { sandboxesFolder: join(folder, 'sandboxes'), tools: await packageManagers(), labels: { project: 'p', turn: 't' } }
  return withInstallSandbox(
    { ...place, registry: double.registry, limits: undefined, cache, manager: null, groups: findControlGroups() },
    ({ sandbox }) => run(sandbox, command),
  )
}

beforeAll(() => current().double.add('plain', '1.0.0', { entries: [{ name: 'package/index.js', text: 'module.exports = 1' }] }))

test('an installation can reach nothing but the gate', async () => {
  const { double, folder } = current()
  const other = createServer((socket) => socket.end())
  let visits = 0
  other.on('connection', () => (visits += 1)).listen({ path: join(folder, 'other') })
  await once(other, 'listening')
  onTestFinished(() => void other.close())
  const port = new URL(double.registry.url).port
  const script = `
    const { connect } = require('node:net')
    const targets = [{ host: '127.0.0.1', port: ${port} }, { host: '169.254.169.254', port: 80 }, { host: '1.1.1.1', port: 53 }, { path: ${JSON.stringify(join(folder, 'other'))} }]
    const tries = targets.map((target) => new Promise((done) => {
      const socket = connect(target).once('connect', () => done('reached')).once('error', (error) => done(error.code))
      socket.setTimeout(2000, () => done('silent'))
    }))
    const named = new Promise((done) => require('node:dns').lookup('example.com', (error) => done(error ? 'no name' : 'a name')))
    Promise.all([...tries, named]).then((codes) => { console.log(codes.join(' ')); process.exit(0) })`
  const { stdout } = await whereInstalled(
    `cat > try.js <<'END'\n${script}\nEND\nnode try.js; ls /run /run/registry; tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' '`,
  )
  expect(stdout).toBe('ECONNREFUSED ENETUNREACH ENETUNREACH ENOENT no name\n/run:\nregistry\n\n/run/registry:\ngate\nlo\n')
  expect([visits, double.asked]).toEqual([0, []])
})

test('an installation can read no settings and credentials of the machine, from no file, environment or process', async () => {
  const command = `cat ~/.npmrc /root/.npmrc /etc/npmrc /usr/etc/npmrc; cat /proc/*/environ | tr '\\0' '\\n'; env; cat /proc/*/cmdline; cat /run/registry/gate`
  const { stdout } = await whereInstalled(command)
  expect(stdout).not.toContain(TOKEN)
  expect(stdout).not.toContain(current().double.registry.url)
  const asked = await whereInstalled(`exec 5<>/dev/tcp/127.0.0.1/4873; node -e "
    const { request } = require('node:http')
    for (const path of ['/plain', '/none', '/-/whoami', '/-/npm/v1/tokens']) request({ socketPath: '/run/registry/gate', path, headers: { host: 'x' } }, (answer) => { console.log(JSON.stringify(answer.headers)); answer.pipe(process.stdout) }).end()"`)
  expect(asked.stdout).toContain('plain-1.0.0.tgz')
  expect(asked.stdout).not.toContain(TOKEN)
  expect(asked.stdout).not.toContain(new URL(current().double.registry.url).host)
})

test('an agent’s sandbox has no gate, and explains what to do instead of installing', async () => {
  await inWorkSandbox(current(), async (sandbox) => {
    for (const command of ['npm install zod', 'npm i', 'npm ci', 'pnpm add zod', 'yarn', 'yarn add zod', 'bun install']) {
      const { exitCode, stderr } = await run(sandbox, command)
      expect({ command, exitCode, stderr }).toEqual({
        command,
        exitCode: 1,
        stderr: expect.stringContaining('Add what you need to package.json'),
      })
    }
    await sandbox.writeFile('package.json', Buffer.from('{"scripts":{"hello":"echo hello"}}'))
    expect((await run(sandbox, 'npm run --silent hello')).stdout).toBe('hello\n')
    expect(await run(sandbox, 'npx --yes no-such-tool')).toMatchObject({ exitCode: 1, stoppedBy: null })
    expect((await run(sandbox, 'ls /run; curl -sm 2 http://127.0.0.1:4873/clsx')).stdout).toBe('')
  })
})
