import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Sandbox } from '#src/ports/sandbox.ts'
import { bytes, LABELS, type ProviderUnderTest, run, textOf } from './use-sandbox.ts'

const BAD_PATH = { name: 'Failure', kind: 'sandbox-path' }

const ODD_NAMES: Record<string, string> = {
  'with a space': 'two words.txt',
  'in another script': 'ünïcode/日本語 🎉.txt',
  'like an option': '-rf',
  'with quotes': `it's "quoted".txt`,
  hidden: '.hidden',
  'like a pattern': '*',
  'like a command': '$(touch made).txt',
  'like a home': '~',
  'with special characters of a shell': 'a:b;c&d|e',
  'as long as possible': 'n'.repeat(255),
  'far down': 'a/b/c/d/e/f/g/h.txt',
}

const NO_PATHS: Record<string, string> = {
  'an empty one': '',
  'the workspace': '.',
  'a step up': '..',
  'a place outside': '../out',
  'an absolute one': '/etc/passwd',
  'one with an empty part': 'a//b',
  'one with a slash at the end': 'a/',
  'one that goes up and down': 'a/../b',
  'one that starts with a dot part': './a',
  'one with a dot part inside': 'a/./b',
  'one with two lines': 'line\nbreak',
  'one with a NUL': 'nul\0',
  'one with a tab': 'tab\t',
  'one with a backslash': 'back\\slash',
  'one with a name that is too long': 'n'.repeat(256),
  'one that is too deep': Array.from({ length: 65 }, () => 'a').join('/'),
  'one that is too long': `${'long/'.repeat(250)}name`,
}

export function pathsContract(current: () => ProviderUnderTest): void {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await current().provider.create('react', LABELS)
  })
  afterAll(() => sandbox.destroy())

  test.each(Object.entries(ODD_NAMES))('a name can be %s', async (_what, name) => {
    await sandbox.writeFile(`odd/${name}`, bytes(name))
    expect(await textOf(sandbox, `odd/${name}`)).toBe(name)
    expect((await sandbox.list('odd', 9)).map(({ path }) => path)).toContain(`odd/${name}`)
    const { stdout } = await run(sandbox, 'cat -- "odd/$NAME"', { env: { NAME: name } })
    expect(stdout).toBe(name)
    await sandbox.rename(`odd/${name}`, 'odd-moved')
    await sandbox.remove('odd-moved')
    await expect(sandbox.readFile(`odd/${name}`, 10)).rejects.toMatchObject(BAD_PATH)
  })

  test.each(Object.entries(NO_PATHS))("a path can't be %s", async (_what, path) => {
    await sandbox.writeFile('plain', bytes('plain'))
    await expect(sandbox.writeFile(path, bytes('x'))).rejects.toMatchObject(BAD_PATH)
    await expect(sandbox.readFile(path, 10)).rejects.toMatchObject(BAD_PATH)
    await expect(sandbox.remove(path)).rejects.toMatchObject(BAD_PATH)
    await expect(sandbox.rename(path, 'other')).rejects.toMatchObject(BAD_PATH)
    await expect(sandbox.rename('plain', path)).rejects.toMatchObject(BAD_PATH)
    expect(await textOf(sandbox, 'plain')).toBe('plain')
  })
}
