import { spawnSync } from 'node:child_process'
import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { extendEnvFile } from '#src/setup/env-file.ts'
import { privateKey } from '../../support/app-key.ts'

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ollio-env-'))
  path = join(folder, '.env')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const add = (required: Record<string, string>, optional: Record<string, string> = {}) =>
  extendEnvFile(path, { required, optional, note: 'The app' })
const modeOf = async (file: string) => (await stat(file)).mode & 0o777
/** Reads a setting as Node does. */
function readByNode(name: string): string {
  return spawnSync(process.execPath, [`--env-file=${path}`, '-p', `process.env.${name}`], { encoding: 'utf8', env: {} }).stdout.slice(0, -1)
}

describe('a new env file', () => {
  test('a new env file is readable by its owner only, whatever the umask, and no temporary file remains', async () => {
    const umask = process.umask(0)
    try {
      await add({ APP_ID: '12' })
    } finally {
      process.umask(umask)
    }
    expect(await readFile(path, 'utf8')).toBe('# The app\nAPP_ID=12\n')
    expect(await modeOf(path)).toBe(0o600)
    expect(await readdir(folder)).toEqual(['.env'])
  })

  test('a new env file returns the private key to Node unchanged', async () => {
    await add({ PRIVATE_KEY: privateKey, APP_ID: '12' })
    expect(readByNode('PRIVATE_KEY')).toBe(privateKey)
    expect(readByNode('APP_ID')).toBe('12')
    expect((await readFile(path, 'utf8')).trim().split('\n')).toHaveLength(3)
  })

  test.each([
    ['a space', 'two words'],
    ['a hash', 'a#b'],
    ['quotes', `say "it's"`.replace("'", '')],
    ['an apostrophe', `it's`],
    ['another setting', 'x\nEVIL=1'],
    ['another setting after a quote', 'x"\nEVIL=1'],
    ['a Windows line ending', 'x\r\nEVIL=1'],
    ['no content', ''],
    ['spaces around it', ' x '],
    ['an escape', 'a\\nb'],
    ['an equals sign', 'a=b=='],
  ])('a new env file returns a value with %s unchanged, or refuses it', async (_name, value) => {
    const isWritten = await add({ NAME: value }).then(
      () => true,
      () => false,
    )
    expect(await readdir(folder)).toEqual(isWritten ? ['.env'] : [])
    expect(parseEnv(await readFile(path, 'utf8').catch(() => ''))).toEqual(isWritten ? { NAME: value } : {})
  })

  test('a new env file keeps its note on one line', async () => {
    await extendEnvFile(path, { required: { A: '1' }, note: 'The app\nEVIL=1' })
    expect(parseEnv(await readFile(path, 'utf8'))).toEqual({ A: '1' })
  })
})

describe('an existing env file', () => {
  test.each([
    ['with a final line break', 'DATABASE_URL=postgresql://a/b\n# mine\n'],
    ['without a final line break', 'DATABASE_URL=postgresql://a/b\n# mine'],
    ['with Windows line endings', 'DATABASE_URL=postgresql://a/b\r\n# mine\r\n'],
    ['copied from .env.example', 'APP_ID=\n\nPRIVATE_KEY=\n# HOST=127.0.0.1\nDATABASE_URL=postgresql://a/b\n'],
    ['with multi-line text', 'DATABASE_URL=postgresql://a/b\nTEXT="one\ntwo"\n'],
  ])('%s keeps every byte, and the new settings take effect', async (_name, before) => {
    await writeFile(path, before)
    await chmod(path, 0o644)
    await add({ APP_ID: '12', PRIVATE_KEY: privateKey })
    const after = await readFile(path, 'utf8')
    expect(after.startsWith(before)).toBe(true)
    expect(await modeOf(path)).toBe(0o600)
    expect(parseEnv(after)).toMatchObject({ ...parseEnv(before), APP_ID: '12', PRIVATE_KEY: privateKey })
    expect(readByNode('APP_ID')).toBe('12')
    expect(await readdir(folder)).toEqual(['.env'])
  })

  test('an existing env file is not changed if it already has another value', async () => {
    await writeFile(path, 'APP_ID=11\n')
    await expect(add({ APP_ID: '12' })).rejects.toThrow('APP_ID is already set in this file')
    expect(await readFile(path, 'utf8')).toBe('APP_ID=11\n')
    expect(await readdir(folder)).toEqual(['.env'])
  })

  test('an existing env file is not changed if an unclosed quote would swallow the new settings', async () => {
    await writeFile(path, 'NAME="open\nOTHER=1\n')
    await expect(add({ APP_ID: '12', PRIVATE_KEY: privateKey })).rejects.toThrow(/is already set in this file, or could not be read back/)
    expect(await readFile(path, 'utf8')).toBe('NAME="open\nOTHER=1\n')
  })

  test('an existing env file keeps its own value of an optional setting', async () => {
    await writeFile(path, 'LINK_SECRET=mine\nPUBLIC_URL=\n')
    await add({ APP_ID: '12' }, { LINK_SECRET: 'new', PUBLIC_URL: 'https://ollio.example' })
    const after = await readFile(path, 'utf8')
    expect(after).not.toContain('new')
    expect(parseEnv(after)).toEqual({ APP_ID: '12', LINK_SECRET: 'mine', PUBLIC_URL: 'https://ollio.example' })
  })

  test('an existing env file behind a symbolic link is changed in place, and the link stays', async () => {
    await mkdir(join(folder, 'secrets'))
    await writeFile(join(folder, 'secrets/env'), 'A=1\n')
    await symlink('secrets/env', path)
    await add({ B: '2' })
    expect((await lstat(path)).isSymbolicLink()).toBe(true)
    expect(parseEnv(await readFile(join(folder, 'secrets/env'), 'utf8'))).toEqual({ A: '1', B: '2' })
  })
})

test('if the file cannot be written, the system error is reported and no temporary file remains', async () => {
  await mkdir(path)
  await expect(add({ APP_ID: '12' })).rejects.toMatchObject({ code: 'EISDIR' })
  path = join(folder, 'nowhere/.env')
  await expect(add({ APP_ID: '12' })).rejects.toMatchObject({ code: 'ENOENT' })
  expect(await readdir(folder)).toEqual(['.env'])
})
