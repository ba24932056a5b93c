import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { searchFiles } from '#src/activities/agent/search-files.ts'
import { Failure } from '#src/domain/shared/failures.ts'
import { openRealWorkspace } from '../../support/activities/real-workspace.ts'
import type { RealWorkspace } from '../../support/activities/real-workspace.ts'
import { FILES } from '../../support/activities/world.ts'

let bench: RealWorkspace
beforeAll(async () => {
  bench = await openRealWorkspace({ ...FILES, 'src/a b.ts': 'const price = 1\n', 'node_modules/x/i.js': 'const price = 2\n' })
})
afterEach(() => bench.restore())
afterAll(() => bench.close())

const search = (pattern: string, path: string | null = null) => bench.act({ tool: 'searchFiles', args: { pattern, path } })

describe('searchFiles', () => {
  test.each<[string, string | null, string[]]>([
    ['price', null, ['src/a b.ts:1:const price = 1']],
    [String.raw`\bCard\b`, 'src', ['src/components/card.tsx:1:export function Card() {']],
    ['import', 'src/index.css', ['src/index.css:1:@import "tailwindcss";']],
    ['(?<=@)import', '', ['src/index.css:1:@import "tailwindcss";']],
    ['nothing has this', null, []],
    ['-e', null, []],
    ['"; touch /workspace/pwned; echo "', null, []],
    ['$(touch pwned)`touch pwned`', null, []],
  ])('%j in %j finds its lines', async (pattern, path, matches) => {
    expect(await search(pattern, path)).toEqual({ tool: 'searchFiles', ok: true, matches, moreMatches: false })
    expect(await bench.act({ tool: 'readFile', args: { path: 'pwned', fromLine: null, lineCount: null } })).toMatchObject({ ok: false })
  })

  test('searchFiles is limited to a hundred lines of three hundred characters, without binary files', async () => {
    await bench.command(
      `for i in 1 2 3; do yes 'price ${'x'.repeat(400)}' | head -n 60 > "src/$i.txt"; done; printf 'price\\0' > src/b.bin`,
    )
    const seen = await search('price')
    expect(seen).toMatchObject({ ok: true, moreMatches: true })
    const matches = seen['matches'] as string[]
    expect(matches).toHaveLength(100)
    expect(Math.max(...matches.map(({ length }) => length))).toBeLessThanOrEqual(300)
    expect(matches.filter((line) => line.includes('b.bin'))).toEqual([])
  })

  test.each(['', 'x'.repeat(301)])('searchFiles refuses an empty or too long pattern', async (pattern) => {
    expect(await search(pattern)).toMatchObject({ ok: false, error: 'The pattern must have 1 to 300 characters.' })
  })

  test.each([
    ['(', null, 'write a backslash'],
    ['price', 'src/none', 'Use listFiles to see'],
  ])('searchFiles explains what is wrong with %j in %j and what to do next', async (pattern, path, advice) => {
    expect(await search(pattern, path)).toMatchObject({ ok: false, error: expect.stringMatching(`grep[^]*${advice}`) })
  })

  test("searchFiles understands JavaScript's character escapes and skips build output", async () => {
    await bench.act({ tool: 'writeFile', args: { path: '.ollio/preview.tsx', content: 'café\n' } })
    await bench.command(`mkdir -p .ollio/view; echo café > .ollio/view/index.js`)
    expect(await search(String.raw`caf\u00e9`)).toMatchObject({ matches: ['.ollio/preview.tsx:1:café'] })
  })

  test('searchFiles stops with the turn, however long a pattern takes', async () => {
    await bench.command(`yes ${'a'.repeat(60)}b | head -n 20000 > src/slow.txt`)
    const stop = new AbortController()
    const searching = searchFiles(bench.workbench.sandbox, '(a|aa)+(a|aa)+(a|aa)+c', '', stop.signal)
    stop.abort()
    const failure: unknown = await searching.catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(Failure)
    expect((failure as Failure).kind).toBe('cancelled')
  })
})
