import { noteOfCompiler } from '#src/activities/preview/build-preview.ts'
import { buildImports } from '#src/domain/checks/build-imports.ts'
import { placedLines } from '#src/domain/checks/check-annotations.ts'
import { ciExposureFindings, runsInCi } from '#src/domain/checks/ci-exposure.ts'
import { cssClasses, styleElements } from '#src/domain/checks/css-classes.ts'
import { designFindings, tokensOf } from '#src/domain/checks/design-findings.ts'
import type { DesignSystem } from '#src/domain/checks/design-findings.ts'
import { elementSources } from '#src/domain/checks/element-source.ts'
import { hardcodedColor, hardcodedColorsInSheet, hardcodedSize } from '#src/domain/checks/hardcoded-values.ts'
import { moduleClassNames } from '#src/domain/checks/class-findings.ts'
import { countLines } from '#src/domain/checks/rewritten-files.ts'
import { reachOfSheet } from '#src/domain/checks/tailwind-reach.ts'
import { unstyledCause } from '#src/domain/checks/unstyled-cause.ts'
import { newFindings } from '#src/domain/checks/new-findings.ts'
import { mostUsefulLine, repositoryTools, toolFindings } from '#src/domain/checks/repository-tools.ts'
import { styleSheetCodeFindings } from '#src/domain/checks/style-sheet-code.ts'
import { suppressionComments } from '#src/domain/checks/suppression-comments.ts'
import { findingsOfTurn, newLines } from '#src/domain/checks/turn-findings.ts'
import { typeErrors } from '#src/domain/checks/type-errors.ts'
import { hostileText } from '#src/domain/shared/hostile-text.ts'
import { undeclaredImports } from '#src/domain/checks/undeclared-imports.ts'
import type { SourceOutline } from '#src/domain/repository/source-outline.ts'
import { filePurpose } from '#src/domain/publishing/file-purpose.ts'
import { repeated, row, textRow, times } from './row.ts'

/** A published file. */
const FILE = 256 * 1024
/** A file of the base. */
const BASE = 512 * 1024
/** What a tool or a compiler printed. */
const OUTPUT = 128 * 1024

const OUTLINE: SourceOutline = { components: [], elements: [], strings: [], styles: [], classes: [], moduleClasses: [] }
const TOOL = { name: 'Lint' as const, args: [], files: /a/ }
const toolOutput = (tool: string, pieces: string[], starts = ['']) =>
  textRow({ limit: OUTPUT, pieces, starts }, (output) => toolFindings({ ...TOOL, tool }, hostileText(output), '/workspace/'))

