import { mkdir, mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFileArtifacts } from '#src/adapters/files/file-artifacts.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ollio-artifacts-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const bytes = (text: string) => new TextEncoder().encode(text)
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
const MISSING = { name: 'Failure', kind: 'artifact-missing' }

async function filesBelow(path: string): Promise<string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name)
}

test('what is put is found again under the SHA-256 of its bytes', async () => {
  const artifacts = createFileArtifacts(join(folder, 'new', 'folder'))
  const key = await artifacts.put(bytes('hello'))
  expect(key).toBe('2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824')
  expect(Buffer.from(await artifacts.get(key)).toString()).toBe('hello')
  expect(await artifacts.put(new Uint8Array())).toBe(EMPTY)
  expect(await artifacts.get(EMPTY)).toHaveLength(0)
})

test('a store that can’t be read or written says so, and does not call its files missing', async () => {
  const artifacts = createFileArtifacts(folder)
  const key = await artifacts.put(bytes('hello'))
  const [path = ''] = (await readdir(folder)).map((name) => join(folder, name))
  await rm(path, { recursive: true })
  // A folder in the place of the file can't be read, whoever runs the test.
  await mkdir(join(path, key), { recursive: true })
  await expect(artifacts.get(key)).rejects.toMatchObject({ kind: 'storage-unavailable' })
  await expect(createFileArtifacts('/dev/null').put(bytes('x'))).rejects.toMatchObject({ kind: 'storage-unavailable' })
})

test('the same bytes are one file, also where many put them at once, and nothing half is left', async () => {
  const artifacts = createFileArtifacts(folder)
  const large = new Uint8Array(2_000_000).fill(7)
  const keys = await Promise.all(Array.from({ length: 20 }, () => artifacts.put(large)))
  await artifacts.put(large)
  expect(new Set(keys).size).toBe(1)
  expect(await filesBelow(folder)).toEqual([keys[0]])
})

test('a file that is damaged or cut is never handed out, and is put anew', async () => {
  const artifacts = createFileArtifacts(folder)
  const key = await artifacts.put(bytes('whole'))
  const path = join(folder, key.slice(0, 2), key)
  await writeFile(path, 'other')
  await expect(artifacts.get(key)).rejects.toMatchObject(MISSING)
  await truncate(path, 0)
  await expect(artifacts.get(key)).rejects.toMatchObject(MISSING)
  await artifacts.put(bytes('whole'))
  expect(Buffer.from(await artifacts.get(key)).toString()).toBe('whole')
})

test.each(['', '../../etc/passwd', 'a'.repeat(63), 'A'.repeat(64), `${'a'.repeat(64)}\n`, 'a'.repeat(64)])(
  'there is nothing under %j',
  async (key) => {
    await expect(createFileArtifacts(folder).get(key)).rejects.toMatchObject(MISSING)
  },
)

test('where nothing can be written the error says so, and leaves nothing behind', async () => {
  const artifacts = createFileArtifacts(folder)
  await mkdir(join(folder, EMPTY.slice(0, 2), EMPTY), { recursive: true })
  await expect(artifacts.put(new Uint8Array())).rejects.toMatchObject({
    kind: 'storage-unavailable',
    cause: { code: expect.stringMatching(/EISDIR|ENOTEMPTY|EEXIST/) },
  })
  expect(await filesBelow(folder)).toEqual([])
})
