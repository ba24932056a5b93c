import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Observation } from '#src/domain/agent-protocol.ts'
import { openRealWorkbench } from './real-workbench.ts'
import type { RealWorkbench } from './real-workbench.ts'
import { FILES } from './world.ts'

const LINES = Array.from({ length: 1_000 }, (_, index) => `line ${index + 1}`)
let bench: RealWorkbench
beforeAll(async () => {
  bench = await openRealWorkbench({ ...FILES, 'src/long.txt': LINES.join('\n'), 'docs/a b/ünï.md': '# Ünï\n' })
})
afterEach(() => bench.restore())
afterAll(() => bench.close())

const write = (path: string, content: string) => bench.act({ tool: 'writeFile', args: { path, content } })
const edit = (path: string, find: string, replace: string) => bench.act({ tool: 'editFile', args: { path, find, replace } })
const read = (path: string, fromLine: number | null = null, lineCount: number | null = null) =>
  bench.act({ tool: 'readFile', args: { path, fromLine, lineCount } })
const list = (path: string, depth: number | null = null) => bench.act({ tool: 'listFiles', args: { path, depth } })
const search = (pattern: string, path: string | null = null) => bench.act({ tool: 'searchFiles', args: { pattern, path } })
const error = (observation: Observation): unknown => observation['error']

describe('writing', () => {
  test('makes a file with its folders, and tells how much was written', async () => {
    expect(await write('src/components/new/é.tsx', 'é\n')).toEqual({
      tool: 'writeFile',
      ok: true,
      path: 'src/components/new/é.tsx',
      bytesWritten: 3,
    })
    expect(await read('src/components/new/é.tsx')).toMatchObject({ text: 'é\n', lines: 2 })
    expect(await bench.changes()).toEqual({ 'src/components/new/é.tsx': 'é\n' })
  })

  test('replaces all of a file', async () => {
    await write('./src//components/card.tsx', 'export {}\n')
    expect(await bench.changes()).toEqual({ 'src/components/card.tsx': 'export {}\n' })
  })

  test('what a file said before leaves no change behind', async () => {
    await write('src/components/card.tsx', 'export {}\n')
    await write('src/components/card.tsx', FILES['src/components/card.tsx'] ?? '')
    expect(await bench.changes()).toEqual({})
  })

  test('more than a file may have is refused, and nothing is written', async () => {
    expect(error(await write('src/big.ts', 'x'.repeat(256 * 1024 + 1)))).toContain('at most 262144 bytes; this has 262145')
    expect(await read('src/big.ts')).toMatchObject({ ok: false })
    expect(await write('src/big.ts', 'x'.repeat(256 * 1024))).toMatchObject({ ok: true })
  })

  test('what is made and not written is written, but never counts as a change', async () => {
    for (const path of ['node_modules/x/index.js', 'dist/app.js', '.ollio/notes.md', '.git/hooks/pre-commit']) {
      expect(await write(path, 'x')).toMatchObject({ ok: true })
    }
    expect(await bench.changes()).toEqual({})
    await write('.ollio/preview.tsx', 'export default 1\n')
    expect(await bench.changes()).toEqual({ '.ollio/preview.tsx': 'export default 1\n' })
  })
})

describe('a path that leaves the workspace', () => {
  test.each(['../secret', 'src/../../secret', '/workspace/../etc/passwd', 'src\\..\\x', 'a\0b', 'x'.repeat(121), 'a/'.repeat(25)])(
    'is refused by every tool: %j',
    async (path) => {
      const seen = [await write(path, 'x'), await edit(path, 'a', 'b'), await read(path), await list(path), await search('a', path)]
      for (const observation of seen) expect(error(observation)).toContain('leaves the workspace')
      expect(await bench.changes()).toEqual({})
    },
  )

  test.each(['/etc/passwd', '/src/index.css', '/workspace/src/index.css'])('%j is meant from the workspace’s root', async (path) => {
    expect(await read(path)).toMatchObject({ ok: path.endsWith('.css') })
  })

  test.each(['', '.', '/', '/workspace', 'src', 'src/'])('names no file: %j', async (path) => {
    expect(await write(path, 'x')).toMatchObject({ ok: false })
    expect(await read(path)).toMatchObject({ ok: false })
    expect(await edit(path, 'a', 'b')).toMatchObject({ ok: false })
  })
})

