import { readFile } from 'node:fs/promises'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { yamlReader } from '#src/adapters/yaml/parse-yaml.ts'
import { configJsonSchema } from '#src/domain/repository/config-json-schema.ts'
import { NO_CONFIG, readRepositoryConfig } from '#src/domain/repository/repository-config.ts'

const read = (text: string) => readRepositoryConfig(text, (yaml) => yamlReader.read(yaml))
const NOTHING = NO_CONFIG

describe('a valid .github/ollio.yml', () => {
  test.each<[string, string, object]>([
    ['empty', '', {}],
    ['of comments alone', '# nothing yet\n', {}],
    [
      'with everything',
      'package: ./packages/web/\ninstructions: |\n  Be kind.\npaths:\n  - src/components\n  - "**/*.stories.tsx"\ncloses: true\n' +
        'base: next\ndraft: true\nlabels: [ui, " generated "]\nreviewers: ["@Mara", acme/design]\ntemplate: nextjs\nmodel: gpt\n' +
        'people: ["@Mara", theo]\npublicPictures: true\n',
      {
        package: 'packages/web',
        instructions: 'Be kind.\n',
        paths: ['src/components', '**/*.stories.tsx'],
        closes: true,
        base: 'next',
        draft: true,
        labels: ['ui', 'generated'],
        reviewers: ['Mara', 'acme/design'],
        template: 'nextjs',
        model: 'gpt',
        people: ['mara', 'theo'],
        publicPictures: true,
      },
    ],
    ['with the root as its package', 'package: .', { package: '' }],
    ['as JSON', '{"package": "a"}', { package: 'a' }],
  ])('a valid .github/ollio.yml is parsed: %s', (_case, text, config) => {
    expect(read(text)).toEqual({ ok: true, config: { ...NOTHING, ...config } })
  })
})

describe('a problem in .github/ollio.yml', () => {
  test.each<[string, string]>([
    ['package: a\npakage: b\n', 'line 2: unknown key “pakage”. Did you mean “package”?'],
    ['\n\nInstruction: b\n', 'line 3: unknown key “Instruction”. Did you mean “instructions”?'],
    [
      'package: a\ncolours: [red]\n',
      'line 2: unknown key “colours”. The valid keys are package, instructions, paths, base, draft, labels, reviewers, template, model, people, publicPictures, closes.',
    ],
    ['reviewer: [mara]\n', 'line 1: unknown key “reviewer”. Did you mean “reviewers”?'],
    ['base: a..b\n', 'line 1: base: must be a branch name.'],
    ['base: a branch\n', 'line 1: base: must be a branch name.'],
    ['draft: yes please\n', 'line 1: draft: Invalid input: expected boolean, received string.'],
    ['people:\n  - mara\n  - not a login\n', 'line 3: people.1: must be a login.'],
    ['people: []\n', 'line 1: people: Too small: expected array to have >=1 items.'],
    ['reviewers: [a/b/c]\n', 'line 1: reviewers.0: must be a login, or a team as organization/team.'],
    ['template: vue\n', 'line 1: template: Invalid option: expected one of "react"|"nextjs".'],
    ['package: 7\n', 'line 1: package: Invalid input: expected string, received number.'],
    ['package:\n', 'line 1: package: Invalid input: expected string, received null.'],
    ['package: ../other\n', 'line 1: package: must be a folder of this repository.'],
    ['# paths\npaths:\n  - src\n  - 3\n', 'line 4: paths.1: Invalid input: expected string, received number.'],
    ['paths: src\n', 'line 1: paths: Invalid input: expected array, received string.'],
    ['paths:\n  - a/**/b/**\n', 'line 2: paths.0: must be a folder or a path, with at most one * between two slashes and at most one **.'],
    ['- package\n', 'line 1: the file: Invalid input: expected object, received array.'],
    ['just words\n', 'line 1: the file: Invalid input: expected object, received string.'],
  ])('a problem in .github/ollio.yml is reported with its line: %j', (text, problem) => {
    expect(read(text)).toEqual({ ok: false, line: Number(/^line (\d+)/.exec(problem)?.[1]), problem })
  })

  test.each<[string, string, RegExp]>([
    ['two keys of one name', 'package: a\npackage: b\n', /^line 2: .*unique/],
    ['a broken line', 'package: a\n  paths: [\n', /^line \d: /],
    ['text that is nested without end', '['.repeat(30_000), /^line 1: /],
    ['text that repeats itself without end', bomb(), /^line 1: it repeats itself too often through aliases\.$/],
    ['too much text', `instructions: ${'x'.repeat(4_001)}`, /^line 1: instructions: Too big/],
    ['a key without end', `${'k'.repeat(900)}: 1`, /^line 1: unknown key “k{200,}$/],
    ['far too much text', `# ${'x'.repeat(40_000)}`, /^the file has more than 32,000 characters\.$/],
  ])('a problem in .github/ollio.yml is reported for hostile input: %s', (_case, text, problem) => {
    expect(read(text)).toEqual({ ok: false, line: expect.any(Number), problem: expect.stringMatching(problem) })
  })
})

test('the JSON schema in docs matches the code', async () => {
  const written: unknown = JSON.parse(await readFile('docs/ollio.schema.json', 'utf8'))
  expect(written).toEqual(configJsonSchema())
  const validate = new Ajv2020().compile(configJsonSchema())
  expect(validate({ package: 'packages/web', paths: ['src/**'], base: 'next', people: ['mara'], closes: true })).toBe(true)
  expect(validate({ pakage: 'packages/web' })).toBe(false)
  expect(validate({ template: 'vue' })).toBe(false)
})

function bomb(): string {
  const names = 'abcdefghi'.split('')
  return names
    .map((name, index) => `${name}: &${name} [${index === 0 ? '1' : Array.from({ length: 9 }, () => `*${names[index - 1]}`).join(',')}]`)
    .join('\n')
}
