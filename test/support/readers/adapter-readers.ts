import { computeLineDiff } from '#src/adapters/diff/compute-line-diff.ts'
import { mergeTexts } from '#src/adapters/diff/merge-texts.ts'
import { zip } from '#src/adapters/fflate/fflate-zip.ts'
import { exportedObject } from '#src/adapters/oxc/literals.ts'
import { componentsOf } from '#src/adapters/oxc/parse-components.ts'
import { importsOf } from '#src/adapters/oxc/parse-imports.ts'
import { outlineOf } from '#src/adapters/oxc/parse-source-outline.ts'
import { secretSearch } from '#src/adapters/secretlint/secretlint-search.ts'
import { createHighlighter } from '#src/adapters/shiki/shiki-highlighter.ts'
import { repeated, row, textRow, times } from './row.ts'

const FILE = 256 * 1024
const BASE = 512 * 1024
const MIB = 1024 * 1024

const highlighter = createHighlighter()

/** Source texts that parse. */
const sources = {
  'imports behind lines': (size: number) => `${'\n'.repeat(size * 0.45)}${repeated("import'a';", size * 0.45)}`,
  'literals before lines': (size: number) => repeated("'a';", size * 0.4) + '\n'.repeat(size * 0.6),
  elements: (size: number) => `export const A=<>${repeated('<a/>', size)}</>`,
  'statements and props': (size: number) =>
    `${repeated('a=1;', size / 2)}export function A(){};A.propTypes={${times(size / 36, (index) => `p${index}:P.oneOf(['b'])`).join(',')}}`,
  'comments in types': (size: number) => `export function A(p:{a:${repeated("'/*'|", size)}1}){}`,
  exports: (size: number) => times(size / 24, (index) => `export const A${index}=()=>1`).join('\n'),
  'an object': (size: number) => `export default {${times(size / 8, (index) => `a${index}:1`).join(',')}}`,
}

export const ADAPTER_READERS = {
  importsOf: row({ limit: BASE }, sources, (text) => importsOf('a.tsx', text)),
  outlineOf: row({ limit: BASE }, sources, (text) => outlineOf('a.tsx', text)),
  componentsOf: row({ limit: 64 * 1024 }, sources, (text) => componentsOf('a.tsx', text)),
  exportedObject: row({ limit: MIB }, { 'an object': sources['an object'], exports: sources.exports }, (text) =>
    exportedObject('a.tsx', text),
  ),
  // Texts with more than 1,500 edits are not compared.
  mergeTexts: row(
    { limit: MIB, from: 16_000 },
    {
      'a change at the end': (size) => ({
        base: `${repeated('a\n', size)}x`,
        ours: `${repeated('a\n', size)}y`,
        theirs: `${repeated('a\n', size)}x`,
      }),
      'changes everywhere': (size) => ({ base: repeated('a\n', size), ours: repeated('b\n', size), theirs: repeated('a\nb\n', size) }),
      'a long insertion': (size) => ({ base: 'x\ny', ours: `x\n${repeated('a\n', size)}y`, theirs: 'x\ny' }),
    },
    (texts) => {
      mergeTexts(texts)
    },
  ),
  lineDiff: row(
    { limit: BASE, from: 16_000 },
    {
      'other lines': (size) => [times(size / 6, (index) => String(index)).join('\n'), times(size / 6, (index) => `b${index}`).join('\n')],
      'equal lines': (size) => [repeated('a\n', size), repeated('a\nb\n', size)],
    },
    ([before = '', after = '']) => computeLineDiff.count(before, after),
  ),
  secretSearch: textRow(
    { limit: FILE, pieces: ['xoxb-12345678901-abcdefghijklm ', 'ghs_1_', 'secretlint-', 'AKIA', '-----BEGIN ', 'https://a:b@'] },
    (text) => secretSearch.search('a.ts', text),
  ),
  highlighter: row(
    { limit: 60_000, on: 'server' },
    {
      emphasis: (size) => ({ path: 'a.md', text: repeated(`${'**a '.repeat(249)}\n`, size) }),
      'emphasis in lines that are not too long': (size) => ({ path: 'a.md', text: repeated(`${'**a '.repeat(74)}\n`, size) }),
      links: (size) => ({ path: 'a.md', text: repeated(`${'[a]('.repeat(249)}\n`, size) }),
      brackets: (size) => ({ path: 'a.tsx', text: repeated(`${'<a b={'.repeat(166)}\n`, size) }),
      'one line': (size) => ({ path: 'a.tsx', text: repeated('<a ', size) }),
    },
    async ({ path, text }) => (await highlighter).lines(path, text),
  ),
  zip: row({ limit: 32 * MIB, on: 'server' }, { text: (size) => new TextEncoder().encode(repeated('const a = 1\n', size)) }, (bytes) =>
    zip.pack([{ path: 'a', bytes }]),
  ),
}
