import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { mergeTexts } from '#src/adapters/diff/merge-texts.ts'

const BASE = 'one\ntwo\nthree\nfour\nfive\nsix\n'

test.each([
  [
    'changes in different places',
    'ONE\ntwo\nthree\nfour\nfive\nsix\n',
    'one\ntwo\nthree\nfour\nfive\nSIX\n',
    'ONE\ntwo\nthree\nfour\nfive\nSIX\n',
  ],
  [
    'the same change twice',
    'ONE\ntwo\nthree\nfour\nfive\nsix\n',
    'ONE\ntwo\nthree\nfour\nfive\nsix\n',
    'ONE\ntwo\nthree\nfour\nfive\nsix\n',
  ],
  ['a change of one side alone', BASE, 'one\ntwo\nsix\n', 'one\ntwo\nsix\n'],
  ['deleted lines and new lines', 'one\ntwo\nfour\nfive\nsix\n', 'zero\n' + BASE, 'zero\none\ntwo\nfour\nfive\nsix\n'],
  ['two changes of the same line', 'ONE\ntwo\nthree\nfour\nfive\nsix\n', 'Uno\ntwo\nthree\nfour\nfive\nsix\n', null],
  ['a change of a deleted line', 'one\ntwo\nthree\nfour\nfive\nSIX\n', 'one\ntwo\nthree\nfour\nfive\n', null],
  ['changes of adjacent lines', 'one\nTWO\nthree\nfour\nfive\nsix\n', 'one\ntwo\nTHREE\nfour\nfive\nsix\n', null],
])('gives the right merge for %s', (_what, ours, theirs, merged) => {
  expect(mergeTexts({ base: BASE, ours, theirs })).toBe(merged)
  expect(mergeTexts({ base: BASE, ours: theirs, theirs: ours })).toBe(merged)
})

test('line endings and a last line without one stay unchanged', () => {
  expect(mergeTexts({ base: 'a\r\nb\r\nc\r\nd', ours: 'A\r\nb\r\nc\r\nd', theirs: 'a\r\nb\r\nc\r\nD' })).toBe('A\r\nb\r\nc\r\nD')
})

test('a file with many equal lines is merged', () => {
  const lines = Array.from({ length: 20_000 }, (_, index) => (index % 3 === 0 ? `line ${index}` : '}'))
  const base = lines.join('\n')
  const merged = mergeTexts({ base, ours: `first\n${base}`, theirs: `${base}\nlast` })
  expect(merged).toBe(`first\n${base}\nlast`)
})

test('texts with too little in common are not merged', () => {
  const other = (word: string) => Array.from({ length: 2_000 }, (_, index) => `${word} ${index}`).join('\n')
  expect(mergeTexts({ base: other('base'), ours: other('ours'), theirs: other('base') })).toBeNull()
})

test('hundreds of random edits merge or conflict as in git', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ollio-merge-'))
  let seed = 7
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return seed % below
  }
  const edited = (lines: readonly string[]): string => {
    const result = [...lines]
    for (let edits = 1 + random(3); edits > 0; edits -= 1)
      result.splice(random(result.length), random(3), ...(random(2) === 0 ? [] : [`new ${random(4)}`]))
    return `${result.join('\n')}\n`
  }
  let merges = 0
  try {
    for (let round = 0; round < 300; round += 1) {
      const lines = Array.from({ length: 12 + random(12) }, (_, index) => `line ${index}`)
      const texts = { base: `${lines.join('\n')}\n`, ours: edited(lines), theirs: edited(lines) }
      const merged = mergeTexts(texts)
      const git = mergedByGit(folder, texts)
      if (merged !== null) merges += 1
      expect({ texts, merged }).toEqual({ texts, merged: git })
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
  expect(merges).toBeGreaterThan(100)
}, 60_000)

function mergedByGit(folder: string, texts: { base: string; ours: string; theirs: string }): string | null {
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, name), text)
  try {
    return execFileSync('git', ['merge-file', '-p', 'ours', 'base', 'theirs'], { cwd: folder, encoding: 'utf8', stdio: 'pipe' })
  } catch {
    return null
  }
}
