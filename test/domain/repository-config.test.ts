import { describe, expect, test } from 'vitest'
import { yamlReader } from '#src/adapters/yaml/yaml-reader.ts'
import { readRepositoryConfig } from '#src/domain/repository-config.ts'

const read = (text: string) => readRepositoryConfig(text, (yaml) => yamlReader.read(yaml))
const NOTHING = { package: null, instructions: null, paths: null, closes: false }

describe('.github/ollio.yml in order', () => {
  test.each<[string, string, object]>([
    ['empty', '', {}],
    ['of comments alone', '# nothing yet\n', {}],
    [
      'with everything',
      'package: ./packages/web/\ninstructions: |\n  Be kind.\npaths:\n  - src/components\n  - "**/*.stories.tsx"\ncloses: true\n',
      {
        package: 'packages/web',
        instructions: 'Be kind.\n',
        paths: ['src/components', '**/*.stories.tsx'],
        closes: true,
      },
    ],
    ['with the root as its package', 'package: .', { package: '' }],
    ['as JSON', '{"package": "a"}', { package: 'a' }],
  ])('%s', (_case, text, config) => {
    expect(read(text)).toEqual({ ok: true, config: { ...NOTHING, ...config } })
  })
})

describe('a mistake in it is told with its line', () => {
  test.each<[string, string]>([
    ['package: a\npakage: b\n', 'line 2: there is no key “pakage”. Did you mean “package”?'],
    ['\n\nInstruction: b\n', 'line 3: there is no key “Instruction”. Did you mean “instructions”?'],
    ['package: a\nreviewers: [mara]\n', 'line 2: there is no key “reviewers”. The keys are package, instructions, paths, closes.'],
    ['package: 7\n', 'line 1: package: Invalid input: expected string, received number.'],
    ['package:\n', 'line 1: package: Invalid input: expected string, received null.'],
    ['package: ../other\n', 'line 1: package: has to be a folder of this repository.'],
    ['# paths\npaths:\n  - src\n  - 3\n', 'line 4: paths.1: Invalid input: expected string, received number.'],
    ['paths: src\n', 'line 1: paths: Invalid input: expected array, received string.'],
    ['paths:\n  - a/**/b/**\n', 'line 2: paths.0: has to be a folder or a path, with at most one * between two slashes and one **.'],
    ['- package\n', 'line 1: the file: Invalid input: expected object, received array.'],
    ['just words\n', 'line 1: the file: Invalid input: expected object, received string.'],
  ])('%j', (text, problem) => {
    expect(read(text)).toEqual({ ok: false, problem })
  })

  test.each<[string, string, RegExp]>([
    ['two keys of one name', 'package: a\npackage: b\n', /^line 2: .*unique/],
    ['a broken line', 'package: a\n  paths: [\n', /^line \d: /],
    ['text that is nested without end', '['.repeat(30_000), /^line 1: /],
    ['text that repeats itself without end', bomb(), /^line 1: it repeats itself too often\.$/],
    ['too much text', `instructions: ${'x'.repeat(4_001)}`, /^line 1: instructions: Too big/],
    ['a key without end', `${'k'.repeat(900)}: 1`, /^line 1: there is no key “k{200,}$/],
    ['far too much text', `# ${'x'.repeat(40_000)}`, /^it has more than 32,000 characters\.$/],
  ])('%s', (_case, text, problem) => {
    expect(read(text)).toEqual({ ok: false, problem: expect.stringMatching(problem) })
  })
})

function bomb(): string {
  const names = 'abcdefghi'.split('')
  return names
    .map((name, index) => `${name}: &${name} [${index === 0 ? '1' : Array.from({ length: 9 }, () => `*${names[index - 1]}`).join(',')}]`)
    .join('\n')
}
