import { lineNote } from '#src/domain/commands/line-notes.ts'
import { parseCommand } from '#src/domain/commands/parse-command.ts'
import { failedChecksText } from '#src/domain/checks/failed-checks-text.ts'
import { escapeMarkdown, inlineCode } from '#src/domain/messages/markdown.ts'
import { pullRequestBody } from '#src/domain/messages/pull-request-text.ts'
import { summaryBlocks, summaryMarkdown } from '#src/domain/messages/summary-markdown.ts'
import { projectName } from '#src/domain/projects/project-name.ts'
import { fileTree } from '#src/domain/repository/file-tree.ts'
import { renderedText } from '#src/domain/shared/rendered-text.ts'
import { visibleText } from '#src/domain/shared/visible-text.ts'
import { row, textRow, times } from './row.ts'

/** GitHub's limit of a comment or body. */
const BODY = 65_536
const ANSWER = 400_000

const TEXT = { name: '', prompt: '', summary: '', version: 1, issue: 1, baseBranch: 'main', closes: true, previewUrl: '', pictureUrls: {} }
const RECEIPT = { credits: 1, promptTokens: 1, completionTokens: 1, seconds: 1, steps: 1, model: 'a', dollars: null }
const PUBLISHED = {
  ...TEXT,
  receipt: RECEIPT,
  before: null,
  showPictures: false,
  checks: [],
  files: {},
  purposes: {},
  leftOut: [],
  partial: false,
}

export const MESSAGE_READERS = {
  visibleText: textRow({ limit: ANSWER, pieces: ['👩\u200D', '\u0301', '\u{E0041}'] }, visibleText),
  renderedText: textRow({ limit: BODY, pieces: ['&#8203;', '~~~\n', '<a href="', '[a]: b "', '![a'] }, renderedText),
  parseCommand: textRow({ limit: BODY, on: 'server', starts: ['', '/ollio ', '/ollio generate --package '] }, parseCommand),
  lineNote: textRow({ limit: BODY, on: 'server', pieces: ['+a\n', '<!-- '] }, (text) =>
    lineNote({ path: text, line: 1, diffHunk: text }, text),
  ),
  escapeMarkdown: textRow({ limit: 2 * ANSWER }, (text) => escapeMarkdown(text)),
  inlineCode: textRow({ limit: ANSWER }, inlineCode),
  summaryMarkdown: textRow({ limit: ANSWER, pieces: ['\n-', '- a\n'] }, summaryMarkdown),
  summaryBlocks: textRow({ limit: ANSWER, on: 'server', pieces: ['\n-', '- a\n'] }, summaryBlocks),
  projectName: textRow({ limit: 4_000 }, projectName),
  failedChecksText: textRow({ limit: BODY, pieces: ['\u001B[', '2026-01-01T00:00:00Z '] }, (text) =>
    failedChecksText([{ name: text, title: text, summary: text, annotations: [], log: text }]),
  ),
  pullRequestBody: textRow({ limit: BODY, pieces: ['<!-- ollio:begin -->\n', '<!-- ollio:begin -->\n<!-- ollio:end -->\n'] }, (body) =>
    pullRequestBody(body, PUBLISHED),
  ),
  filesOfPullRequest: row({ limit: 5_000 }, { 'many files': (size) => times(size, (index) => `src/${index}.ts`) }, (paths) =>
    pullRequestBody('', {
      ...PUBLISHED,
      files: Object.fromEntries(paths.map((path) => [path, 'a'])),
      checks: [
        { name: 'Changes', outcome: 'passed', detail: '', edits: paths.map((path) => ({ path, added: 1, removed: 1, lines: 1 })) as never },
      ],
    }),
  ),
  fileTree: row(
    { limit: 5_000, on: 'server' },
    {
      'files of one folder': (size) => times(size, (index) => `src/${index}.ts`),
      'nested folders': (size) => times(size / 20, (index) => `${times(20, (level) => `${index}-${level}`).join('/')}/a.ts`),
    },
    fileTree,
  ),
}
