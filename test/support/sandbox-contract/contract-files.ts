import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Sandbox } from '#src/ports/sandbox.ts'
import { bytes, LABELS, type ProviderUnderTest, run, textOf } from './use-sandbox.ts'

const BAD_PATH = { name: 'Failure', kind: 'sandbox-path' }
const FIVE_MB = 5 * 1024 * 1024

export function filesContract(current: () => ProviderUnderTest): void {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await current().provider.create('react', LABELS)
  })
  afterAll(() => sandbox.destroy())

  test.each([
    ['text', bytes('Grüße\n')],
    ['nothing', new Uint8Array()],
    ['every possible byte', Uint8Array.from({ length: 256 }, (_, index) => index)],
    ['5 MB of noise', randomBytes(FIVE_MB)],
  ])('%s is read as it was written', async (name, content) => {
    await sandbox.writeFile(`kinds/${name}`, content)
    const read = await sandbox.readFile(`kinds/${name}`, FIVE_MB)
    expect(Buffer.from(read).equals(content)).toBe(true)
  })

  test('a file is replaced completely, even by a shorter one', async () => {
    await sandbox.writeFile('twice', bytes('the first and longer text'))
    await sandbox.writeFile('twice', bytes('short'))
    expect(await textOf(sandbox, 'twice')).toBe('short')
  })

  test('a file is read up to the allowed size, and never cut off', async () => {
    await sandbox.writeFile('ten', bytes('0123456789'))
    expect(await sandbox.readFile('ten', 10)).toHaveLength(10)
    await expect(sandbox.readFile('ten', 9)).rejects.toMatchObject(BAD_PATH)
  })

  test('reading a folder, a path below a file, or a missing file fails', async () => {
    await sandbox.writeFile('folder/file', bytes('x'))
    for (const path of ['folder', 'folder/file/below', 'missing', 'missing/file'])
      await expect(sandbox.readFile(path, 10)).rejects.toMatchObject(BAD_PATH)
    await expect(sandbox.writeFile('folder', bytes('x'))).rejects.toMatchObject(BAD_PATH)
    await expect(sandbox.writeFile('folder/file/below', bytes('x'))).rejects.toMatchObject(BAD_PATH)
  })

  test('a removed file is gone, a missing one may be removed, and a folder may not', async () => {
    await sandbox.writeFile('removal/file', bytes('x'))
    await sandbox.remove('removal/file')
    await sandbox.remove('removal/file')
    await sandbox.remove('removal/none/at/all')
    await expect(sandbox.remove('removal')).rejects.toMatchObject(BAD_PATH)
    expect(await sandbox.list('removal', 1)).toEqual([])
  })

  test('a renamed file moves into folders that are created for it, and over an existing file', async () => {
    await sandbox.writeFile('from', bytes('moved'))
    await sandbox.writeFile('new/place/to', bytes('old'))
    await sandbox.rename('from', 'new/place/to')
    await sandbox.rename('new/place/to', 'newer/place/to')
    expect(await textOf(sandbox, 'newer/place/to')).toBe('moved')
    await expect(sandbox.rename('from', 'anywhere')).rejects.toMatchObject(BAD_PATH)
    await expect(sandbox.rename('newer/place/to', 'newer')).rejects.toMatchObject(BAD_PATH)
  })

  test('many files are written into one new folder at once', async () => {
    const names = Array.from({ length: 30 }, (_, index) => `crowd/of/files/${index}`)
    await Promise.all(names.map((name) => sandbox.writeFile(name, bytes(name))))
    expect(await Promise.all(names.map((name) => textOf(sandbox, name)))).toEqual(names)
  })

  test('a list is sorted, as deep as requested, and doesn’t enter node_modules or .git', async () => {
    for (const path of ['b/c/d', 'b/a', 'a', 'node_modules/react/index.js', '.git/config'])
      await sandbox.writeFile(`listed/${path}`, bytes('12345'))
    const shown = async (path: string, depth: number) =>
      (await sandbox.list(path, depth)).map((entry) => `${entry.path} ${entry.kind} ${entry.sizeBytes}`)
    expect(await shown('listed', 1)).toEqual([
      'listed/.git directory 0',
      'listed/a file 5',
      'listed/b directory 0',
      'listed/node_modules directory 0',
    ])
    expect(await shown('listed/b', 3)).toEqual(['listed/b/a file 5', 'listed/b/c directory 0', 'listed/b/c/d file 5'])
    expect((await sandbox.list('listed', 9)).map(({ path }) => path)).not.toContain('listed/.git/config')
    expect((await sandbox.list('', 1)).map(({ path }) => path)).toContain('listed')
    for (const path of ['listed/none', 'listed/a', '..']) await expect(sandbox.list(path, 1)).rejects.toMatchObject(BAD_PATH)
  })

  test('a list is limited, however many files there are', async () => {
    await run(sandbox, 'mkdir many && cd many && seq 1 10500 | xargs touch')
    expect((await sandbox.list('many', 1)).length).toBe(10_000)
    await run(sandbox, 'rm -r many')
  })

  test('a snapshot has every regular file, and shows which ones changed since', async () => {
    await sandbox.writeFile('shot/old', bytes('old'))
    await sandbox.writeFile('shot/node_modules/package', bytes('x'))
    await run(sandbox, 'ln -s old shot/link; mkfifo shot/pipe; sleep 1')
    const startedMs = Date.now()
    await run(sandbox, 'echo changed > shot/new; touch -d "2001-01-01" shot/new')
    const shot = (await sandbox.snapshot()).filter(({ path }) => path.startsWith('shot/'))
    expect(shot.map(({ path }) => path).toSorted()).toEqual(['shot/new', 'shot/old'])
    expect(shot.filter(({ changedAtMs }) => changedAtMs >= startedMs).map(({ path }) => path)).toEqual(['shot/new'])
  })

  test('commands can change files from outside, and the other way round', async () => {
    await sandbox.writeFile('shared/note', bytes('one\n'))
    await run(sandbox, 'echo two >> shared/note; mkdir shared/made; echo three > shared/made/there; chmod 700 shared/made')
    expect(await textOf(sandbox, 'shared/note')).toBe('one\ntwo\n')
    await sandbox.writeFile('shared/made/there', bytes('four'))
    expect((await run(sandbox, 'cat shared/made/there; rm -r shared')).stdout).toBe('four')
  })
}
