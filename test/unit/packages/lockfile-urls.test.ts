import { expect, test } from 'vitest'
import { fromGateUrls, toGateUrls } from '#src/domain/packages/lockfile-urls.ts'
import { expectLinear } from '../../support/linear-time.ts'

const GATE = 'http://127.0.0.1:4873/'

test.each([
  ['"resolved": "https://packages.example/clsx/-/clsx-2.1.1.tgz"', `"resolved": "${GATE}clsx/-/clsx-2.1.1.tgz"`],
  ['"https://packages.example/deep/npm/@acme/ui/-/ui-1.0.0-beta.1.tgz"', `"${GATE}@acme/ui/-/ui-1.0.0-beta.1.tgz"`],
  ['resolved "https://packages.example/clsx/-/clsx-2.1.1.tgz#0123abcd"', `resolved "${GATE}clsx/-/clsx-2.1.1.tgz#0123abcd"`],
  ['"https://packages.example/@acme%2fui/-/ui-1.0.0.tgz?token=x"', `"${GATE}@acme%2fui/-/ui-1.0.0.tgz"`],
  ['"https://npm.pkg.github.com/download/@acme/ui/1.0.0/0123456789abcdef"', `"${GATE}@acme/ui/-/ui-1.0.0.tgz"`],
  ['"https://gitlab.example/api/v4/projects/1/packages/npm/@acme/ui/-/@acme/ui-1.0.0.tgz"', `"${GATE}@acme/ui/-/ui-1.0.0.tgz"`],
  ['{integrity: x, tarball: https://packages.example/clsx/-/clsx-2.1.1.tgz}', `{integrity: x, tarball: ${GATE}clsx/-/clsx-2.1.1.tgz}`],
  ['"homepage": "https://packages.example/clsx"', '"homepage": "https://packages.example/clsx"'],
  ['"git+ssh://git@host.example/acme/ui.git#abc"', '"git+ssh://git@host.example/acme/ui.git#abc"'],
])('toGateUrls rewrites %s', (line, expected) => {
  expect(toGateUrls(line, GATE)).toBe(expected)
})

test('fromGateUrls restores known URLs, gives new ones the most common registry and leaves others alone', () => {
  const before = ['a/-/a-1.0.0.tgz', 'b/-/b-1.0.0.tgz'].map((path) => `"https://usual.example/npm/${path}"`)
  const other = '"https://other.example/@acme/ui/-/ui-1.0.0.tgz"'
  const installed = ['a/-/a-1.0.0.tgz', '@acme/ui/-/ui-1.0.0.tgz', 'c/-/c-1.0.0.tgz#01ab'].map((path) => `"${GATE}${path}"`)
  const elsewhere = '"https://third.example/d/-/d-1.0.0.tgz"'
  expect(fromGateUrls([...installed, elsewhere].join('\n'), GATE, [...before, other].join('\n')).split('\n')).toEqual([
    '"https://usual.example/npm/a/-/a-1.0.0.tgz"',
    '"https://other.example/@acme/ui/-/ui-1.0.0.tgz"',
    '"https://usual.example/npm/c/-/c-1.0.0.tgz#01ab"',
    elsewhere,
  ])
})

test('fromGateUrls restores the URLs of GitHub Packages, and gives them to no other package', () => {
  const before = '"https://npm.pkg.github.com/download/@acme/ui/1.0.0/0123456789abcdef" "https://usual.example/a/-/a-1.0.0.tgz"'
  const installed = `${toGateUrls(before, GATE)} "${GATE}@acme/new/-/new-1.0.0.tgz"`
  expect(fromGateUrls(installed, GATE, before)).toBe(`${before} "https://usual.example/@acme/new/-/new-1.0.0.tgz"`)
})

test('fromGateUrls adds no URLs to a lockfile without any', () => {
  const entry = (resolved: object) => JSON.stringify({ packages: { 'node_modules/a': { version: '1.0.0', ...resolved } } }, null, 2)
  const installed = entry({ resolved: `${GATE}a/-/a-1.0.0.tgz` })
  expect(fromGateUrls(installed, GATE, entry({}))).toBe(entry({}))
  const yarn = `a@1:\n  version "1.0.0"\n  resolved "${GATE}a/-/a-1.0.0.tgz#01"\n  integrity x\n`
  expect(fromGateUrls(yarn, GATE, '')).toBe('a@1:\n  version "1.0.0"\n  integrity x\n')
})

test("fromGateUrls removes pnpm's URLs if the lockfile had none", () => {
  const entry = (more: string) => `packages:\n  a@1.0.0:\n    resolution: {integrity: x${more}}\n`
  expect(fromGateUrls(entry(`, tarball: ${GATE}a/-/a-1.0.0.tgz`), GATE, entry(''))).toBe(entry(''))
})

test.each([
  ['', 'http://', 100_000],
  ['http://a/-/', 'b', 500_000],
  ['', 'http://a/', 50_000],
  ['http://a/download/@', 'a/', 500_000],
] as const)('hostile lockfiles of %j and then %j are processed in linear time', async (start, piece, count) => {
  await expectLinear(
    count,
    (times) => start + piece.repeat(times),
    (lockfile) => {
      expect(toGateUrls(lockfile, GATE)).toBe(lockfile)
      expect(fromGateUrls(lockfile, GATE, lockfile)).toBe(lockfile)
    },
  )
})
