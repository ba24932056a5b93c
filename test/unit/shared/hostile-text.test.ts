import { expect, test } from 'vitest'
import { parseAnswer } from '#src/domain/agent/agent-protocol.ts'
import { parseCommand } from '#src/domain/commands/parse-command.ts'
import { editText } from '#src/domain/agent/edit-text.ts'
import { branchName } from '#src/domain/projects/ids.ts'
import { inlineCode, escapeMarkdown } from '#src/domain/messages/markdown.ts'
import { summaryMarkdown } from '#src/domain/messages/summary-markdown.ts'
import { projectName } from '#src/domain/projects/project-name.ts'
import { repositoryProfile } from '#src/domain/repository/repository-profile.ts'
import { visibleText } from '#src/domain/shared/visible-text.ts'
import { workspacePath } from '#src/domain/shared/workspace-path.ts'
import { expectLinear } from '../../support/linear-time.ts'

/** Texts on which a pattern that isn't linear would run for hours; models and repositories can write any of them. */
const PIECES = [
  '\n',
  ' ',
  '/*',
  '"',
  '\\"',
  ', ',
  '{ "',
  '```\n',
  '`',
  '<!--',
  '*',
  '](',
  '\u200d',
  '👩\u200d',
  '\u0301',
  '@',
  '\n-',
  '{"actions":',
  '\ud800',
  '/',
]
const STARTS = ['', '```json\n', '{"a":1,', '/ollio generate ', '"']

test.each(PIECES.flatMap((piece) => STARTS.map((start) => [start, piece] as const)))(
  '%j followed by a hundred thousand times %j is read in linear time',
  async (start, piece) => {
    await expectLinear(100_000, (times) => start + piece.repeat(times), read)
  },
)

function read(text: string): void {
  expect(parseAnswer(text).ok).toBe(false)
  expect(parseAnswer(`${text}"actions":[`).ok).toBe(false)
  expect(parseCommand(text)?.name ?? 'generate').toBe('generate')
  expect(visibleText(text).isWellFormed()).toBe(true)
  expect(escapeMarkdown(text).length).toBeLessThan(1_000)
  expect(summaryMarkdown(text).length).toBeLessThan(100_000)
  expect(inlineCode(text).length).toBeLessThan(1_000)
  expect(branchName({ issue: 1, ordinal: 1 }, projectName(text))).toMatch(/^ollio\/1-1-[a-z0-9-]{1,40}$/)
  expect(editText(text, text.slice(-3), 'x')).toMatchObject({ ok: expect.any(Boolean) })
  expect(workspacePath(text) ?? '').not.toContain('..')
  expect(repositoryProfile({ paths: [], texts: { 'package.json': text, 'tsconfig.json': text, 'src/a.css': text } })).toMatchObject({
    declaredPackages: [],
  })
}
