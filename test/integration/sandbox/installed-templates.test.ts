import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createTemplates } from '#src/adapters/sandbox/bubblewrap/installed-templates.ts'

let folder: string
let messages: string[]
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ollio-templates-'))
  messages = []
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Writes a template without packages. */
async function lay(name: string, files: Record<string, string>): Promise<void> {
  const lockfile = { name, lockfileVersion: 3, requires: true, packages: { '': { name } } }
  const all = { 'package.json': JSON.stringify({ name }), 'package-lock.json': JSON.stringify(lockfile), ...files }
  await mkdir(join(folder, 'sources', name), { recursive: true })
  for (const [path, text] of Object.entries(all)) await writeFile(join(folder, 'sources', name, path), text)
}

const open = () =>
  createTemplates({
    templatesFolder: join(folder, 'sources'),
    cacheFolder: join(folder, 'cache'),
    onProgress: (message) => messages.push(message),
  })

test('a template is installed on first use, once for all callers, and no other is installed', async () => {
  await Promise.all([lay('react', { tool: '1' }), lay('nextjs', { tool: '2' })])
  const templates = open()
  expect(messages).toEqual([])
  const [one, other] = await Promise.all([templates('react'), templates('react')])
  expect(other).toBe(one)
  expect(await open()('react')).toBe(one)
  expect(messages).toEqual(['installing the packages of the react template'])
  expect(await readdir(join(folder, 'cache/templates'))).toHaveLength(1)
})

test('nextjs has the files of react, with its own files on top', async () => {
  await Promise.all([lay('react', { shared: 'react', tool: 'react' }), lay('nextjs', { tool: 'nextjs' })])
  const before = await open()('nextjs')
  const tool = (name: string) => readFile(join(before, 'template', name), 'utf8')
  expect(await Promise.all(['shared', 'tool'].map(tool))).toEqual(['react', 'nextjs'])
  expect(JSON.parse(await readFile(join(before, 'package.json'), 'utf8'))).toEqual({ name: 'nextjs' })
  await lay('react', { shared: 'changed', tool: 'react' })
  expect(await open()('nextjs')).not.toBe(before)
})

test('a failed installation is tried again', async () => {
  await lay('react', { 'package-lock.json': 'broken' })
  const templates = open()
  await expect(templates('react')).rejects.toMatchObject({ kind: 'sandbox-unavailable' })
  await lay('react', {})
  expect(await templates('react')).toContain('react-')
  expect(await readdir(join(folder, 'cache/templates'))).toHaveLength(1)
})

test('a registry that does not answer is named as the cause', async () => {
  vi.stubEnv('npm_config_registry', 'http://127.0.0.1:1/')
  vi.stubEnv('npm_config_fetch_retries', '0')
  const lockfile = {
    ...{ name: 'react', lockfileVersion: 3, requires: true },
    packages: { '': { dependencies: { nowhere: '1.0.0' } }, 'node_modules/nowhere': { version: '1.0.0' } },
  }
  await lay('react', {
    'package.json': JSON.stringify({ name: 'react', dependencies: { nowhere: '1.0.0' } }),
    'package-lock.json': JSON.stringify(lockfile),
  })
  try {
    await expect(open()('react')).rejects.toMatchObject({
      kind: 'registry-unavailable',
      message: expect.stringMatching(/because the package registry did not answer:\nnpm error code ECONNREFUSED/),
    })
  } finally {
    vi.unstubAllEnvs()
  }
})
