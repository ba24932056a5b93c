import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'

function start(script: string, env: Record<string, string>): { code: number | null; lines: string[] } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], { env, encoding: 'utf8', timeout: 60_000 })
  return { code: status, lines: `${stdout}${stderr}`.trim().split('\n') }
}

describe.each([
  ['src/server.ts', ['APP_ID', 'PRIVATE_KEY', 'WEBHOOK_SECRET', 'DATABASE_URL', 'LINK_SECRET']],
  ['src/worker.ts', ['APP_ID', 'PRIVATE_KEY', 'OPENAI_API_KEY', 'DATABASE_URL', 'LINK_SECRET']],
])('%s', (script, names) => {
  test('started without its settings names each that is missing, once, and ends with exit code 1', () => {
    const { code, lines } = start(script, {})
    expect(code).toBe(1)
    expect(lines[0]).toBe('The configuration is not complete:')
    const named = lines.slice(1).map((line) => /^ {2}(\w+) is missing: /.exec(line)?.[1])
    expect(named).toHaveLength(names.length)
    expect(named).toEqual(expect.arrayContaining(names))
  })

  test('started with wrong settings says what each has to be, without repeating it', () => {
    const { code, lines } = start(script, { APP_ID: 'twelve', PRIVATE_KEY: 'hunter2', DATABASE_URL: 'mysql://localhost/ollio' })
    expect(code).toBe(1)
    expect(lines).toEqual(
      expect.arrayContaining([
        '  APP_ID has to be a number',
        '  PRIVATE_KEY has to be a private key in PEM format',
        '  DATABASE_URL has to be a postgresql:// URL',
      ]),
    )
    expect(lines.join('\n')).not.toMatch(/hunter2|^\s+at /m)
  })
})
