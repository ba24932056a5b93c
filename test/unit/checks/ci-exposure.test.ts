import { describe, expect, test } from 'vitest'
import { ciExposureFindings, runsInCi } from '#src/domain/checks/ci-exposure.ts'

const FAR: [string, string][] = [
  ['const { TOKEN } = process.env', 'reads the environment'],
  ['const a = process\n  .env.TOKEN', 'reads the environment'],
  ['const a = process?.env.TOKEN', 'reads the environment'],
  ["const a = process['env']", 'reads the environment'],
  ['const { env } = process', 'reads the environment'],
  ['const a = import.meta.env.TOKEN', 'reads the environment'],
  ["process.getBuiltinModule('fs')", 'loads Node modules'],
  ['import(name)', 'loads a module with a computed name'],
  ['import(`node:${name}`)', 'loads a module with a computed name'],
  ['require(name)', 'loads a module with a computed name'],
  ["require('child_process')", 'loads child_process'],
  ["require('node:fs')", 'loads node:fs'],
  ["eval('1')", 'runs text as code'],
  ["new Function('return 1')()", 'runs text as code'],
  ["await fetch('https://x.example')", 'accesses the network'],
  ['new WebSocket(address)', 'accesses the network'],
]

test.each([
  ['src/price.test.tsx', true],
  ['src/price.spec.js', true],
  ['src/price.stories.tsx', true],
  ['src/__tests__/price.ts', true],
  ['tests/helpers/render.tsx', true],
  ['src/hooks/price.ts', true],
  ['src/use-price.ts', true],
  ['src/usePrice.ts', true],
  ['src/price.tsx', false],
  ['src/user.ts', false],
  ['src/test-card.tsx', false],
  ['tests/price.css', false],
])('runsInCi(%s) is %s', (path, expected) => {
  expect(runsInCi(path)).toBe(expected)
})

describe('ciExposureFindings', () => {
  test.each(FAR)('ciExposureFindings reports %j: %s', (text, message) => {
    expect(ciExposureFindings({ path: 'a.test.ts', text: `\n${text}`, before: null }, [])).toEqual([
      { path: 'a.test.ts', line: 2, level: 'failure', message },
    ])
  })

  test.each(['child_process', 'node:child_process', 'node:fs', 'fs/promises', 'node:net', 'node:sqlite', 'undici'])(
    'ciExposureFindings reports an import of %s',
    (specifier) => {
      expect(ciExposureFindings({ path: 'a.stories.tsx', text: 'x', before: null }, [{ specifier, line: 1 }])).toMatchObject([
        { level: 'failure', message: `loads ${specifier}` },
      ])
    },
  )

  test('ciExposureFindings only warns about network access in a hook', () => {
    const text = "fetch('/api')\neval('1')"
    expect(ciExposureFindings({ path: 'src/hooks/use-price.ts', text, before: null }, []).map(({ level }) => level)).toEqual([
      'warning',
      'failure',
    ])
  })

  test('ciExposureFindings sorts findings by line and ignores existing lines', () => {
    const text = "eval('1')\nfetch('/old')\nfetch('/new')"
    expect(ciExposureFindings({ path: 'a.test.ts', text, before: "  fetch('/old')" }, []).map(({ line }) => line)).toEqual([1, 3])
  })
})

test.each([
  "test('processes the order', () => {})",
  'if (process.env.NODE_ENV === "test") {}',
  'const url = process.env.NEXT_PUBLIC_URL',
  'const mode = import.meta.env.MODE + import.meta.env.VITE_NAME',
  'globalThis.fetch = vi.fn()',
  'const prefetch = () => refetch()',
  "const { Price } = await import('./price')",
  "const price = require('./price')",
  'expect(onPress).toEqual(expect.any(Function))',
  'const retrieval = evaluate(1)',
])('allows %j', (text) => {
  const imports = ['vitest', 'react', './fs', 'node:path', 'node:test', 'process-list'].map((specifier) => ({ specifier, line: 1 }))
  expect(ciExposureFindings({ path: 'a.test.ts', text, before: null }, imports)).toEqual([])
})

test('ciExposureFindings lists at most fifty lines, and failures before warnings', () => {
  const text = `${"fetch('/a')\n".repeat(20_000)}eval('1')`
  const found = ciExposureFindings({ path: 'src/hooks/use-price.ts', text, before: null }, [])
  expect(found).toHaveLength(50)
  expect(found.at(-1)).toMatchObject({ line: 20_001, level: 'failure' })
})
