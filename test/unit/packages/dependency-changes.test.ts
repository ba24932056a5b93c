import { describe, expect, test } from 'vitest'
import { keepDependencyChanges } from '#src/domain/packages/dependency-changes.ts'

const BASE = `{
    "name": "shop",
    "scripts": { "dev": "vite" },
    "dependencies": {
        "react": "19"
    },
    "files": ["dist", "src"],
    "devDependencies": {"vite": "8"}
}
`
/** The base as the agent may have rewritten it, with other formatting. */
const changed = (change: (manifest: Record<string, unknown>) => void, base = BASE) => {
  const manifest = JSON.parse(base) as Record<string, unknown>
  change(manifest)
  return keepDependencyChanges(base, JSON.stringify(manifest, null, 2))
}

test('adds a dependency and changes nothing else in the text', () => {
  expect(changed((manifest) => (manifest['dependencies'] = { clsx: '2', react: '19' }))).toEqual({
    text: BASE.replace('"react": "19"\n', '"clsx": "2",\n        "react": "19"\n'),
    takenBack: [],
    refused: [],
  })
})

test('takes other changes back and lists them', () => {
  const change = changed((manifest) => {
    manifest['scripts'] = { postinstall: 'curl evil' }
    manifest['type'] = 'module'
    delete manifest['files']
    manifest['peerDependencies'] = { react: '19' }
  })
  expect(change?.takenBack.toSorted()).toEqual(['files', 'scripts', 'type'])
  expect(JSON.parse(change?.text ?? '')).toEqual({ ...(JSON.parse(BASE) as object), peerDependencies: { react: '19' } })
  expect(change?.text).toBe(BASE.replace('"vite": "8"}\n', '"vite": "8"},\n    "peerDependencies": {\n        "react": "19"\n    }\n'))
})

test('ignores changes of formatting', () => {
  expect(keepDependencyChanges(BASE, JSON.stringify(JSON.parse(BASE)))).toEqual({ text: BASE, takenBack: [], refused: [] })
})

describe('a dependency section is added or removed', () => {
  test.each<[string, string, string, string]>([
    ['the first', '{"dependencies":{"a":"1"},"name":"x"}', '{"name":"x"}', '{"name":"x"}'],
    ['the last', '{\n  "name": "x",\n  "dependencies": {}\n}\n', '{"name":"x"}', '{\n  "name": "x"\n}\n'],
    ['the only one', '{"dependencies":{}}', '{}', '{}'],
    ['into nothing', '{}', '{"dependencies":{"a":"1"}}', '{\n  "dependencies": {\n    "a": "1"\n  }\n}\n'],
    [
      'behind all others',
      '{\n\t"name": "x"\n}',
      '{"name":"x","dependencies":{"a":"1"}}',
      '{\n\t"name": "x",\n\t"dependencies": {\n\t\t"a": "1"\n\t}\n}',
    ],
    [
      'with Windows’ line ends',
      '{\r\n  "name": "x"\r\n}\r\n',
      '{"name":"x","dependencies":{"a":"1"}}',
      '{\r\n  "name": "x",\r\n  "dependencies": {\r\n    "a": "1"\r\n  }\r\n}\r\n',
    ],
    [
      'beside names in strings',
      '{"a":"\\"dependencies\\": {","dependencies":{"b":"1"}}',
      '{"a":"\\"dependencies\\": {"}',
      '{"a":"\\"dependencies\\": {"}',
    ],
    [
      'several at once',
      '{"dependencies":{},"devDependencies":{},"peerDependencies":{}}',
      '{"devDependencies":{"a":"1"}}',
      '{"devDependencies":{\n    "a": "1"\n  }}',
    ],
  ])('%s', (_case, before, after, text) => {
    expect(keepDependencyChanges(before, after)).toEqual({ text, takenBack: [], refused: [] })
    expect(JSON.parse(text)).toEqual(JSON.parse(after))
  })
})

test.each<[string, string, string]>([
  ['no JSON', BASE, '{ "dependencies": '],
  ['a list', BASE, '[]'],
  ['versions that are none', BASE, '{"dependencies":{"react":19}}'],
  ['a list of dependencies', BASE, '{"dependencies":["react"]}'],
  ['a base that is none', 'null', BASE],
])('returns null for %s', (_case, before, after) => {
  expect(keepDependencyChanges(before, after)).toBeNull()
})

test('handles duplicate and special names', () => {
  const base = '{"dependencies":{"a":"1"},"__proto__":{"x":1},"dependencies":{"b":"1"}}'
  const change = keepDependencyChanges(base, '{"__proto__":{"x":2},"dependencies":{"b":"1","c":"1"}}')
  expect(JSON.parse(change?.text ?? '')).toEqual(JSON.parse('{"__proto__":{"x":1},"dependencies":{"b":"1","c":"1"}}'))
})

describe('versions from outside the registry', () => {
  const before = '{\n  "dependencies": {\n    "a": "^1.0.0",\n    "b": "npm:c@1"\n  }\n}\n'

  test.each([
    'git+https://x.example/a.git',
    'npm:evil@1',
    'http://x.example/a.tgz',
    'acme/shop',
    '../a',
    'a.tgz',
    'workspace:*',
    'catalog:',
  ])('%s is refused for known and new packages', (version) => {
    const after = JSON.stringify({ dependencies: { a: version, b: 'npm:c@1', d: '2' }, devDependencies: { e: version } })
    expect(keepDependencyChanges(before, after)).toEqual({
      text: before.replace('"npm:c@1"\n', '"npm:c@1",\n    "d": "2"\n'),
      takenBack: ['dependencies.a', 'devDependencies.e'],
      refused: [`a@${version}`, `e@${version}`],
    })
  })

  test("versions from outside the registry stay if they existed, can't move to another section, and cause no change by themselves", () => {
    expect(keepDependencyChanges(before, before.replace('^1.0.0', 'file:.'))).toMatchObject({ text: before, refused: ['a@file:.'] })
    const moved = '{"dependencies":{"a":"^1.0.0"},"devDependencies":{"b":"npm:c@1"}}'
    expect(JSON.parse(keepDependencyChanges(before, moved)?.text ?? '')).toEqual({ dependencies: { a: '^1.0.0' } })
  })

  test('versions from outside the registry of the repository itself are allowed if it already uses the protocol', () => {
    const base = '{"devDependencies":{"ui":"workspace:*"}}'
    const change = keepDependencyChanges(
      base,
      '{"dependencies":{"icons":"workspace:^","d":"catalog:"},"devDependencies":{"ui":"workspace:*"}}',
    )
    expect(change).toMatchObject({ takenBack: ['dependencies.d'] })
    expect(JSON.parse(change?.text ?? '')).toMatchObject({ dependencies: { icons: 'workspace:^' } })
  })

  test('versions from outside the registry are refused together with names that are paths', () => {
    const change = keepDependencyChanges('{}', '{"dependencies":{"x/../../packages/a":"1","node_modules":"1",".bin":"1"}}')
    expect(change).toMatchObject({ text: '{}', takenBack: expect.arrayContaining(['dependencies.x/../../packages/a']) })
  })
})
