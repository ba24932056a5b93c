import { readdir, readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { appPermissions } from '#dev/demo/app-permissions.ts'
import { COMMANDS } from '#src/domain/commands/parse-command.ts'
import { describeSettings } from '#src/config/settings.ts'

const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  ...(await readdir('docs')).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`),
]
const texts = new Map(await Promise.all(PAGES.map(async (page) => [page, await readFile(page, 'utf8')] as const)))
const all = [...texts.values()].join('\n')
const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(await readFile('package.json', 'utf8')))

/** Set for the compose file alone, and the pattern for files. */
const NO_SETTINGS = ['POSTGRES_PASSWORD', 'NAME_FILE']

function found(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ''))]
}

describe('commands', () => {
  test.each(['README.md', 'docs/commands.md'])('of %s are those that there are', (page) => {
    const named = found(texts.get(page) ?? '', /`\/ollio ([a-z]+)(?: <[^`]*>)?`/g)
    expect(new Set(named)).toEqual(new Set(Object.keys(COMMANDS)))
  })
})

describe('settings', () => {
  const names = describeSettings().map(({ name }) => name)

  test('that a page names exist', () => {
    const named = found(all, /`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)`/g)
    expect(named.filter((name) => !names.includes(name) && !NO_SETTINGS.includes(name))).toEqual([])
  })

  test.each(describeSettings())('$name is in the table of all settings, with its default', ({ name, default: fallback, required }) => {
    const row = (texts.get('docs/configuration.md') ?? '').split('\n').find((line) => line.startsWith(`| \`${name}\` |`)) ?? ''
    const cell = required ? '**needed**' : fallback === null ? '' : `\`${fallback}\``
    expect(row.split('|').at(-2)?.trim()).toBe(cell)
  })
})

describe('scripts', () => {
  test('that a page names exist', () => {
    expect(found(all, /npm run ([\w:-]+)/g).filter((name) => scripts[name] === undefined)).toEqual([])
  })

  test('are each named somewhere', () => {
    const named = new Set([...found(all, /npm run ([\w:-]+)/g), ...found(all, /npm (test|start)\b/g)])
    expect(Object.keys(scripts).filter((name) => !named.has(name))).toEqual([])
  })
})

test('the README says why each permission of the app is needed', async () => {
  const permissions = Object.entries(await appPermissions()).map(([name, level]) => `${name.replace('_', ' ')}: ${level}`)
  const named = found(texts.get('README.md') ?? '', /^\| ([a-z ]+: (?:read|write)) \| \S/gm)
  expect(new Set(named)).toEqual(new Set(permissions))
})

test('links between the pages lead somewhere', async () => {
  const links = [...texts].flatMap(([page, text]) =>
    found(text, /\]\(([^)#:]+)\)/g).map((target) => new URL(target, `file:///${page}`).pathname.slice(1)),
  )
  expect(links.length).toBeGreaterThan(3)
  await Promise.all(links.map((path) => readFile(path)))
})
