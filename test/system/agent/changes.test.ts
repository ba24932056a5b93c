import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { pathsOf, withFile } from '#src/activities/agent/workspace.ts'
import type { Changes } from '#src/domain/projects/records.ts'
import { openRealWorkspace } from '../../support/activities/real-workspace.ts'
import type { RealWorkspace } from '../../support/activities/real-workspace.ts'
import { FILES } from '../../support/activities/world.ts'

describe('changes contain what differs from the base and nothing else', () => {
  const TREE = { 'a.ts': 'A', 'b.ts': 'B' }

  test.each<[string, Changes, string, string | null, Changes]>([
    ['a new file', {}, 'c.ts', 'C', { 'c.ts': 'C' }],
    ['a changed file', {}, 'a.ts', 'X', { 'a.ts': 'X' }],
    ['a changed file that changes again', { 'a.ts': 'X' }, 'a.ts', 'Y', { 'a.ts': 'Y' }],
    ['a changed file that is as before', { 'a.ts': 'X', 'c.ts': 'C' }, 'a.ts', 'A', { 'c.ts': 'C' }],
    ['a file that is as before', {}, 'a.ts', 'A', {}],
    ['a deleted file', {}, 'a.ts', null, { 'a.ts': null }],
    ['a deleted file that is back', { 'a.ts': null }, 'a.ts', 'A', {}],
    ['a deleted file that is back with other words', { 'a.ts': null }, 'a.ts', 'X', { 'a.ts': 'X' }],
    ['a new file that is deleted', { 'c.ts': 'C' }, 'c.ts', null, {}],
    ['a file that never was and is deleted', {}, 'c.ts', null, {}],
    ['a file with an odd name', {}, 'constructor', null, {}],
    ['a file with an odder name', {}, 'toString', 'T', { toString: 'T' }],
  ])('%s', (_case, before, path, artifact, after) => {
    expect(withFile(before, TREE, path, artifact)).toEqual(after)
  })

  test('pathsOf returns the paths after the changes', () => {
    expect(pathsOf(TREE, { 'a.ts': null, 'b.ts': 'X', 'c.ts': 'C', 'd.ts': null })).toEqual(['b.ts', 'c.ts'])
    expect(pathsOf({ constructor: 'A' }, {})).toEqual(['constructor'])
  })
})

describe('after a command, changes contain', () => {
  let bench: RealWorkspace
  beforeEach(async () => {
    bench = await openRealWorkspace({ ...FILES, 'src/old.ts': 'old\n', 'src/lib/a.ts': 'a\n' })
  })
  afterEach(() => bench.close())

  const changesAfter = async (...commands: string[]): Promise<Record<string, string | null>> => {
    for (const command of commands) expect(await bench.command(command)).toMatchObject({ exitCode: 0 })
    return bench.changes()
  }

  test('nothing if it only read', async () => {
    expect(await changesAfter('cat src/old.ts; ls -R; touch src/old.ts')).toEqual({})
  })

  test('what it wrote, deleted and renamed', async () => {
    const commands = ['echo new > src/new.ts; echo changed > src/old.ts; rm package.json', 'mv src/lib src/library']
    expect(await changesAfter(...commands)).toEqual({
      'src/new.ts': 'new\n',
      'src/old.ts': 'changed\n',
      'package.json': null,
      'src/lib/a.ts': null,
      'src/library/a.ts': 'a\n',
    })
  })

  test('earlier changes that still exist', async () => {
    await bench.act({ tool: 'writeFile', args: { path: 'src/mine.ts', content: 'mine\n' } })
    await bench.act({ tool: 'writeFile', args: { path: 'src/other.ts', content: 'other\n' } })
    expect(await changesAfter('rm src/other.ts')).toEqual({ 'src/mine.ts': 'mine\n' })
  })

  test('nothing that equals the base again', async () => {
    expect(await changesAfter('cp src/old.ts /tmp/; mv src/old.ts kept.ts', 'mv kept.ts src/old.ts')).toEqual({})
    expect(await changesAfter('rm src/old.ts', 'echo old > src/old.ts')).toEqual({})
  })

  test('a changed file whose time was set back', async () => {
    expect(await changesAfter('echo changed > src/old.ts; touch -d 2001-01-01 src/old.ts')).toEqual({ 'src/old.ts': 'changed\n' })
  })

  test('nothing in folders with generated content', async () => {
    const made = 'for d in node_modules dist build .next coverage .ollio .git src/node_modules; do mkdir -p $d; echo x > $d/x.ts; done'
    expect(await changesAfter(made)).toEqual({})
    expect(await changesAfter('echo "export default 1" > .ollio/preview.tsx')).toEqual({ '.ollio/preview.tsx': 'export default 1\n' })
  })

  test('no links, special files or files that are too large; a link that replaces a file counts as its deletion', async () => {
    const links = 'ln -s /etc/passwd src/link.ts; mkfifo src/pipe.ts; head -c 300000 /dev/zero > src/large.ts; ln -sf lib/a.ts src/old.ts'
    expect(await changesAfter(links)).toEqual({ 'src/old.ts': null })
  })

  test("after a command, changes contain its other changes if one file can't be read safely", async () => {
    expect(await changesAfter('echo x > src/x.ts; ln src/x.ts src/y.ts; echo z > src/z.ts')).toEqual({ 'src/z.ts': 'z\n' })
  })

  test('after a command, changes contain and the observation lists files that are not kept, as long as they exist', async () => {
    const made = 'head -c 300000 /dev/zero > src/large.ts; echo x > src/x.ts; ln src/x.ts src/y.ts'
    expect((await bench.command(made))['notKept']).toEqual(['src/large.ts', 'src/x.ts', 'src/y.ts'])
    expect((await bench.command('true'))['notKept']).toEqual(['src/large.ts', 'src/x.ts', 'src/y.ts'])
    expect(await bench.command('rm src/large.ts src/y.ts')).not.toHaveProperty('notKept')
  })

  test('after a command, changes contain file names exactly as they are', async () => {
    const odd = `printf 1 > 'src/a b.ts'; printf 2 > src/ünï.ts; printf 3 > "src/it's.ts"; printf 4 > 'src/-rf'`
    expect(await changesAfter(odd)).toEqual({
      'src/a b.ts': '1',
      'src/ünï.ts': '2',
      "src/it's.ts": '3',
      'src/-rf': '4',
    })
  })

  test('after a command, changes contain at most five hundred files: a command that changes more is taken back, and the agent is told', async () => {
    const made = 'mkdir src/many; cd src/many; for i in $(seq 500); do echo $i > $i.ts; done'
    expect(Object.keys(await changesAfter(made))).toHaveLength(500)
    const before = await bench.changes()
    expect(await bench.command('echo x > src/one-more.ts')).toMatchObject({
      ok: false,
      error: expect.stringContaining('about 501 files differ from the repository; at most 500 are kept'),
    })
    expect(await bench.changes()).toEqual(before)
  })
})
