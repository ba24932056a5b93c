import { expect, test } from 'vitest'
import type { ToolCall, Observation, ParsedToolCall } from '#src/domain/agent/agent-protocol.ts'
import { findRepetition } from '#src/domain/agent/find-repetition.ts'

const read = (path: string): ToolCall => ({ tool: 'readFile', args: { path, fromLine: null, lineCount: null } })
const finish: ToolCall = { tool: 'finish', args: { summary: 'Made it.' } }
const seen = (...oks: boolean[]): Observation[] => oks.map((ok) => ({ tool: 'readFile', ok }))
const step = (actions: ParsedToolCall[], observations: Observation[]) => ({ toolCalls: actions, observations })
const fine = (path: string) => step([read(path)], seen(true))
const stopped = step([read('a')], [{ tool: 'answer', ok: false, error: 'the same' }])

const CASES: [string, ParsedToolCall[], ReturnType<typeof step>[], string | null][] = [
  ['a first answer', [read('a')], [], null],
  ['the same once more', [read('a')], [fine('a')], null],
  ['the same for the third time', [read('a')], [fine('b'), fine('a'), fine('a')], 'third time in a row'],
  ['the same again after it was told', [read('a')], [fine('a'), fine('a'), stopped], 'third time in a row'],
  ['something else in between', [read('a')], [fine('a'), fine('b'), fine('a')], null],
  ['finishing again and again', [finish], [step([finish], []), step([finish], []), step([finish], [])], null],
  [
    'an action that failed in three steps, among others',
    [read('x'), read('a')],
    [step([read('b'), read('a')], seen(true, false)), step([read('a')], seen(false)), step([read('c'), read('a')], seen(true, false))],
    'failed three times',
  ],
  [
    'the same after it was told',
    [read('y'), read('a')],
    [
      step([read('b'), read('a')], seen(true, false)),
      step([read('a')], seen(false)),
      step([read('c'), read('a')], seen(true, false)),
      stopped,
    ],
    'failed three times',
  ],
  [
    'another way after three failures',
    [read('z')],
    [step([read('b'), read('a')], seen(true, false)), step([read('a')], seen(false)), step([read('c'), read('a')], seen(true, false))],
    null,
  ],
  [
    'what failed twice and then went well',
    [read('a')],
    [step([read('a')], seen(false)), step([read('b'), read('a')], seen(true, false)), step([read('a'), read('c')], seen(true, true))],
    null,
  ],
]

test.each(CASES)('findRepetition handles %s', (_case, actions, earlier, told) => {
  expect(findRepetition(actions, earlier) ?? 'nothing').toContain(told ?? 'nothing')
})
