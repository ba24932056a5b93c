import { readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'

/** What the image runs: server, worker, migrations and the worker's health check. */
const ENTRIES = ['src/server.ts', 'src/worker.ts', 'src/cli.ts', 'scripts/migrate.ts', 'scripts/worker-health.ts']

const { dependencies, imports: aliases } = z
  .object({ dependencies: z.record(z.string(), z.string()), imports: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync('package.json', 'utf8')))

function importsOf(path: string): string[] {
  const text = readFileSync(path, 'utf8')
  const found = text.matchAll(/^(?:import|export)\s(?!type\s)(?:[^']*\sfrom\s)?'([^']+)'|\bimport\('([^']+)'\)/gm)
  return [...found].map(([, named, dynamic]) => named ?? dynamic ?? '')
}

/** All files and packages that the image loads. */
function closure(): { files: Set<string>; packages: Set<string> } {
  const files = new Set<string>()
  const packages = new Set<string>()
  const visit = (path: string): void => {
    if (files.has(path)) return
    files.add(path)
    if (path.includes('/generated/')) return
    for (const specifier of importsOf(path)) {
      const alias = Object.keys(aliases).find((name) => specifier.startsWith(name.replace('*', '')))
      if (alias !== undefined) visit(`${alias.slice(1).replace('/*', '')}/${specifier.slice(alias.length - 1)}`)
      else if (specifier.startsWith('.')) visit(posix.join(posix.dirname(path), specifier))
      else if (!specifier.startsWith('node:'))
        packages.add(
          specifier
            .split('/')
            .slice(0, specifier.startsWith('@') ? 2 : 1)
            .join('/'),
        )
    }
  }
  for (const entry of ENTRIES) visit(entry)
  return { files, packages }
}

test('the image needs no stand-in, test or benchmark', () => {
  const { files } = closure()
  expect(files.size).toBeGreaterThan(200)
  expect([...files].filter((path) => !/^(?:src|scripts)\//.test(path))).toEqual([])
})

test('every package that the image loads is a production dependency', () => {
  const { packages } = closure()
  expect(packages.size).toBeGreaterThan(20)
  expect([...packages].filter((name) => dependencies[name] === undefined)).toEqual([])
})

test('the Dockerfile copies what the image runs and nothing else of this repository', () => {
  const copied = [...readFileSync('Dockerfile', 'utf8').matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(
    (match) => match[1]?.split(' ') ?? [],
  )
  expect(new Set(copied)).toEqual(
    new Set([
      ...['package.json', 'package-lock.json', 'prisma', 'prisma.config.ts'],
      ...['app.yml', 'scripts/migrate.ts', 'scripts/worker-health.ts', 'prisma/migrations', 'sandbox-templates', 'src'],
    ]),
  )
  const ignore = readFileSync('.dockerignore', 'utf8')
  expect(ignore).toMatch(/^\*$/m)
  for (const path of copied) expect(ignore).toContain(`!${path.split('/')[0] === 'prisma' ? 'prisma' : path}`)
})
