import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadRecordings } from '#dev/recorded-model/recordings.ts'
import { galleryPage } from '../../../bench/eval/gallery.ts'
import { parseEvalOptions } from '../../../bench/eval/options.ts'
import { progressLine } from '../../../bench/eval/progress-line.ts'
import { readPrompts } from '../../../bench/eval/read-prompts.ts'
import { resultsTable } from '../../../bench/eval/results.ts'
import type { TurnResult } from '../../../bench/eval/results.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ollio-prompts-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function read(name: string, content: string) {
  const path = join(folder, name)
  await writeFile(path, content)
  return readPrompts(path)
}

describe('prompts', () => {
  test('prompts are lines of a text file, or a list in JSON', async () => {
    expect(await read('a.txt', '# Forms\n a form \n\na table\r\n')).toEqual([
      { prompt: 'a form', refinements: [] },
      { prompt: 'a table', refinements: [] },
    ])
    expect(await read('a.json', '["a form", {"prompt": "a table", "refinements": ["smaller"]}, {"prompt": "a card"}]')).toEqual([
      { prompt: 'a form', refinements: [] },
      { prompt: 'a table', refinements: ['smaller'] },
      { prompt: 'a card', refinements: [] },
    ])
  })

  test.each([
    ['empty.txt', '# nothing\n'],
    ['broken.json', '["a'],
    ['other.json', '[{"prompts": "a form"}]'],
    ['blank.json', '[" "]'],
    ['long.txt', 'x'.repeat(4_001)],
  ])('prompts that cannot be read are reported with the file’s name: %s', async (name, content) => {
    await expect(read(name, content)).rejects.toThrow(name)
  })

  test('prompts in this repository can be read: thirty for any model, and all that the recorded model knows', async () => {
    expect(await readPrompts('bench/prompts/components.txt')).toHaveLength(30)
    const known = (await loadRecordings()).map(({ generate, refinements }) => [
      generate.prompt,
      refinements.map(({ prompt }) => prompt).toSorted(),
    ])
    const ours = (await readPrompts('bench/prompts/recorded.json')).map(({ prompt, refinements }) => [prompt, refinements.toSorted()])
    expect(new Map(ours as [string, string[]][])).toEqual(new Map(known as [string, string[]][]))
  })
})

describe('options', () => {
  test('options have two required values and one with a default', () => {
    expect(parseEvalOptions(['--prompts', 'a.txt', '--out', 'b'])).toEqual({ prompts: 'a.txt', out: 'b', concurrency: 2 })
    expect(parseEvalOptions(['--prompts', 'a.txt', '--out', 'b', '--concurrency', '4'])).toMatchObject({ concurrency: 4 })
  })

  test.each([
    [['--out', 'b'], 'Name the file with the prompts'],
    [['--prompts', 'a', '--out', 'b', '--concurrency', '0'], 'from 1 to 16'],
    [['--prompts', 'a', '--out', 'b', '--concurrency', 'many'], 'from 1 to 16'],
    [['--fast'], 'npm run eval'],
  ])('options that are not valid are rejected: %j', (args, problem) => {
    expect(() => parseEvalOptions(args)).toThrow(problem)
  })
})

const turn: TurnResult = {
  ...{ command: 'generate a | <b>table</b>', published: true, state: 'PUBLISHED', failure: null, steps: 5, promptTokens: 12_000 },
  ...{ completionTokens: 345, dollars: 0.042, seconds: 12.34, pullRequest: 2 },
  checks: [{ name: 'Types', outcome: 'passed' }],
  pictures: [{ name: '375', file: 'pictures/1-v1-375.png' }],
}
const failed: TurnResult = {
  ...turn,
  command: 'smaller',
  published: false,
  state: 'FAILED',
  failure: 'nothing-builds',
  checks: [],
  pictures: [],
  dollars: null,
}

test('the table has one row per turn and the total, and keeps its columns', () => {
  const table = resultsTable([
    { prompt: 'a table', turns: [turn, failed] },
    { prompt: 'a card', turns: [{ ...turn, checks: [{ name: 'Page', outcome: 'warning' }] }] },
  ])
  expect(table).toContain('| yes | 5 | 12,345 | $0.042 | 12.3 | all passed |')
  expect(table).toContain('| 1.1 | smaller | no | 5 | 12,345 |  | 12.3 | nothing')
  expect(table).toContain('Page: warning')
  expect(table).toContain('**2 of 3 turns published**, 37,035 tokens, $0.084, 37 s of work.')
  for (const row of table.split('\n').filter((line) => line.startsWith('|'))) expect(row.replaceAll('\\|', '').split('|')).toHaveLength(10)
})

test('the page links the pictures next to it, and contains nothing that runs', async () => {
  const page = await galleryPage([{ prompt: '<script>alert(1)</script>', turns: [turn, failed] }])
  expect(page).toContain('<img src="pictures/1-v1-375.png" alt="generate a | &lt;b&gt;table&lt;/b&gt;, 375 pixels"')
  expect(page).toContain('Not published: 5 steps')
  expect(page).not.toContain('<script')
  expect(page).not.toMatch(/(?:src|href)="https?:/)
})

test.each([
  [{ done: 0, total: 4, running: 2, seconds: 0 }, /^░{24} 0\/4 turns, 2 running, 0 s$/],
  [{ done: 1, total: 4, running: 2, seconds: 61.4 }, /^█{6}░{18} 1\/4 turns, 2 running, 61 s$/],
  [{ done: 4, total: 4, running: 0, seconds: 100 }, /^█{24} 4\/4/],
])('the progress line shows %j', (at, line) => {
  expect(progressLine(at)).toMatch(line)
})
