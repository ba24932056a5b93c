import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { KEPT, openPackageStore } from '#src/adapters/sandbox/bubblewrap/packages/package-store.ts'

const [A, B, C, D] = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(64)) as [string, string, string, string]
const HOUR_MS = 60 * 60_000

let folder: string
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'ollio-store-')), 'modules')
  return () => rm(join(folder, '..'), { recursive: true })
})

const made = (sizeBytes: number, lockfile: string | null = null) => ({ links: {}, sizeBytes, lockfile, unavailable: [] })

async function unusedSince(id: string, hoursAgo: number): Promise<void> {
  await utimes(join(folder, id, KEPT.used), new Date(), new Date(Date.now() - hoursAgo * HOUR_MS))
}

test('a stored install is found, by another process too, and others are not', async () => {
  await openPackageStore(folder).keep(A, async () => made(10, 'the lockfile'))
  expect(await openPackageStore(folder).find(A)).toEqual(made(10, 'the lockfile'))
  expect(await openPackageStore(folder).find(B)).toBeNull()
})

test('two simultaneous installs result in one complete install and no leftover files', async () => {
  const stores = [openPackageStore(folder), openPackageStore(folder)]
  await Promise.all(
    stores.map((store, index) =>
      store.keep(A, async (unfinished) => {
        await mkdir(join(unfinished, KEPT.packages))
        await writeFile(join(unfinished, KEPT.packages, `of-${index}`), '')
        return made(1)
      }),
    ),
  )
  expect(await readdir(folder)).toEqual([A])
  expect(await readdir(join(folder, A, KEPT.packages))).toHaveLength(1)
})

test('an install that fails or is refused leaves nothing', async () => {
  const store = openPackageStore(folder)
  await expect(store.keep(A, () => Promise.reject(new Error('the disk is full')))).rejects.toThrow('the disk is full')
  expect(await store.keep(A, async () => null)).toBeNull()
  expect(await readdir(folder)).toEqual([])
})

test('over the limit, the least recently used installs are deleted, but none in use', async () => {
  const store = openPackageStore(folder, { storeBytes: 25 })
  await store.keep(A, async () => made(10))
  await store.keep(B, async () => made(10))
  await unusedSince(A, 1)
  await unusedSince(B, 2)
  await store.keep(C, async () => made(10))
  expect((await readdir(folder)).toSorted()).toEqual([A, C])
  await store.bindsFor(A, HOUR_MS)
  await unusedSince(C, 3)
  await store.keep(D, async () => made(10))
  expect((await readdir(folder)).toSorted()).toEqual([A, D])
})

test('the limit may be exceeded if all installs are in use', async () => {
  const store = openPackageStore(folder, { storeBytes: 15 })
  for (const id of [A, B, C]) {
    await store.keep(id, async () => made(10))
    await store.bindsFor(id, 1_000)
  }
  expect(await readdir(folder)).toHaveLength(3)
})

test('what a killed process left unfinished is deleted after a while', async () => {
  const store = openPackageStore(folder)
  await mkdir(join(folder, `${A}.01234567`, KEPT.packages), { recursive: true })
  await mkdir(join(folder, `${B}.01234567`))
  await utimes(join(folder, `${A}.01234567`), new Date(), new Date(Date.now() - 2 * HOUR_MS))
  await store.keep(C, async () => made(1))
  expect((await readdir(folder)).toSorted()).toEqual([`${B}.01234567`, C])
})

test('deleted packages are not found, and paths are not accepted as ids', async () => {
  const store = openPackageStore(folder)
  await expect(store.bindsFor(A, 1_000)).rejects.toMatchObject({ kind: 'sandbox-lost' })
  await expect(store.bindsFor('../../etc', 1_000)).rejects.toMatchObject({ kind: 'unexpected' })
})

test('a failure is cached for a short time', async () => {
  const store = openPackageStore(folder)
  await store.keepFailure(A, 'there is no such package')
  expect(await store.failureOf(A)).toBe('there is no such package')
  await writeFile(join(folder, `${A}.failed`), JSON.stringify({ reason: 'x', atMs: Date.now() - HOUR_MS }))
  expect(await store.failureOf(A)).toBeNull()
  expect(await store.failureOf(B)).toBeNull()
})