export const CHECK_READERS = {
  hardcodedColor: textRow({ limit: FILE, pieces: ['text-[#', 'p-[', '#fff ', ':a-[#fff] '], starts: ['', 'p-[', 'rgb('] }, hardcodedColor),
  hardcodedSize: textRow({ limit: FILE, pieces: ['p-[1px', '1.1'], starts: ['', 'p-['], end: 'x]' }, hardcodedSize),
  hardcodedColorsInSheet: textRow({ limit: FILE, pieces: [':#ff', '--a', ':rgb(1', ':#fff;\n'], starts: ['', ':', '--'] }, (text) =>
    hardcodedColorsInSheet(text, null),
  ),
  designFindings: row<DesignCase>(
    { limit: FILE },
    {
      'a style of digits': (size) => ({ outline: { styles: [{ property: 'width', value: '1'.repeat(size), line: 1 }] } }),
      'a style property': (size) => ({ outline: { styles: [{ property: repeated('padding', size), value: 3, line: 1 }] } }),
      'tokens and words': (size) => ({
        system: { tokens: times(size / 8, (index) => `color-t${index}`) },
        outline: { strings: [{ text: times(size / 8, (index) => `w${index}`).join(' '), line: 1 }] },
      }),
      'one word of hyphens': (size) => ({
        system: { tokens: ['color-a'] },
        outline: { strings: [{ text: repeated('a-', size), line: 1 }] },
      }),
      'words of hyphens': (size) => ({
        system: { tokens: ['color-a'] },
        outline: { strings: [{ text: times(size / 100, (index) => `${'a-'.repeat(47)}${index}`).join(' '), line: 1 }] },
      }),
      'elements and components': (size) => ({
        system: { components: components(size / 10) },
        outline: { elements: times(size / 15, () => ({ name: 'a', line: 1, hasClass: true, hasRole: false })) },
      }),
      'exports and components': (size) => ({
        system: { components: components(size / 10) },
        outline: { components: times(size / 18, (index) => ({ name: `New${index}`, line: 1 })) },
      }),
      'a component with many capital letters': (size) => ({
        system: { components: components(1) },
        outline: { components: [{ name: repeated('aB', size), line: 1 }] },
      }),
      colors: (size) => ({ outline: { strings: times(size / 7, () => ({ text: '#aaa111', line: 1 })) } }),
    },
    ({ system, outline }) =>
      designFindings({ components: [], tokens: [], ...system }, [{ path: 'src/a.tsx', outline: { ...OUTLINE, ...outline }, before: null }]),
  ),
  cssClasses: textRow({ limit: BASE, pieces: ['.a', '[class~="', 'url(', '.a{'] }, cssClasses),
  styleElements: textRow({ limit: 8 * 1024 * 1024, pieces: ['<style', '<style>'] }, styleElements),
  tokensOf: textRow({ limit: BASE, pieces: ['--a:', '{--', '--a'] }, (sheet) => tokensOf([sheet])),
  elementSources: row(
    { limit: FILE },
    {
      'a word of one letter': (size) => ({ html: `<a id="ab${'a'.repeat(380)}">`, sources: sources('a', size) }),
      'words that occur nowhere': (size) => ({
        html: '<a id="none" class="no place" href="/none">Nothing at all</a>',
        sources: sources('const a = 1\n', size),
      }),
      'words that occur everywhere': (size) => ({ html: '<a id="abc" class="bca" href="cab">cabca</a>', sources: sources('abc', size) }),
      attributes: (size) => ({ html: `<a${' b=""'.repeat(76)}`, sources: sources('a', size) }),
    },
    // All elements of a report, in as many files as a turn may have.
    ({ html, sources: texts }) =>
      elementSources(
        times(180, (index) => `${html}${index}`),
        texts,
      ),
  ),
  placedLines: textRow({ limit: FILE, pieces: ['a:1:1: b\n', 'a(1,1)', '\r'], starts: ['', 'a:1:1: '], end: 'y\rz' }, (output) =>
    placedLines(output, 'failure'),
  ),
  buildImports: textRow({ limit: FILE, pieces: ['?css', '#'], starts: ['', 'a?'] }, (specifier) =>
    buildImports({ path: 'a.ts', text: specifier, before: null }, [{ specifier, line: 1 }]),
  ),
  manyBuildImports: row(
    { limit: FILE },
    { 'many mistaken imports in one line': (size) => ({ text: 'a'.repeat(size), count: size / 12 }) },
    ({ text, count }) =>
      buildImports(
        { path: 'a.ts', text, before: 'b' },
        times(count, () => ({ specifier: 'a?b.css', line: 1 })),
      ),
  ),
  ciExposureFindings: textRow(
    {
      limit: FILE,
      pieces: ['eval(', '\neval(', 'process.', 'process ', 'import.meta.env', 'require(', 'require("fs")\n', 'import(', 'fetch(', 'new '],
      starts: ['', '\n'.repeat(1_000)],
    },
    (text) => ciExposureFindings({ path: 'a.test.ts', text, before: text.slice(0, 100) }, []),
  ),
  linesOfCiExposure: row(
    { limit: FILE },
    { 'many lines before many findings': (size) => `${'\n'.repeat(size / 2)}${repeated('eval(', size / 2)}` },
    (text) => ciExposureFindings({ path: 'a.test.ts', text, before: null }, []),
  ),
  runsInCi: textRow({ limit: 200, pieces: ['tests/', 'hooks/', 'use-'] }, runsInCi),
  repositoryTools: textRow({ limit: BASE, pieces: ['prettier ', 'oxfmt ', 'biome ', 'oxfmt --'] }, (script) =>
    repositoryTools(
      JSON.stringify({ scripts: { a: script }, devDependencies: { prettier: '1', oxfmt: '1', '@biomejs/biome': '1', eslint: '1' } }),
    ),
  ),
  biomeFindings: toolOutput('biome', ['::error file=a,line=1::b\n', '::'], ['', '::error ', '::error file=a,line=', '::error file=']),
  eslintFindings: toolOutput('eslint', ['[{', '[]', '[\n'], ['', '[']),
  oxlintFindings: toolOutput('oxlint', ['a:1:1: b\n'], ['', 'a:1:1: ']),
  formatFindings: textRow({ limit: OUTPUT, pieces: ['a.ts\n', '.ts'] }, (output) =>
    toolFindings({ ...TOOL, name: 'Format', tool: 'prettier' }, hostileText(output), '/workspace/'),
  ),
  findingsOfTurn: row(
    { limit: OUTPUT },
    { 'many findings in a long file': (size) => ({ text: repeated('a\n', 2 * size), count: size / 10 }) },
    ({ text, count }) => {
      const findings = times(count, (index) => ({ path: 'a.ts', line: index, level: 'failure' as const, message: 'b' }))
      return findingsOfTurn(findings, () => ({ text, before: text }), 'lines')
    },
  ),
  newLines: row(
    { limit: FILE },
    { 'many lines': (size) => repeated('a\n', size), 'lines that differ': (size) => times(size / 7, (index) => String(index)).join('\n') },
    (text) => {
      const isNew = newLines(text, text)
      return times(1_000, (line) => isNew(line))
    },
  ),
  countLines: textRow({ limit: BASE, pieces: ['\r\n'] }, countLines),
  moduleClassNames: textRow({ limit: BASE, pieces: ['.a', '.a-b_c{}', '&', ':export', '@value', '#{'] }, (text) => [
    moduleClassNames('a.module.css', text),
    moduleClassNames('a.module.scss', text),
  ]),
  reachOfSheet: textRow(
    {
      limit: BASE,
      pieces: ['@import ', 'prefix( ', 'source(', '@source "a";', '@source "'],
      starts: ['', '@tailwind ;', '@tailwind ;source('],
    },
    (text) => reachOfSheet('src/a.css', text),
  ),
  unstyledCause: row(
    { limit: BASE },
    {
      'a sheet with many names': (size) => ({ sheet: times(size / 9, (index) => `.a${index}{}`).join(''), names: 1_000 }),
      'many missing names': (size) => ({ sheet: '.a{}', names: size / 20 }),
      'an open selector': (size) => ({ sheet: repeated('.a', size), names: 1_000 }),
    },
    ({ sheet, names }) =>
      unstyledCause(
        times(names, (index) => ({ path: 'src/a.tsx', line: 1, name: `b${index}`, module: null })),
        { sheets: { 'src/a.css': sheet }, reach: { prefix: 'tw:', sources: ['src/**'], file: 'a.css' } },
      ),
  ),
  newFindings: textRow({ limit: OUTPUT, pieces: ['a.ts:1:1: error TS1: b\n', 'a:1:1: error TS'] }, (output) => newFindings(output, output)),
  typeErrors: textRow({ limit: OUTPUT, pieces: ['a.ts:1:1: error TS1: b\n', 'a:1:1: error TS', ' \n'] }, (output) => [
    typeErrors(output, null),
    typeErrors(output, output),
  ]),
  mostUsefulLine: textRow({ limit: OUTPUT, pieces: [' \n', 'fai', 'fail\n'] }, mostUsefulLine),
  noteOfCompiler: textRow({ limit: OUTPUT, pieces: ['made with ', 'made with a\n'] }, noteOfCompiler),
  suppressionComments: textRow({ limit: FILE, pieces: ['// @ts-ignore\n', '//', '/* eslint-disable'] }, (text) =>
    suppressionComments('a.ts', text, text),
  ),
  undeclaredImports: row(
    { limit: FILE },
    {
      'the same import': (size) => times((60 * size) / 10, (index) => ({ path: 'a.ts', line: index, specifier: 'b' })),
      'different imports': (size) => times(size / 10, (index) => ({ path: 'a.ts', line: index, specifier: `b${index}` })),
      'a long import': (size) => [{ path: 'a.ts', line: 1, specifier: repeated('@a/', size) }],
    },
    (imports) =>
      undeclaredImports(
        imports,
        ['react'],
        times(300, (index) => `@alias-${index}/*`),
      ),
  ),
  styleSheetCodeFindings: textRow(
    { limit: BASE, pieces: ['@plugin.;', '@plugin "./p.js";', '@plugin "a', '@import url(', '\\', '@config '], starts: ['', '@plugin '] },
    (text) =>
      styleSheetCodeFindings(
        [{ path: 'a.css', text, before: null }],
        times(60, (index) => `src/${index}.ts`),
      ),
  ),
  linesOfStyleSheetCode: row(
    { limit: BASE },
    {
      'findings behind many lines': (size) => `${'\n'.repeat(Math.max(0, size - 850))}${'@plugin "./p.js";'.repeat(50)}`,
      'findings between comments': (size) => repeated('/*\n*/@plugin "./p.js";', size),
    },
    (text) =>
      styleSheetCodeFindings(
        [{ path: 'a.css', text, before: null }],
        times(60, (index) => `src/${index}.ts`),
      ),
  ),
  filePurpose: textRow({ limit: FILE, pieces: ['/** a */', '*/ ', '/** */ export ', 'export const a = 1\n', 'export '] }, (text) =>
    times(60, () => filePurpose('src/a.tsx', text)),
  ),
}

type DesignCase = { system?: Partial<DesignSystem>; outline: Partial<SourceOutline> }

function components(count: number): DesignSystem['components'] {
  return times(count, (index) => ({ name: `Made${index}`, path: `src/${index}.tsx` }))
}

function sources(piece: string, size: number): Record<string, string> {
  const text = repeated(piece, size)
  return Object.fromEntries(times(61, (index) => [`src/${index}.tsx`, text]))
}
