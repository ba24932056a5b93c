import { commentPages } from '#src/adapters/github/comment-pages.ts'
import { yamlReader } from '#src/adapters/yaml/parse-yaml.ts'
import { darkScheme } from '#src/domain/preview/dark-scheme.ts'
import { inScheme, withPreference } from '#src/domain/preview/forced-scheme.ts'
import { measureCodeStyle } from '#src/domain/repository/code-style.ts'
import { componentPaths } from '#src/domain/repository/component-facts.ts'
import { cssTokens } from '#src/domain/repository/design-tokens.ts'
import { importAliases } from '#src/domain/repository/import-aliases.ts'
import { readRepositoryConfig } from '#src/domain/repository/repository-config.ts'
import { repositoryProfile } from '#src/domain/repository/repository-profile.ts'
import { joinPath } from '#src/domain/shared/join-path.ts'
import { repeated, row, textRow, times } from './row.ts'

const MIB = 1024 * 1024

export const REPOSITORY_READERS = {
  inScheme: textRow({ limit: 8 * MIB, on: 'server', pieces: ['<html ', ' a="'], starts: ['', '<html ', '<html a="'] }, (page) =>
    inScheme(page, 'light', []),
  ),
  attributesOfScheme: row(
    { limit: 24 * MIB, on: 'server' },
    {
      'many names': (size) => ({
        page: `<html ${repeated('x ', size / 4)}>`,
        sheet: times(size / 30, (index) => `[data-a${index}=dark]`).join(''),
      }),
      'a long name': (size) => ({ page: '<html>', sheet: `[data-${'a'.repeat(size)}=dark]` }),
    },
    ({ page, sheet }) => inScheme(page, 'dark', [sheet]),
  ),
  withPreference: textRow({ limit: 8 * MIB, on: 'server', pieces: ['(prefers-color-scheme:', '(prefers-color-scheme:dark)'] }, (text) =>
    withPreference(text, 'dark'),
  ),
  darkScheme: textRow(
    { limit: 512 * 1024, pieces: ['[data-', '.dark', '[data-a=dark]', 'prefers-color-scheme', 'darkMode:['], starts: ['', 'darkMode:['] },
    (text) => darkScheme({ sheets: [text], tailwindConfig: text }),
  ),
  cssTokens: textRow({ limit: MIB, pieces: ['--a:1;', '@media ', '{}'], end: `{${'--a:1;'.repeat(400)}` }, cssTokens),
  tokensInBlocks: row(
    { limit: MIB },
    {
      'open blocks': (size) => `${'{'.repeat(size)}${'--a:1;'.repeat(400)}`,
      'a long selector': (size) => `:root${'('.repeat(size)}{${'--a:1;'.repeat(400)}`,
      'open media queries': (size) => `${repeated('@media (a){', size)}${'--a:1;'.repeat(400)}`,
    },
    cssTokens,
  ),
  importAliases: row(
    { limit: 12 * MIB },
    {
      'configurations that extend one another': (size) => {
        const names = times(12, (index) => `./c${index}.json`)
        const paths = Object.fromEntries(times(size / 12 / 22, (index) => [`@a${index}/*`, ['./a']]))
        const config = JSON.stringify({ extends: names, compilerOptions: { paths } })
        const texts = { 'tsconfig.json': JSON.stringify({ extends: names }) }
        return { ...texts, ...Object.fromEntries(names.map((name) => [name.slice(2), config])) }
      },
      'the same configuration many times': (size) => ({
        'tsconfig.json': JSON.stringify({ extends: times(20, () => './c0.json'), references: times(20, () => ({ path: './c0.json' })) }),
        'c0.json': JSON.stringify({
          compilerOptions: { paths: Object.fromEntries(times(size / 12 / 22, (index) => [`@a${index}/*`, ['./a']])) },
        }),
      }),
    },
    (texts) => importAliases(texts, Object.keys(texts), ''),
  ),
  measureCodeStyle: textRow(
    { limit: 16_000, pieces: ['indent_style = ', 'indent_size=', ' ;', 'import a from ', '\t'], starts: ['', '\n', 'import '] },
    (text) => measureCodeStyle([{ path: 'a.ts', text }], { configs: [], prettier: null, editorconfig: text }),
  ),
  componentPaths: row({ limit: 50_000 }, { 'many paths': (size) => times(size, (index) => `src/components/${index}.tsx`) }, (paths) =>
    componentPaths(paths, '', 'src/components'),
  ),
  repositoryProfile: textRow({ limit: MIB, pieces: ['{"a":'] }, (text) =>
    repositoryProfile({ paths: ['src/a.css', 'tsconfig.json'], texts: { 'package.json': text, 'tsconfig.json': text, 'src/a.css': text } }),
  ),
  joinPath: textRow({ limit: MIB, pieces: ['a/'] }, (text) => joinPath('src', text)),
  yamlReader: textRow({ limit: 64_000, pieces: ['- ', '? ', '&a ', '*a ', 'a: ', '!a '] }, (text) => yamlReader.read(text)),
  keysOfYaml: row(
    { limit: 64_000 },
    {
      keys: (size) => times(size / 6, (index) => `${index.toString(36)}:`).join('\n'),
      'keys in braces': (size) => `{${times(size / 6, (index) => `${index.toString(36)}: `).join(',')}}`,
    },
    (text) => yamlReader.read(text),
  ),
  readRepositoryConfig: textRow({ limit: 32_000, pieces: ['- ', 'paths: ', 'paths:\n'] }, (text) =>
    readRepositoryConfig(text, (yaml) => yamlReader.read(yaml)),
  ),
  commentPages: textRow(
    { limit: 16_000, pieces: ['?page=', '&page=1', '>; rel="last"', ', '], starts: ['', '<https://a?page=', '<https://a?page=1'] },
    (link) =>
      commentPages({ issues: { listComments: async () => ({ data: [], headers: { link } }) } } as never, {
        owner: '',
        repo: '',
        issue_number: 1,
      }),
  ),
}
