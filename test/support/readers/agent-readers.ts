import { changesBetween } from '#src/activities/agent/workspace.ts'
import { measureCommand } from '#src/activities/checks/measure-command.ts'
import { parseAnswer } from '#src/domain/agent/agent-protocol.ts'
import { commentText } from '#src/domain/agent/comment-text.ts'
import {
  endOfOutput,
  firstLineOfOutput,
  headAndTail,
  saysNoSpace,
  searchMatches,
  searchProblem,
  startOfOutput,
} from '#src/domain/agent/command-output.ts'
import { editText } from '#src/domain/agent/edit-text.ts'
import { findRepetition } from '#src/domain/agent/find-repetition.ts'
import { describeNearestMatch } from '#src/domain/agent/nearest-match.ts'
import { nearestPaths } from '#src/domain/agent/nearest-paths.ts'
import { pictureUrlsIn, replacePictures } from '#src/domain/agent/prompt-pictures.ts'
import { refusedShellCommand } from '#src/domain/agent/refused-shell-command.ts'
import { textExcerpt } from '#src/domain/agent/text-excerpt.ts'
import { toolCallLine } from '#src/domain/agent/tool-call-line.ts'
import { workspacePath } from '#src/domain/shared/workspace-path.ts'
import { commandResult } from '../sandbox/command-result.ts'
import { repeated, row, textRow, times } from './row.ts'

const ANSWER = 400_000
const FILE = 1024 * 1024
/** One stream of a command. */
const OUTPUT = 64 * 1024

const LINE = `${'a'.repeat(19)}\n`

export const AGENT_READERS = {
  parseAnswer: textRow(
    { limit: ANSWER, pieces: ['{ "', '```json\n', '"actions":[{', '{"a":'], starts: ['', '```json\n', '{"actions":['] },
    parseAnswer,
  ),
  storedAnswer: textRow({ limit: ANSWER }, (text) => text),
  headAndTail: textRow({ limit: OUTPUT }, headAndTail),
  endOfOutput: textRow({ limit: OUTPUT }, (text) => endOfOutput(text)),
  startOfOutput: textRow({ limit: 2 * OUTPUT }, (text) => startOfOutput(text, 4_000)),
  firstLineOfOutput: textRow({ limit: 2 * OUTPUT, pieces: [' \n'] }, firstLineOfOutput),
  saysNoSpace: textRow({ limit: OUTPUT, pieces: ['no space '] }, saysNoSpace),
  searchMatches: textRow({ limit: OUTPUT, pieces: ['./', './/a\n'] }, searchMatches),
  searchProblem: textRow({ limit: OUTPUT }, searchProblem),
  withMemoryNote: textRow({ limit: OUTPUT }, (text) => `${text}\nnote`.trimStart()),
  wholeOutput: textRow({ limit: OUTPUT }, (text) => measureCommand(commandResult({ exitCode: 1, stdout: text, stderr: text }), 1)),
  editText: row(
    { limit: FILE },
    {
      'one letter, found almost': (size) => ({ text: 'a'.repeat(size), find: `${'a'.repeat(size * 0.19)}b${'a'.repeat(size * 0.19)}` }),
      'one letter, found everywhere': (size) => ({ text: 'a'.repeat(size), find: 'a'.repeat(size * 0.38) }),
      'lines that are alike': (size) => ({ text: repeated(LINE, size), find: `${repeated(LINE, size * 0.38)}b` }),
      'line ends': (size) => ({ text: repeated('\r\n', size), find: repeated('\n', size * 0.38) }),
    },
    ({ text, find }) => editText(text, find, 'x'),
  ),
  describeNearestMatch: row(
    { limit: 400_000 },
    {
      'lines of one letter': (size) => ({ text: repeated('a\n', size / 10), find: `${repeated('a\n', size)}b` }),
      'lines of twenty letters': (size) => ({ text: repeated(LINE, size), find: `${repeated(LINE, size / 2)}b` }),
      'empty lines': (size) => ({ text: repeated('\n', size / 20), find: `${repeated('\n', size)}b` }),
      spaces: (size) => ({ text: repeated(' ', size), find: `${repeated(' ', size)}b` }),
    },
    ({ text, find }) => describeNearestMatch(text, find),
  ),
  textExcerpt: textRow({ limit: FILE }, (text) => textExcerpt(text, { fromLine: 3, lineCount: null })),
  toolCallLine: row(
    { limit: ANSWER, on: 'server' },
    {
      'an edit in each of a hundred steps': (size) => repeated('a\n', size),
      'invisible characters in each of a hundred steps': (size) => repeated('\u200D\u0301', size),
    },
    (text) =>
      times(100, () => toolCallLine({ tool: 'editFile', args: { path: 'a', find: text, replace: text } }, { tool: 'editFile', ok: true })),
  ),
  refusedShellCommand: textRow({ limit: ANSWER }, refusedShellCommand),
  workspacePath: textRow({ limit: ANSWER }, workspacePath),
  findRepetition: row({ limit: ANSWER }, { 'the same edit in every step': (size) => repeated('a"', size / 10) }, (content) => {
    const call = { tool: 'writeFile' as const, args: { path: 'a', content } }
    return findRepetition(
      [call],
      times(10, () => ({ toolCalls: [call], observations: [{ tool: 'writeFile', ok: true }] })),
    )
  }),
  nearestPaths: row(
    { limit: 100_000 },
    { 'many paths': (size) => times(size, (index) => `src/${index}.tsx`), dots: (size) => times(size / 100, () => '.'.repeat(100)) },
    (paths) => nearestPaths('src/a.tsx', paths),
  ),
  pictureUrlsIn: textRow({ limit: 12_000, pieces: ['![](https://', '![', '<img src='] }, (text) => [
    pictureUrlsIn(text),
    replacePictures(text, () => ''),
  ]),
  commentText: textRow({ limit: 65_536, pieces: ['![](https://', '![', '<img src='] }, (body) => times(10, () => commentText(body))),
  changesBetween: row(
    { limit: 50_000 },
    {
      'deleted files': (size) => ({ tree: size, files: 0 }),
      'written files': (size) => ({ tree: 0, files: size }),
    },
    async ({ tree, files }) => {
      const path = (index: number): string => `src/${index}.ts`
      const sandbox = {
        snapshot: async () => times(files, (index) => ({ path: path(index), sizeBytes: 1, changedAtMs: 9 })),
        readFile: async () => new Uint8Array(1),
      }
      const workspace = { sandbox, tree: Object.fromEntries(times(tree, (index) => [path(index), 'a'])) }
      const ports = { artifacts: { put: async () => 'b' } }
      await changesBetween(ports as never, workspace as never, {}, 0).catch(() => undefined)
    },
  ),
}