test('links and special files that a command left behind are not followed', async () => {
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

describe('editing', () => {
  test('replaces the one place', async () => {
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
  ])('says what is wrong with finding %j, and changes nothing', async (find, problem) => {
    expect(error(await edit('src/components/card.tsx', find, 'x'))).toContain(problem)
    expect(await bench.changes()).toEqual({})
  })

  test('leaves a byte order mark and the ends of lines as they are', async () => {
    await write('src/windows.ts', '\uFEFFconst a = 1\r\nconst b = 2\r\n')
    await edit('src/windows.ts', 'b = 2', 'b = 3')
    const bytes = await bench.workbench.sandbox.readFile('src/windows.ts', 1_000)
    expect(Buffer.from(bytes).toString('latin1')).toBe('ï»¿const a = 1\r\nconst b = 3\r\n')
  })

  test('refuses what is no UTF-8, rather than to change bytes that nobody meant', async () => {
    await bench.command(String.raw`printf 'const a = "caf\xe9"\n' > src/latin.ts`)
    expect(error(await edit('src/latin.ts', 'const', 'let'))).toContain('not text in UTF-8')
  })

  test('can’t make a file larger than it may be', async () => {
    await write('src/big.ts', `a${'x'.repeat(256 * 1024 - 1)}`)
    expect(error(await edit('src/big.ts', 'a', 'abc'))).toContain('at most')
  })
})

describe('reading', () => {
  test('gives a long file in parts, and says how much more there is', async () => {
    expect(await read('src/long.txt')).toMatchObject({ fromLine: 1, lines: 1_000, moreLines: 600, text: LINES.slice(0, 400).join('\n') })
    expect(await read('src/long.txt', 401)).toMatchObject({ fromLine: 401, moreLines: 200 })
    const last = await read('src/long.txt', 999, 10_000)
    expect(last).toEqual({ tool: 'readFile', ok: true, path: 'src/long.txt', fromLine: 999, lines: 1_000, text: 'line 999\nline 1000' })
    expect(await read('src/long.txt', 7, 1)).toMatchObject({ text: 'line 7', moreLines: 993 })
  })

  test.each([
    [0, 0, 1],
    [-5, -5, 1],
    [5_000, 3, 5_000],
  ])('makes sense of line %i and count %i', async (fromLine, lineCount, from) => {
    expect(await read('src/long.txt', fromLine, lineCount)).toMatchObject({ ok: true, fromLine: from, lines: 1_000 })
  })

  test('gives no more of long lines than a model can take', async () => {
    await write('src/minified.js', 'x'.repeat(200_000))
    expect(String((await read('src/minified.js'))['text'])).toHaveLength(60_000)
  })

  test('fails for what isn’t there, or is too large', async () => {
    await bench.command('head -c 2000000 /dev/zero > zeros.bin')
    expect(await read('src/none.ts')).toMatchObject({ ok: false, error: 'sandbox-path' })
    expect(await read('zeros.bin')).toMatchObject({ ok: false, error: 'sandbox-path' })
  })
})

describe('listing', () => {
  test('tells names, kinds and sizes, as deep as asked', async () => {
    const seen = await list('')
    expect(seen['entries']).toEqual(expect.arrayContaining(['docs/', 'docs/a b/', 'package.json (31 bytes)', 'src/components/']))
    expect(seen['entries']).not.toContain('docs/a b/ünï.md (8 bytes)')
    expect(await list('docs', 9)).toMatchObject({ path: 'docs', entries: ['docs/a b/', 'docs/a b/ünï.md (8 bytes)'] })
    expect(await list('src', 0)).toMatchObject({ entries: ['src/components/', 'src/index.css (23 bytes)', 'src/long.txt (8892 bytes)'] })
    expect(await list('src/none')).toMatchObject({ ok: false })
  })

  test('of many files says how many are left out', async () => {
    await bench.command('mkdir many; cd many; for i in $(seq 450); do : > "$i.txt"; done')
    const seen = await list('many')
    await bench.command('rm -r many')
    expect(seen['entries']).toHaveLength(400)
    expect(seen['notListed']).toBe(50)
  })
})
