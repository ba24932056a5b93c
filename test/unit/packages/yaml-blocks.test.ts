import { expect, test } from 'vitest'
import { onlyYamlBlocks, yamlBlocks, yamlList } from '#src/domain/packages/yaml-blocks.ts'

const FILE = `# a comment
packages:
  - 'apps/*' # all of them
- "packages/*"
  - examples/web

"catalog": { react: ^19 }
--- # another document
hidden:
  packages:
    - x
'overrides':
  a: 1
`

test('yamlBlocks separates a file by its keys at the margin', () => {
  expect([...yamlBlocks(FILE).keys()]).toEqual(['packages', 'catalog', 'hidden', 'overrides'])
  expect(yamlList(yamlBlocks(FILE).get('packages') ?? '')).toEqual(['apps/*', 'packages/*', 'examples/web'])
})

test.each([
  ['packages: ["a/*", b, \'c\']', ['a/*', 'b', 'c']],
  ['packages: []', []],
  ['packages:', []],
])('yamlList reads %j', (block, expected) => {
  expect(yamlList(block)).toEqual(expected)
})

test('onlyYamlBlocks keeps nothing but the named keys', () => {
  expect(onlyYamlBlocks(FILE, new Set(['overrides']))).toBe("'overrides':\n  a: 1\n")
  expect(onlyYamlBlocks('a: 1\n  b: 2\nb: 3', new Set(['b']))).toBe('b: 3\n')
})
