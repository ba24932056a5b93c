import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readlink, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { collectPackages } from '#src/adapters/sandbox/bubblewrap/packages/collect-packages.ts'
import type { CommandResult, Sandbox } from '#src/ports/sandbox.ts'
import { inWorkSandbox, packageJson, packagesWorld } from '../../support/sandbox/packages-world.ts'

const current = packagesWorld()

function run(sandbox: Sandbox, command: string, packages: string | null = null): Promise<CommandResult> {
  return sandbox.run({ command, timeoutMs: 60_000, signal: new AbortController().signal, packages })
}

beforeAll(() => current().double.add('plain', '1.0.0', { entries: [{ name: 'package/index.js', text: 'module.exports = 1' }] }))

test('no script of a package runs, whatever its name and however it arrives', async () => {
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

test('a package’s archive writes nowhere else, and leaves no link, no special file and no permission behind', async () => {
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

test('links and special files that an installation still contains lead nowhere', async () => {
  const { folder } = current()
  const [from, to] = [join(folder, 'from'), join(folder, 'to')]
  await mkdir(join(from, 'node_modules/a'), { recursive: true })
  const links = { out: '../../../outside', absolute: '/etc/passwd', workspace: '../../packages/ui', own: './index.js' }
  for (const [name, target] of Object.entries(links)) execFileSync('ln', ['-s', target, join(from, 'node_modules/a', name)])
  const options = { folders: [''], at: '', bounds: { files: 100, bytes: 1_000 } }
  expect(await collectPackages(from, to, options, AbortSignal.timeout(60_000))).toMatchObject({ ok: true })
  const taken = await Promise.all(Object.keys(links).map((name) => readlink(join(to, 'packages/a', name)).catch(() => null)))
  expect(taken).toEqual([null, null, '/workspace/packages/ui', './index.js'])
  await mkdir(join(from, 'node_modules/a'), { recursive: true })
  execFileSync('/bin/sh', ['-c', 'mkfifo "$0"', join(from, 'node_modules/a/pipe')])
  expect(await collectPackages(from, join(folder, 'to-2'), options, AbortSignal.timeout(60_000))).toEqual({
    ok: false,
    cause: 'repository',
    reason: 'node_modules/a/pipe is not a file, a folder or a link',
  })
})

test.each([
  ['the folder of a package', 'packages/a', 'packages/a'],
  ['a folder above it', 'packages', 'packages/a'],
])('%s that became a link is not followed', async (what, link, folder) => {
  const place = join(current().folder, `linked ${what}`)
  const [from, to, outside] = [join(place, 'from'), join(place, 'to'), join(place, 'outside')]
  const secret = join(outside, folder.slice(link.length), 'node_modules/secret')
  await Promise.all([secret, join(from, link, '..')].map((path) => mkdir(path, { recursive: true })))
  await writeFile(join(secret, 'key'), 'of the machine')
  await symlink(outside, join(from, link))
  const options = { folders: ['', folder], at: '', bounds: { files: 100, bytes: 1_000 } }
  expect(await collectPackages(from, to, options, AbortSignal.timeout(60_000))).toEqual({
    ok: false,
    cause: 'repository',
    reason: 'the path packages/a has a symbolic link in it after the installation',
  })
  expect((await readdir(to, { recursive: true })).filter((path) => path.endsWith('key'))).toEqual([])
})

test.each([
  ['10,000 files', Array.from({ length: 10_000 }, (_, index) => ({ name: `package/${index % 100}/${index}.js`, text: '' }))],
  ['zeros that compress to almost nothing', [{ name: 'package/zeros', text: '\0'.repeat(64 * 1024 * 1024) }]],
  ['20 MB', [{ name: 'package/noise', text: randomBytes(15 * 1024 * 1024).toString('base64') }]],
])('a package of %s is refused, and nothing of it is stored', async (_what, entries) => {
  const { double, install, folder } = current()
  const name = `large-${randomBytes(4).toString('hex')}`
  await double.add(name, '1.0.0', { entries })
  const before: string[] = await readdir(join(folder, 'modules')).catch(() => [])
  const installed = await install(
    { 'package.json': packageJson({ [name]: '1.0.0' }) },
    { bounds: { files: 2_000, bytes: 16 * 1024 * 1024 } },
  )
  expect(installed).toEqual({
    ok: false,
    cause: 'repository',
    reason: expect.stringMatching(/more than (?:2000 files|16 MB)|larger than|decompression ratio/),
  })
  const after = await readdir(join(folder, 'modules'))
  expect(after.filter((each) => !before.includes(each))).toEqual([expect.stringMatching(/\.failed$/)])
})

test('stored packages can’t be changed from a sandbox', async () => {
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
