import { describe, expect, test } from 'vitest'
import type { ToolCall, Observation } from '#src/domain/agent/agent-protocol.ts'
import { compactTranscript } from '#src/domain/agent/compact-transcript.ts'
import { estimateTokens, stepMessages } from '#src/domain/agent/transcript.ts'
import type { TranscriptMessage } from '#src/domain/agent/transcript.ts'

const OPENING: TranscriptMessage[] = [
  { role: 'system', content: 'You are Ollio.'.repeat(100) },
  { role: 'user', content: [{ type: 'text', text: '{"request":"a card"}' }, picture('mockup')] },
]

function picture(key: string) {
  return { type: 'picture' as const, key, mediaType: 'image/png' }
}
function step(toolCalls: ToolCall[], observations: Observation[]): TranscriptMessage[] {
  return stepMessages({ answer: JSON.stringify({ thought: 'I go on.', actions: toolCalls }), toolCalls, observations })
}
const read = (path: string, text: string, more: object = {}) =>
  step(
    [{ tool: 'readFile', args: { path, fromLine: null, lineCount: null } }],
    [{ tool: 'readFile', ok: true, path, fromLine: 1, lines: 1, text, ...more }],
  )
const write = (path: string, content: string) =>
  step([{ tool: 'writeFile', args: { path, content } }], [{ tool: 'writeFile', ok: true, path, bytesWritten: content.length }])
const edit = (path: string, find: string, replace: string) =>
  step([{ tool: 'editFile', args: { path, find, replace } }], [{ tool: 'editFile', ok: true, path, placesReplaced: 1 }])
const run = (stdout: string) =>
  step(
    [{ tool: 'executeCommand', args: { command: 'npm test', timeoutSeconds: null } }],
    [{ tool: 'executeCommand', ok: true, exitCode: 0, timedOut: false, stdout, stderr: '' }],
  )
const view = (key: string) =>
  step([{ tool: 'viewPage', args: { width: 375 } }], [{ tool: 'viewPage', ok: true, width: 375, text: 'A card', errors: [], picture: key }])

const long = (letter: string) => letter.repeat(6_000)
const compacted = (steps: TranscriptMessage[][], limitTokens: number) => {
  const messages = [...OPENING, ...steps.flat()]
  return { messages, after: compactTranscript(messages, { fixed: OPENING.length, limitTokens }) }
}
const texts = (messages: readonly TranscriptMessage[]) => JSON.stringify(messages)

describe('messages within the limit', () => {
  test('messages within the limit stay the same array', () => {
    const { messages, after } = compacted([read('a.ts', long('a')), run(long('b')), view('1'), view('2')], 1_000_000)
    expect(after).toBe(messages)
  })

  test("messages within the limit lose only the older page pictures: two stay, and so does the user's picture", () => {
    const { messages, after } = compacted([view('1'), view('2'), view('3')], 1_000_000)
    expect(texts(after)).not.toContain('"key":"1"')
    for (const key of ['mockup', '2', '3']) expect(texts(after)).toContain(`"key":"${key}"`)
    expect(after.filter((message, at) => message !== messages[at])).toEqual([
      { role: 'user', content: expect.stringContaining('was removed') },
    ])
    expect(compactTranscript(after, { fixed: OPENING.length, limitTokens: 1_000_000 })).toBe(after)
  })
})

describe('messages over the limit', () => {
  test('messages over the limit lose the results of older steps and then fit', () => {
    const { messages, after } = compacted([run(long('a')), run(long('b')), run(long('c')), run(long('d'))], 7_000)
    expect(estimateTokens(messages)).toBeGreaterThan(7_000)
    expect(estimateTokens(after)).toBeLessThan(7_000 * 0.85)
    expect(after.slice(0, 2)).toEqual(OPENING)
    expect(texts(after)).not.toContain(long('a'))
    expect(texts(after)).toContain('[6000 characters removed to save space]')
    expect(texts(after)).toContain(long('d'))
    expect(after.map(({ role }) => role)).toEqual(messages.map(({ role }) => role))
  })

  test('messages over the limit keep the newest state of each file and later changes to it', () => {
    const steps = [
      read('a.ts', long('a')),
      write('b.ts', long('b')),
      write('a.ts', long('A')),
      edit('a.ts', 'AA', `A${'x'.repeat(300)}A`),
      read('part.ts', long('p'), { moreLines: 10 }),
      run(long('r')),
      run('fine'),
    ]
    const { after } = compacted(steps, 11_000)
    for (const kept of [long('b'), long('A'), 'x'.repeat(300), long('p')]) expect(texts(after)).toContain(kept)
    for (const gone of [long('a'), long('r')]) expect(texts(after)).not.toContain(gone)
  })

  test('messages over the limit lose the oldest files only if nothing else helps, and the newest step last', () => {
    const steps = ['a', 'b', 'c', 'd', 'e'].map((letter) => read(`${letter}.ts`, long(letter)))
    const { after } = compacted(steps, 8_500)
    expect(['a', 'b', 'c', 'd', 'e'].filter((letter) => texts(after).includes(long(letter)))).toEqual(['d', 'e'])
  })

  test('messages over the limit can be compacted several times', () => {
    let messages: readonly TranscriptMessage[] = OPENING
    for (let round = 0; round < 20; round += 1) {
      const letter = String.fromCodePoint(97 + (round % 3))
      messages = compactTranscript([...messages, ...write(`${letter}.ts`, long(letter)), ...run(long('z'))], {
        fixed: 2,
        limitTokens: 20_000,
      })
      expect(estimateTokens(messages)).toBeLessThanOrEqual(20_000)
    }
    for (const letter of ['a', 'b', 'c']) expect(texts(messages)).toContain(long(letter))
  })

  test('messages over the limit have long lists shortened too', () => {
    const matches = Array.from({ length: 500 }, (_, index) => `src/${index}.ts:1:price`)
    const searched = step(
      [{ tool: 'searchFiles', args: { pattern: 'price', path: null } }],
      [{ tool: 'searchFiles', ok: true, matches, moreMatches: true }],
    )
    const { after } = compacted([searched, run('fine')], 3_000)
    expect(texts(after)).toContain('[497 more entries removed to save space]')
  })

  test("messages over the limit stay unchanged if they can't be parsed", () => {
    const odd: TranscriptMessage[] = [
      { role: 'assistant', content: 'x'.repeat(30_000) },
      { role: 'user', content: '{"observations": 7}' },
      { role: 'user', content: 'no JSON' },
    ]
    const { messages, after } = compacted([odd, run(long('a'))], 1_000)
    expect(after.slice(2, 5)).toEqual(messages.slice(2, 5))
  })
})

describe('an unreadable answer in the transcript', () => {
  test('an unreadable answer in the transcript is cut, and is never an empty message', () => {
    const messagesOf = (answer: string) =>
      stepMessages({ answer, toolCalls: [], observations: [{ tool: 'answer', ok: false, error: 'no' }] })
    expect(messagesOf('x'.repeat(400_000))[0]).toEqual({ role: 'assistant', content: 'x'.repeat(2_000) })
    expect(messagesOf(' \n')[0]).toEqual({ role: 'assistant', content: '(an empty answer)' })
  })
})
