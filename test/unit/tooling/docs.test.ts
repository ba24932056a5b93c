import { access, readdir, readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { appPermissions } from '#dev/demo/app-permissions.ts'
import { COMMANDS } from '#src/domain/commands/parse-command.ts'
import { describeSettings } from '#src/config/settings.ts'
import { withCommandTable } from '../../../scripts/command-table.ts'

const PAGES = [
  ...['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'AGENTS.md', 'SECURITY.md', 'CHANGELOG.md'],
  ...(await readdir('docs', { recursive: true })).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`),
]
const texts = new Map(await Promise.all(PAGES.map(async (page) => [page, await readFile(page, 'utf8')] as const)))
/** Pages for users and operators; the others may name constants of the code. */
const forUsers = [...texts].flatMap(([page, text]) => (/^(?:README\.md|docs\/[^/]+\.md)$/.test(page) ? [text] : [])).join('\n')
const all = [...texts.values()].join('\n')
const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(await readFile('package.json', 'utf8')))

const OUR_FILE = '(?:src|dev|test|bench|scripts|docs|prisma|sandbox-templates)/[\\w./-]+\\.\\w+'

/** A setting of the compose file only, and the pattern for files. */
const NO_SETTINGS = ['POSTGRES_PASSWORD', 'NAME_FILE']

function found(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ''))]
}

describe('commands in the documents', () => {
  test.each(['README.md', 'docs/commands.md'])('%s names all commands and no others', (page) => {
    const named = found(texts.get(page) ?? '', /`\/ollio ([a-z]+)(?: <[^`]*>)?`/g)
    expect(new Set(named)).toEqual(new Set(Object.keys(COMMANDS)))
  })

  test.each(['README.md', 'docs/commands.md'] as const)(
    'commands in the documents of %s are the table that `npm run command-table` writes',
    (page) => {
      const text = texts.get(page) ?? ''
      expect(text).toBe(withCommandTable(page, text))
    },
  )
})

describe('settings in the documents', () => {
  const names = describeSettings().map(({ name }) => name)

  test('settings in the documents exist', () => {
    const named = found(forUsers, /`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)`/g)
    expect(named.filter((name) => !names.includes(name) && !NO_SETTINGS.includes(name))).toEqual([])
  })

  test.each(describeSettings())('settings in the documents include $name with its default', ({ name, default: fallback, required }) => {
    const row = (texts.get('docs/configuration.md') ?? '').split('\n').find((line) => line.startsWith(`| \`${name}\` |`)) ?? ''
    const cell = required ? '**needed**' : fallback === null ? '' : `\`${fallback}\``
    expect(row.split('|').at(-2)?.trim()).toBe(cell)
  })
})

describe('npm scripts in the documents', () => {
  test('npm scripts in the documents exist', () => {
    expect(found(all, /npm run ([\w:-]+)/g).filter((name) => scripts[name] === undefined)).toEqual([])
  })

  test('npm scripts in the documents include every script of package.json', () => {
    const named = new Set([...found(all, /npm run ([\w:-]+)/g), ...found(all, /npm (test|start)\b/g)])
    expect(Object.keys(scripts).filter((name) => !named.has(name))).toEqual([])
  })
})

test('the README explains each permission of the app', async () => {
  const permissions = Object.entries(await appPermissions()).map(([name, level]) => `${name.replace('_', ' ')}: ${level}`)
  const named = found(texts.get('README.md') ?? '', /^\| ([a-z ]+: (?:read|write)) \| \S/gm)
  expect(new Set(named)).toEqual(new Set(permissions))
})

test('links between documents work', async () => {
  const links = [...texts].flatMap(([page, text]) =>
    found(text, /\]\(([^)#:]+)\)/g).map((target) => new URL(target, `file:///${page}`).pathname.slice(1)),
  )
  expect(links.length).toBeGreaterThan(100)
  const broken = await Promise.all(
    links.map((path) =>
      access(path).then(
        () => null,
        () => path,
      ),
    ),
  )
  expect(broken.filter((path) => path !== null)).toEqual([])
})

/** Files of the tools around the repository that start our scripts or name our folders. */
const TOOLING = ['.devcontainer/devcontainer.json', '.github/workflows/ci.yml', '.github/CODEOWNERS', 'package.json', 'docker-compose.yml']

test('files that documents and tooling name exist', async () => {
  const tooling = await Promise.all(TOOLING.map(async (path) => readFile(path, 'utf8')))
  const named = [
    // Recipes name files that their reader writes.
    ...[...texts].filter(([page]) => !page.includes('/recipes/')).flatMap(([, text]) => found(text, new RegExp(`\`(${OUR_FILE})\``, 'g'))),
    ...tooling.flatMap((text) => found(text, new RegExp(`[\\s"'/](${OUR_FILE})`, 'g'))),
  ]
  const missing = await Promise.all(
    [...new Set(named)].map((path) =>
      access(path).then(
        () => null,
        () => path,
      ),
    ),
  )
  expect(missing.filter((path) => path !== null)).toEqual([])
})

test('ARCHITECTURE.md has at most 5 KB', () => {
  expect(Buffer.byteLength(texts.get('ARCHITECTURE.md') ?? '')).toBeLessThanOrEqual(5 * 1024)
})
