import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openRealWorkspace } from '../../support/activities/real-workspace.ts'
import type { RealWorkspace } from '../../support/activities/real-workspace.ts'
import { FILES } from '../../support/activities/world.ts'

const LINES = Array.from({ length: 1_000 }, (_, index) => `line ${index + 1}`)
let bench: RealWorkspace
beforeAll(async () => {
  bench = await openRealWorkspace({ ...FILES, 'src/long.txt': LINES.join('\n'), 'docs/a b/ünï.md': '# Ünï\n' })
})
afterEach(() => bench.restore())
afterAll(() => bench.close())

const write = (path: string, content: string) => bench.act({ tool: 'writeFile', args: { path, content } })
const read = (path: string, fromLine: number | null = null, lineCount: number | null = null) =>
  bench.act({ tool: 'readFile', args: { path, fromLine, lineCount } })
const list = (path: string, depth: number | null = null) => bench.act({ tool: 'listFiles', args: { path, depth } })

describe('readFile', () => {
  test('readFile returns a long file in parts and says how much is left', async () => {
    expect(await read('src/long.txt')).toMatchObject({ fromLine: 1, lines: 1_000, moreLines: 600, text: LINES.slice(0, 400).join('\n') })
    expect(await read('src/long.txt', 401)).toMatchObject({ fromLine: 401, moreLines: 200, nextLine: 801 })
    const last = await read('src/long.txt', 999, 10_000)
    expect(last).toEqual({ tool: 'readFile', ok: true, path: 'src/long.txt', fromLine: 999, lines: 1_000, text: 'line 999\nline 1000' })
    expect(await read('src/long.txt', 7, 1)).toMatchObject({ text: 'line 7', moreLines: 993 })
  })

  test.each([
    [0, 0, 1],
    [-5, -5, 1],
    [5_000, 3, 5_000],
  ])('readFile handles line %i and count %i', async (fromLine, lineCount, from) => {
    expect(await read('src/long.txt', fromLine, lineCount)).toMatchObject({ ok: true, fromLine: from, lines: 1_000 })
  })

  test('readFile cuts long lines', async () => {
    await write('src/minified.js', 'x'.repeat(200_000))
    expect((await read('src/minified.js'))['text']).toBe(`${'x'.repeat(2_000)}… 198000 more characters in this line`)
    await write('src/wide.txt', `${'x'.repeat(1_999)}\n`.repeat(100))
    expect(await read('src/wide.txt')).toMatchObject({ lines: 101, moreLines: 86, nextLine: 16 })
    expect(await read('src/wide.txt', 16)).toMatchObject({ fromLine: 16, nextLine: 31 })
  })

  test('readFile says where a file ends and which line endings it has', async () => {
    await write('src/windows.ts', '\uFEFFa\r\nb\r\n')
    expect(await read('src/windows.ts')).toMatchObject({ text: 'a\nb\n', lines: 3, lineEnds: expect.stringContaining('CRLF') })
    expect(await read('src/windows.ts', 9)).toMatchObject({ ok: true, text: '', note: 'The file has only 3 lines.' })
    await write('src/mixed.ts', 'a\r\nb\n')
    expect((await read('src/mixed.ts'))['text']).toBe('a\r\nb\n')
  })

  test.each([
    ['a picture', String.raw`printf '\x89PNG\r\n\x1a\n' > logo.png`, 'logo.png'],
    ['zeros', 'head -c 100 /dev/zero > zeros.bin', 'zeros.bin'],
  ])('readFile refuses files that are not text: %s', async (_case, command, path) => {
    await bench.command(command)
    expect(await read(path)).toMatchObject({ ok: false, error: expect.stringContaining('not UTF-8 text') })
  })

  test('readFile fails for missing files and files that are too large', async () => {
    await bench.command('head -c 2000000 /dev/zero > zeros.bin')
    expect(await read('src/none.ts')).toMatchObject({ ok: false, error: 'sandbox-path' })
    expect(await read('zeros.bin')).toMatchObject({ ok: false, error: 'sandbox-path' })
  })
})

describe('listFiles', () => {
  test('listFiles returns names, kinds and sizes up to the requested depth', async () => {
    const seen = await list('')
    expect(seen['entries']).toEqual(expect.arrayContaining(['docs/', 'docs/a b/', 'package.json (31 bytes)', 'src/components/']))
    expect(seen['entries']).not.toContain('docs/a b/ünï.md (8 bytes)')
    expect(await list('docs', 9)).toMatchObject({ path: 'docs', entries: ['docs/a b/', 'docs/a b/ünï.md (8 bytes)'] })
    expect(await list('src', 0)).toMatchObject({ entries: ['src/components/', 'src/index.css (23 bytes)', 'src/long.txt (8892 bytes)'] })
    expect(await list('src/none')).toMatchObject({ ok: false })
  })

  test('listFiles says how many of many files are not listed', async () => {
    await bench.command('mkdir many; cd many; for i in $(seq 450); do : > "$i.txt"; done')
    const seen = await list('many')
    await bench.command('rm -r many')
    expect(seen['entries']).toHaveLength(400)
    expect(seen['notListed']).toBe(50)
  })
})
