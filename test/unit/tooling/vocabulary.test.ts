import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** Words that docs/glossary.md retires, with what replaces them. They are looked for in file names and exported names. */
const RETIRED: Record<string, string> = {
  wish: 'prompt',
  wishes: 'prompt',
  workbench: 'workspace',
  house: 'workflow world, stack',
  notice: 'event',
  notices: 'event',
  tell: 'reply, post',
  telling: 'progress comment',
  told: 'outcome, reply',
  heed: 'handle',
  heeding: 'handle',
  reap: 'clean up',
  reaping: 'clean up',
  doom: 'delete',
  doomed: 'unused',
  beat: 'heartbeat',
  beats: 'heartbeat',
  leftover: 'orphan',
  leftovers: 'orphans',
  session: 'project, workflow, recording',
  sessions: 'workflows',
  lens: 'inspector',
  witness: 'page errors',
  company: 'demo environment',
  cast: 'demo users',
  landing: 'commit and publish',
  places: 'slots, queue positions',
  whoever: '',
  withdrawn: 'revoked',
  mend: 'fix',
  mends: 'fixes',
  begun: 'started',
  workshop: 'tooling',
  said: 'comment',
  heard: 'read',
  unsteady: 'failing',
  played: 'fake',
  lent: 'uploaded',
  habit: 'style',
  habits: 'style',
  words: 'prompt, label',
  steers: 'instructions',
  colour: 'color',
  furnish: 'bind',
}
/** Exported names that carry a retired word for a reason. */
const ALLOWED: Record<string, string> = {
  ALLOWANCE_NOTICES: 'a notice to people about their allowance',
  allowanceNotice: 'a notice to people about their allowance',
}

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'src', 'dev', 'test', 'bench', 'scripts'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => /\.(?:ts|mjs|js)$/.test(path) && !/generated|^test\/fixtures|recordings\/|sample-shop/.test(path))

function wordsOf(name: string): string[] {
  const spaced = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
  return spaced.split(/[\s_\-.]+/).map((word) => word.toLowerCase())
}
const isRetired = (name: string): boolean => wordsOf(name).some((word) => Object.hasOwn(RETIRED, word))

test('no file name has a retired word', () => {
  const names = files.map((path) => path.split('/').at(-1) ?? '')
  expect(names.filter(isRetired)).toEqual([])
})

test('no exported name has a retired word', () => {
  const found = files.flatMap((path) => {
    const exported = readFileSync(path, 'utf8').matchAll(/^export (?:async )?(?:const|let|function\*?|type|interface|class) (\w+)/gm)
    return [...exported].map(([, name = '']) => `${path}: ${name}`)
  })
  expect(found.length).toBeGreaterThan(1_000)
  expect(found.filter((each) => isRetired(each.split(': ')[1] ?? '') && !Object.hasOwn(ALLOWED, each.split(': ')[1] ?? ''))).toEqual([])
})

/** Files of one shape that share their names on purpose. */
const SHARED_NAMES = [/^sandbox-templates\//, /\/index\.ts$/]

test('no base name stands for two different files', () => {
  const byName = Map.groupBy(
    files.filter((path) => !SHARED_NAMES.some((pattern) => pattern.test(path))),
    (path) => path.split('/').at(-1) ?? '',
  )
  expect([...byName.values()].filter((paths) => paths.length > 1)).toEqual([])
})

test('every folder of activities and of unit tests is named like a capability', () => {
  const folders = (prefix: string) =>
    new Set(files.flatMap((path) => (path.startsWith(prefix) ? [path.slice(prefix.length).split('/')[0] ?? ''] : [])))
  const domain = folders('src/domain/')
  const notCapabilities = [...folders('src/activities/')].filter((name) => !domain.has(name) && name !== 'create-activities.ts')
  expect(notCapabilities).toEqual([])
})

/** A name that starts like this only makes sense behind its `describe`, which a line of a CI log doesn't have. */
const CONTINUES =
  /^(?:is|are|was|were|has|have|had|can|can’t|cannot|may|must|does|do|doesn’t|don’t|isn’t|aren’t|will|whose|that|which|even|until|unless|and|or|but|also|not|never|otherwise|because|gets?|ends?|shows?|keeps?|stays?|leaves?|returns?)\b/

test('every test name can be understood without its describe', () => {
  const names = files
    .filter((path) => path.startsWith('test/'))
    .flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(/^\s*(?:test|it)(?:\.\w+)*(?:\([^\n]*\))?\(\s*['"`]([^'"`\n]+)/gm)].map(
        ([, name = '']) => name,
      ),
    )
  expect(names.length).toBeGreaterThan(1_500)
  expect(names.filter((name) => CONTINUES.test(name))).toEqual([])
})
