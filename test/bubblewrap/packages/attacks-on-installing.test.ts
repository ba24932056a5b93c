import { once } from 'node:events'
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { findControlGroups } from '#src/adapters/bubblewrap/control-groups.ts'
import { inInstallSandbox } from '#src/adapters/bubblewrap/packages/install-sandbox.ts'
import type { CommandResult, Sandbox } from '#src/ports/sandbox.ts'
import { packageManagers } from '#test/support/packages.ts'
import { TOKEN } from './registry-double.ts'
import { inWorkSandbox, packageJson, packagesWorld } from './world.ts'

const current = packagesWorld()

function run(sandbox: Sandbox, command: string, modules: string | null = null): Promise<CommandResult> {
  return sandbox.run({ command, timeoutMs: 60_000, signal: new AbortController().signal, modules })
}

/** A command of an attacker in the very sandbox that packages are installed in. */
async function whereInstalled(command: string): Promise<CommandResult> {
  const { double, folder } = current()
  const place = { sandboxesFolder: join(folder, 'sandboxes'), tools: await packageManagers(), labels: { project: 'p', turn: 't' } }
  return inInstallSandbox({ ...place, registry: double.registry, limits: undefined, groups: findControlGroups() }, (sandbox) =>
    run(sandbox, command),
  )
}

beforeAll(() => current().double.add('plain', '1.0.0', { entries: [{ name: 'package/index.js', text: 'module.exports = 1' }] }))

test('where packages are installed nothing but the gate can be reached', async () => {
  const { double, folder } = current()
  const other = createServer((socket) => socket.end())
  let visits = 0
  other.on('connection', () => (visits += 1)).listen({ path: join(folder, 'other') })
  await once(other, 'listening')
  onTestFinished(() => void other.close())
  const port = new URL(double.registry.url).port
  const script = `
    const { connect } = require('node:net')
    const targets = [{ port: ${port} }, { host: '169.254.169.254', port: 80 }, { host: '1.1.1.1', port: 53 }, { path: ${JSON.stringify(join(folder, 'other'))} }]
    const tries = targets.map((target) => new Promise((done) => {
      const socket = connect(target).once('connect', () => done('reached')).once('error', (error) => done(error.code))
      socket.setTimeout(2000, () => done('silent'))
    }))
    const named = new Promise((done) => require('node:dns').lookup('example.com', (error) => done(error ? 'no name' : 'a name')))
    Promise.all([...tries, named]).then((codes) => { console.log(codes.join(' ')); process.exit(0) })`
  const { stdout } = await whereInstalled(`cat > try.js <<'END'\n${script}\nEND\nnode try.js; ls /run /run/registry; ls /sys/class/net`)
  expect(stdout).toBe('ECONNREFUSED ENETUNREACH ENETUNREACH ENOENT no name\n/run:\nregistry\n\n/run/registry:\ngate\nlo\n')
  expect([visits, double.asked]).toEqual([0, []])
})

test('of the machine’s settings and credentials nothing can be read, from no file, environment or process', async () => {
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

test('a sandbox of an agent has no gate, and is told what to do instead of installing', async () => {
  await inWorkSandbox(current(), async (sandbox) => {
    for (const command of ['npm install zod', 'npm i', 'npm ci', 'pnpm add zod', 'yarn', 'yarn add zod', 'bun install']) {
      const { exitCode, stderr } = await run(sandbox, command)
      expect({ command, exitCode, stderr }).toEqual({
        command,
        exitCode: 1,
        stderr: expect.stringContaining('Write what you need into package.json'),
      })
    }
    expect((await run(sandbox, 'ls /run; curl -sm 2 http://127.0.0.1:4873/clsx')).stdout).toBe('')
  })
})

test('no script of a package runs, whatever it is called and however it comes', async () => {
  const { double, modulesFor } = current()
  const scripts = Object.fromEntries(
    ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish', 'preprepare', 'postprepare', 'dependencies'].map((name) => [
      name,
      'touch /workspace/node_modules/ran ran',
    ]),
  )
  await double.add('eager', '1.0.0', { manifest: { scripts, gypfile: true }, entries: [{ name: 'package/binding.gyp', text: '{}' }] })
  for (const name of ['package-lock.json', 'pnpm-lock.yaml', 'yarn.lock']) {
    const manifest = packageJson({ eager: '1.0.0' }, { scripts, description: name })
    const installed = await modulesFor({ 'package.json': manifest })
    const { stdout } = await inWorkSandbox(current(), (sandbox) =>
      run(sandbox, 'find /node_modules -name ran; ls /node_modules', installed.id),
    )
    expect(stdout).toBe('eager\n')
  }
})

