import { expect, test } from 'vitest'
import { forInstall } from '#src/domain/packages/install-files.ts'

test.each([
  [
    '.npmrc',
    'legacy-peer-deps=true\nregistry=https://x.example/\n//x.example/:_authToken=abc\nnode-options=--require ./x.js\n',
    'legacy-peer-deps=true\n',
  ],
  ['web/.npmrc', '@acme:registry=https://x.example/\ncafile=/etc/passwd\nscript-shell=/bin/x\nproxy=http://x', '\n'],
  [
    'package.json',
    '{"name":"x","packageManager":"pnpm@1.0.0","devEngines":{},"engines":{"node":"1"},"scripts":{"postinstall":"x"}}',
    '{"name":"x"}',
  ],
  [
    'package.json',
    '{"name":"x/../y","dependencies":{"x/../../packages/a":"1","@acme/ui":"2"},"optionalDependencies":{"..":"1"},"workspaces":["a"]}',
    '{"dependencies":{"@acme/ui":"2"},"optionalDependencies":{},"workspaces":["a"]}',
  ],
  ['package.json', '{"dependencies":["x"]}', '{"dependencies":["x"]}'],
  ['package.json', '{', '{'],
  [
    'pnpm-workspace.yaml',
    'packages: [a]\nstoreDir: /elsewhere\ncatalog:\n  react: ^19\nregistries:\n  default: https://x.example\n',
    'packages: [a]\ncatalog:\n  react: ^19\n',
  ],
  [
    '.yarnrc.yml',
    'yarnPath: .yarn/x.cjs\nplugins:\n  - ./x.cjs\n\npackageExtensions:\n  "a@*":\n    dependencies:\n      b: "*"\nnpmScopes:\n  a: {}\n',
    'packageExtensions:\n  "a@*":\n    dependencies:\n      b: "*"\n',
  ],
  ['pnpm-lock.yaml', "lockfileVersion: '9.0'\n\npnpmfileChecksum: sha256-x\n\nimporters:\n", "lockfileVersion: '9.0'\n\n\nimporters:\n"],
])('forInstall cleans %s', (path, text, expected) => {
  expect(forInstall(path, text)).toBe(expected)
})

test('forInstall leaves packages out of every section', () => {
  const sections = {
    dependencies: { a: '1', b: '1' },
    devDependencies: { b: '1' },
    peerDependencies: { b: '*' },
    optionalDependencies: { b: '1' },
  }
  expect(JSON.parse(forInstall('apps/web/package.json', JSON.stringify({ version: '1.0.0', ...sections }), new Set(['b'])))).toEqual({
    ...{ version: '1.0.0', dependencies: { a: '1' }, devDependencies: {}, peerDependencies: {}, optionalDependencies: {} },
  })
})
