import { expect, test } from 'vitest'
import { toolCallLine } from '#src/domain/agent/tool-call-line.ts'
import type { ToolCallLine } from '#src/domain/agent/tool-call-line.ts'
import type { Observation, ParsedToolCall } from '#src/domain/agent/agent-protocol.ts'

const EDIT: ParsedToolCall = { tool: 'editFile', args: { path: 'src/a.tsx', find: 'one\ntwo', replace: 'three' } }
const RUN: ParsedToolCall = { tool: 'executeCommand', args: { command: 'npm test', timeoutSeconds: null } }

test.each<[string, ParsedToolCall, Observation | undefined, Omit<ToolCallLine, 'tool'>]>([
  ['an edit', EDIT, { tool: 'editFile', ok: true }, { about: 'src/a.tsx', outcome: 'done', detail: '− one\n− two\n+ three' }],
  [
    'one that failed',
    EDIT,
    { tool: 'editFile', ok: false, error: 'not found', problems: ['a', 1] },
    { about: 'src/a.tsx', outcome: 'failed', detail: 'not found\na' },
  ],
  ['one that was not reached', EDIT, undefined, { about: 'src/a.tsx', outcome: 'not done', detail: '' }],
  [
    'a command',
    RUN,
    { tool: 'executeCommand', ok: true, exitCode: 0, stdout: 'fine', stderr: '' },
    { about: 'npm test', outcome: 'done', detail: 'exit code 0\nfine' },
  ],
  [
    'a look at the page',
    { tool: 'viewPage', args: { width: 375 } },
    { tool: 'viewPage', ok: true },
    { about: 'at 375 px', outcome: 'done', detail: '' },
  ],
  ['the end', { tool: 'finish', args: { summary: 'A card.' } }, undefined, { about: '', outcome: 'done', detail: 'A card.' }],
  [
    'an end that was sent back',
    { tool: 'finish', args: { summary: 'A card.' } },
    { tool: 'finish', ok: false, error: 'fix', problems: ['types'] },
    { about: '', outcome: 'failed', detail: 'fix\ntypes' },
  ],
])('toolCallLine describes %s', (_what, action, observation, expected) => {
  expect(toolCallLine(action, observation)).toMatchObject(expected)
})

test('toolCallLine shows an invalid tool under its own name and cuts long texts', () => {
  const line = toolCallLine(
    { tool: 'invalid', named: 'deleteAll', problem: 'p'.repeat(5_000) },
    { tool: 'invalid', ok: false, error: 'e'.repeat(9_000) },
  )
  expect([line.tool, line.about.length, line.detail.length]).toEqual(['deleteAll', 200, 4_000])
})