test('an archive of a package writes nowhere else, and leaves no link, no special file and no right behind', async () => {
  const { double, modulesFor, folder } = current()
  const victim = join(folder, 'victim')
  await writeFile(victim, 'as it was')
  await double.add('hostile', '1.0.0', {
    entries: [
      { name: 'package/../../../../../../../../../../workspace/escaped', text: 'x' },
      { name: '/workspace/absolute', text: 'x' },
      { name: `package/../../../../../../../..${victim}`, text: 'changed' },
      { name: 'package/link', type: 'symlink', linkname: victim },
      { name: 'package/up', type: 'symlink', linkname: '../../..' },
      { name: 'package/up/through', text: 'x' },
      { name: 'package/hard', type: 'link', linkname: victim },
      { name: 'package/pipe', type: 'fifo' },
      { name: 'package/device', type: 'block-device', devmajor: 8, devminor: 0 },
      { name: 'package/rights', text: '#!/bin/sh\nid -u', mode: 0o6777 },
      { name: 'package/index.js', text: 'module.exports = "fine"' },
    ],
  })
  const { id } = await modulesFor({ 'package.json': packageJson({ hostile: '1.0.0' }) })
  const kept = join(folder, 'modules', id)
  const entries = await readdir(kept, { recursive: true, withFileTypes: true })
  expect(entries.filter((entry) => !entry.isFile() && !entry.isDirectory())).toEqual([])
  for (const entry of entries) expect((await stat(join(entry.parentPath, entry.name))).mode & 0o7022).toBe(0)
  const { stdout } = await inWorkSandbox(current(), (sandbox) =>
    run(sandbox, `node -p 'require("hostile")'; ls /workspace; cat ${victim}`, id),
  )
  expect(stdout).toBe('fine\nnode_modules\n')
  expect((await readdir(join(folder))).includes('escaped')).toBe(false)
})

test('links and special files that an installation has all the same lead nowhere', async () => {
  const { takePackages } = await import('#src/adapters/bubblewrap/packages/take-packages.ts')
  const { folder } = current()
  const [from, to] = [join(folder, 'from'), join(folder, 'to')]
  await mkdir(join(from, 'node_modules/a'), { recursive: true })
  const links = { out: '../../../outside', absolute: '/etc/passwd', workspace: '../../packages/ui', own: './index.js' }
  const { execFileSync } = await import('node:child_process')
  for (const [name, target] of Object.entries(links)) execFileSync('ln', ['-s', target, join(from, 'node_modules/a', name)])
  const options = { folders: [''], at: '', bounds: { files: 100, bytes: 1_000 } }
  expect(await takePackages(from, to, options)).toMatchObject({ ok: true })
  const taken = await Promise.all(
    Object.keys(links).map((name) =>
      import('node:fs/promises').then(({ readlink }) => readlink(join(to, 'packages/a', name)).catch(() => null)),
    ),
  )
  expect(taken).toEqual([null, null, '/workspace/packages/ui', './index.js'])
  execFileSync('mkfifo', [join(from, 'node_modules/a/pipe')])
  expect(await takePackages(from, join(folder, 'to-2'), options)).toEqual({
    ok: false,
    reason: 'node_modules/a/pipe is no file that a package may have',
  })
})

test.each([
  [
    '100,000 files',
    Array.from({ length: 100_000 }, (_, index) => ({ name: `package/${index % 100}/${index}.js`, text: '' })),
    /more than 2000 files|larger than/,
  ],
  [
    'files of a gigabyte that are nothing packed',
    [{ name: 'package/zeros', text: '\0'.repeat(64 * 1024 * 1024) }],
    /more than 16 MB|larger than/,
  ],
])('a package of %s is refused, and nothing of it is kept', async (_what, entries, reason) => {
  const { double, install, folder } = current()
  const name = `large-${entries.length}`
  await double.add(name, '1.0.0', { entries })
  const before = await readdir(join(folder, 'modules')).catch(() => [])
  const installed = await install(
    { 'package.json': packageJson({ [name]: '1.0.0' }) },
    { bounds: { taken: { files: 2_000, bytes: 16 * 1024 * 1024 } } },
  )
  expect(installed).toEqual({ ok: false, reason: expect.stringMatching(reason) })
  const after = await readdir(join(folder, 'modules'))
  expect(after.filter((each) => !before.includes(each))).toEqual([expect.stringMatching(/\.failed$/)])
})

test('kept packages can not be changed from a sandbox', async () => {
  const { modulesFor, folder } = current()
  const { id } = await modulesFor({ 'package.json': packageJson({ plain: '1.0.0' }) })
  const attacks = [
    ...[
      'echo changed > index.js',
      'echo changed >> index.js',
      'rm -f index.js',
      'mv index.js other.js',
      'chmod 777 index.js',
      'chown 1000 .',
    ],
    ...['ln index.js /workspace/index.js', 'touch -d 2000-01-01 index.js', 'mkdir new', 'truncate -s 0 index.js', 'ln -s /etc/passwd new'],
    ...[
      'mount -o remount,rw /node_modules',
      'mount --bind /workspace /node_modules',
      'cp --reflink=always index.js /modules/x',
      'setfattr -n user.x -v y index.js',
    ],
  ]
  await inWorkSandbox(current(), async (sandbox) => {
    for (const attack of attacks) {
      const { exitCode } = await run(sandbox, `cd /node_modules/plain && ${attack}`, id)
      expect({ attack, refused: exitCode !== 0 }).toEqual({ attack, refused: true })
    }
  })
  const place = join(folder, 'modules', id, 'packages/plain')
  expect((await readdir(place)).toSorted()).toEqual(['index.js', 'package.json'])
  await inWorkSandbox(current(), async (sandbox) => {
    expect((await run(sandbox, `node -p 'require("plain")'`, id)).stdout).toBe('1\n')
    expect((await run(sandbox, 'ls /node_modules/react/package.json; ls /modules')).stdout).toBe('/node_modules/react/package.json\n')
  })
})
