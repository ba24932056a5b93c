import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Observation } from '#src/domain/agent/agent-protocol.ts'
import { openRealWorkspace } from '../../support/activities/real-workspace.ts'
import type { RealWorkspace } from '../../support/activities/real-workspace.ts'
import { FILES } from '../../support/activities/world.ts'

let bench: RealWorkspace
beforeAll(async () => {
  bench = await openRealWorkspace(FILES)
})
afterEach(() => bench.restore())
afterAll(() => bench.close())

const write = (path: string, content: string) => bench.act({ tool: 'writeFile', args: { path, content } })
const edit = (path: string, find: string, replace: string) => bench.act({ tool: 'editFile', args: { path, find, replace } })
const read = (path: string) => bench.act({ tool: 'readFile', args: { path, fromLine: null, lineCount: null } })
const list = (path: string) => bench.act({ tool: 'listFiles', args: { path, depth: null } })
const search = (pattern: string, path: string) => bench.act({ tool: 'searchFiles', args: { pattern, path } })
const error = (observation: Observation): unknown => observation['error']

describe('writeFile', () => {
  test('writeFile creates a file with its folders and returns its size', async () => {
    expect(await write('src/components/new/é.tsx', 'é\n')).toEqual({
      tool: 'writeFile',
      ok: true,
      path: 'src/components/new/é.tsx',
      bytesWritten: 3,
    })
    expect(await read('src/components/new/é.tsx')).toMatchObject({ text: 'é\n', lines: 2 })
    expect(await bench.changes()).toEqual({ 'src/components/new/é.tsx': 'é\n' })
  })

  test('writeFile replaces an existing file and hints at editFile', async () => {
    expect(await write('./src//components\\card.tsx', 'export {}\n')).toMatchObject({ ok: true, note: expect.stringContaining('editFile') })
    expect(await write('src/components/card.tsx', 'export {}\n')).toHaveProperty('note')
    expect(await write('src/other.tsx', 'export {}\n')).not.toHaveProperty('note')
    await bench.command('rm src/other.tsx')
    expect(await bench.changes()).toEqual({ 'src/components/card.tsx': 'export {}\n' })
  })

  test('writeFile leaves no change if the file equals the base again', async () => {
    await write('src/components/card.tsx', 'export {}\n')
    await write('src/components/card.tsx', FILES['src/components/card.tsx'] ?? '')
    expect(await bench.changes()).toEqual({})
  })

  test('writeFile refuses a file over the limit and writes nothing', async () => {
    expect(error(await write('src/big.ts', 'x'.repeat(256 * 1024 + 1)))).toContain('at most 262144 bytes; this one has 262145')
    expect(await read('src/big.ts')).toMatchObject({ ok: false })
    expect(await write('src/big.ts', 'x'.repeat(256 * 1024))).toMatchObject({ ok: true })
  })

  test('writeFile writes generated files but never counts them as changes', async () => {
    for (const path of ['node_modules/x/index.js', 'dist/app.js', '.ollio/notes.md', '.git/hooks/pre-commit']) {
      expect(await write(path, 'x')).toMatchObject({ ok: true })
    }
    expect(await bench.changes()).toEqual({})
    await write('.ollio/preview.tsx', 'export default 1\n')
    expect(await bench.changes()).toEqual({ '.ollio/preview.tsx': 'export default 1\n' })
  })
})

describe('a path outside the workspace', () => {
  test.each(['../secret', 'src/../../secret', '/workspace/../etc/passwd', 'src\\..\\x', 'a\0b', 'x'.repeat(121), 'a/'.repeat(25)])(
    'a path outside the workspace is refused by every tool: %j',
    async (path) => {
      const seen = [await write(path, 'x'), await edit(path, 'a', 'b'), await read(path), await list(path), await search('a', path)]
      for (const observation of seen) expect(error(observation)).toContain('outside the workspace')
      expect(await bench.changes()).toEqual({})
    },
  )

  test.each(['/etc/passwd', '/src/index.css', '/workspace/src/index.css'])('%j is resolved from the workspace root', async (path) => {
    expect(await read(path)).toMatchObject({ ok: path.endsWith('.css') })
  })

  test.each(['', '.', '/', '/workspace', 'src', 'src/'])('a path outside the workspace is not a file: %j', async (path) => {
    expect(await write(path, 'x')).toMatchObject({ ok: false })
    expect(await read(path)).toMatchObject({ ok: false })
    expect(await edit(path, 'a', 'b')).toMatchObject({ ok: false })
  })
})

test('links and special files that a command created are not followed', async () => {
  await bench.command('ln -s /etc/passwd link.txt; ln -s /etc folder; mkfifo pipe.txt; ln -s . loop')
  for (const path of ['link.txt', 'folder/passwd', 'pipe.txt', 'loop/src/index.css']) {
    expect(await read(path)).toMatchObject({ ok: false, error: 'sandbox-path' })
    expect(await edit(path, 'root', 'x')).toMatchObject({ ok: false, error: 'sandbox-path' })
  }
  expect(await write('folder/passwd', 'x')).toMatchObject({ ok: false, error: 'sandbox-path' })
  expect(await bench.changes()).toEqual({})
  expect(await write('link.txt', 'mine')).toMatchObject({ ok: true })
  expect(await read('link.txt')).toMatchObject({ text: 'mine' })
})

describe('editFile', () => {
  test('editFile replaces the only occurrence', async () => {
    expect(await edit('src/components/card.tsx', '<div />', '<section />')).toEqual({
      tool: 'editFile',
      ok: true,
      path: 'src/components/card.tsx',
      placesReplaced: 1,
    })
    expect(await bench.changes()).toEqual({ 'src/components/card.tsx': 'export function Card() {\n  return <section />\n}\n' })
  })

  test.each([
    ['<main />', 'does not occur'],
    ['r', 'occurs'],
    ['', 'is empty'],
  ])('editFile explains why finding %j fails, and changes nothing', async (find, problem) => {
    expect(error(await edit('src/components/card.tsx', find, 'x'))).toContain(problem)
    expect(await bench.changes()).toEqual({})
  })

  test('editFile keeps a byte order mark and line endings', async () => {
    await write('src/windows.ts', '\uFEFFconst a = 1\r\nconst b = 2\r\n')
    await edit('src/windows.ts', 'b = 2', 'b = 3')
    const bytes = await bench.workbench.sandbox.readFile('src/windows.ts', 1_000)
    expect(Buffer.from(bytes).toString('latin1')).toBe('ï»¿const a = 1\r\nconst b = 3\r\n')
  })

  test("editFile writes the file's line endings", async () => {
    await write('src/windows.ts', 'one\r\ntwo\r\nthree\r\n')
    expect(await edit('src/windows.ts', 'one\ntwo', 'one\nand\ntwo')).toMatchObject({ ok: true })
    expect(await bench.changes()).toEqual({ 'src/windows.ts': 'one\r\nand\r\ntwo\r\nthree\r\n' })
  })

  test('editFile refuses files that are not UTF-8, because an edit could change other bytes', async () => {
    await bench.command(String.raw`printf 'const a = "caf\xe9"\n' > src/latin.ts`)
    expect(error(await edit('src/latin.ts', 'const', 'let'))).toContain('not UTF-8 text')
  })

  test("editFile can't make a file larger than the limit", async () => {
    await write('src/big.ts', `a${'x'.repeat(256 * 1024 - 1)}`)
    expect(error(await edit('src/big.ts', 'a', 'abc'))).toContain('at most')
  })
})
