import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { TOOL_CALLS_PER_STEP, ANSWER_JSON_SCHEMA, isSlow, parseAnswer, TOOL_NAMES } from '#src/domain/agent/agent-protocol.ts'
import type { ToolCall } from '#src/domain/agent/agent-protocol.ts'

const read: ToolCall = { tool: 'readFile', args: { path: 'src/a.tsx', fromLine: null, lineCount: null } }
const answer = (...actions: unknown[]) => JSON.stringify({ thought: 'I look first.', actions })

describe('parseAnswer', () => {
  test.each<[string, string, ToolCall[]]>([
    ...everyTool().map((call): [string, string, ToolCall[]] => [`a call of ${call.tool}`, answer(call), [call]]),
    ['a single action', '{"thought":"","action":{"tool":"readFile","args":{"path":"src/a.tsx"}}}', [read]],
    ['optional arguments left out', answer({ tool: 'readFile', args: { path: 'src/a.tsx' } }), [read]],
    [
      'positional arguments',
      answer({ tool: 'readFile', args: ['src/a.tsx', 10, '20'] }),
      [{ tool: 'readFile', args: { path: 'src/a.tsx', fromLine: 10, lineCount: 20 } }],
    ],
    ['one bare argument', answer({ tool: 'readFile', args: 'src/a.tsx' }), [read]],
    ['arguments beside the tool', answer({ tool: 'readFile', path: 'src/a.tsx' }), [read]],
    ['arguments that the tool doesn’t have', answer({ tool: 'readFile', args: { path: 'src/a.tsx', encoding: 'utf8' } }), [read]],
    ['numbers as strings', answer({ tool: 'viewPage', args: { width: '375' } }), [{ tool: 'viewPage', args: { width: 375 } }]],
    ['a code fence', `\`\`\`json\n${answer(read)}\n\`\`\``, [read]],
    ['a code fence and prose around it', `Here it is:\n\`\`\`\n${answer(read)}\n\`\`\`\nThat is all.`, [read]],
    ['prose around', `First I read it. ${answer(read)} Then I go on.`, [read]],
    ['prose with braces before it', `<think>cn({ a }) and {"b": 1 are odd</think>\n${answer(read)}`, [read]],
    [
      'code fences inside a file',
      answer({ tool: 'writeFile', args: { path: 'a.md', content: '```\n{}\n```' } }),
      [{ tool: 'writeFile', args: { path: 'a.md', content: '```\n{}\n```' } }],
    ],
    [
      'an empty file',
      answer({ tool: 'writeFile', args: { path: 'a.css', content: '' } }),
      [{ tool: 'writeFile', args: { path: 'a.css', content: '' } }],
    ],
    ['no thought', JSON.stringify({ actions: [read] }), [read]],
    ['a thought that is no text', JSON.stringify({ thought: 7, actions: [read] }), [read]],
  ])('parseAnswer parses %s', (_case, text, actions) => {
    expect(parseAnswer(text)).toEqual({ ok: true, thought: expect.any(String), actions })
  })

  test('parseAnswer runs eight actions and tells the model to send the ninth again', () => {
    const exactly = parseAnswer(answer(...Array.from({ length: TOOL_CALLS_PER_STEP }, () => read)))
    const tooMany = parseAnswer(answer(...Array.from({ length: 5_000 }, () => read)))
    if (!exactly.ok || !tooMany.ok) throw new Error('not read')
    expect(exactly.actions).toEqual(Array.from({ length: 8 }, () => read))
    expect(tooMany.actions.slice(0, 8)).toEqual(exactly.actions)
    expect(tooMany.actions.slice(8)).toEqual([{ tool: 'invalid', named: 'actions', problem: expect.stringContaining('8') }])
  })

  test('parseAnswer cuts a long thought', () => {
    const parsed = parseAnswer(JSON.stringify({ thought: 'x'.repeat(10_000), actions: [read] }))
    expect(parsed).toMatchObject({ ok: true, thought: 'x'.repeat(2_000) })
  })
})

describe('an invalid action', () => {
  test.each<[string, unknown, string, string]>([
    ['an unknown tool', { tool: 'deployToMoon', args: {} }, 'deployToMoon', 'writeFile, editFile'],
    ['a tool named like a property of every object', { tool: 'constructor', args: {} }, 'constructor', 'does not exist'],
    ['no tool', { args: { path: 'a' } }, 'unnamed', '"tool"'],
    ['no object', 'readFile', 'unnamed', '"tool"'],
    ['null', null, 'unnamed', '"tool"'],
    ['a missing argument', { tool: 'editFile', args: { path: 'a', find: 'b' } }, 'editFile', 'replace'],
    ['no arguments at all', { tool: 'writeFile' }, 'writeFile', 'path'],
    ['an argument of another type', { tool: 'writeFile', args: { path: 'a', content: { text: 'b' } } }, 'writeFile', 'content'],
    ['a broken number', { tool: 'viewPage', args: { width: 'wide' } }, 'viewPage', 'width'],
    ['half a line', { tool: 'readFile', args: { path: 'a', fromLine: 1.5 } }, 'readFile', 'fromLine'],
  ])('an invalid action is kept with its problem: %s', (_case, action, named, problem) => {
    expect(parseAnswer(answer(action))).toEqual({
      ok: true,
      thought: 'I look first.',
      actions: [{ tool: 'invalid', named, problem: expect.stringContaining(problem) }],
    })
  })

  test('an invalid action has its tool name cut to 60 characters', () => {
    const parsed = parseAnswer(answer({ tool: 'x'.repeat(100_000), args: {} }))
    expect(parsed).toMatchObject({ actions: [{ named: 'x'.repeat(60) }] })
  })

  test('an invalid action does not affect the actions around it', () => {
    const parsed = parseAnswer(answer(read, { tool: 'fly' }, read))
    expect(parsed.ok && parsed.actions.map(({ tool }) => tool)).toEqual(['readFile', 'invalid', 'readFile'])
  })
})

describe('an unreadable answer', () => {
  test.each<[string, string, string]>([
    ['nothing', '', 'not JSON'],
    ['prose', 'I would rather not.', 'not JSON'],
    ['a list', '[1, 2]', 'not JSON'],
    ['a number', '7', 'not JSON'],
    ['broken off', answer(read).slice(0, -5), 'not JSON'],
    ['two answers', `${answer(read)}\n${answer(read)}`, 'not JSON'],
    ['no actions', '{"thought":"done"}', 'no actions'],
    ['an empty list of actions', '{"thought":"done","actions":[]}', 'no actions'],
    ['actions that are no list', '{"thought":"done","actions":"finish"}', 'does not have the form'],
  ])('an unreadable answer gets a problem that says what is wrong: %s', (_case, text, problem) => {
    expect(parseAnswer(text)).toEqual({ ok: false, problem: expect.stringContaining(problem) })
  })

  test('an unreadable answer is rejected fast, even if it is only braces', () => {
    expect(parseAnswer('{"'.repeat(200_000) + '}')).toMatchObject({ ok: false })
  })
})

describe('the JSON schema for strict servers', () => {
  const nodes = allNodes(ANSWER_JSON_SCHEMA)

  test('the JSON schema for strict servers requires every property of every object and allows no others', () => {
    const objects = nodes.filter(({ type }) => type === 'object')
    expect(objects).toHaveLength(1 + 2 * TOOL_NAMES.length)
    for (const node of objects) {
      expect(node['additionalProperties']).toBe(false)
      expect(node['required']).toEqual(Object.keys(node['properties'] as object))
    }
  })

  test('the JSON schema for strict servers uses only keywords that strict modes accept', () => {
    const allowed = ['type', 'properties', 'required', 'additionalProperties', 'items', 'anyOf', 'const', 'description']
    expect([...new Set(nodes.flatMap((node) => Object.keys(node)))].filter((keyword) => !allowed.includes(keyword))).toEqual([])
  })

  test('the JSON schema for strict servers accepts what the parser accepts and rejects what it rejects', () => {
    const accepts = new Ajv({ strict: true }).compile(ANSWER_JSON_SCHEMA)
    for (const action of everyTool()) expect(accepts({ thought: '', actions: [action] })).toBe(true)
    expect(accepts({ thought: '', actions: [{ tool: 'fly', args: {} }] })).toBe(false)
    expect(accepts({ thought: '', actions: [{ tool: 'finish', args: {} }] })).toBe(false)
  })
})

test('isSlow is true for commands and page views only', () => {
  expect(
    everyTool()
      .filter(isSlow)
      .map(({ tool }) => tool),
  ).toEqual(['executeCommand', 'viewPage'])
})

function everyTool(): ToolCall[] {
  const actions: ToolCall[] = [
    { tool: 'writeFile', args: { path: 'src/a.tsx', content: 'export {}\n' } },
    { tool: 'editFile', args: { path: 'src/a.tsx', find: 'a', replace: '' } },
    read,
    { tool: 'listFiles', args: { path: '', depth: 2 } },
    { tool: 'searchFiles', args: { pattern: 'Button', path: null } },
    { tool: 'executeCommand', args: { command: 'ls', timeoutSeconds: 30 } },
    { tool: 'viewPage', args: { width: 375 } },
    { tool: 'finish', args: { summary: 'Done.' } },
  ]
  if (actions.map(({ tool }) => tool).join() !== TOOL_NAMES.join()) throw new Error('A tool is missing here')
  return actions
}

type Node = Record<string, unknown>

/** All nested schemas. */
function allNodes(schema: Node): Node[] {
  const { properties, items, anyOf } = schema as { properties?: Record<string, Node>; items?: Node; anyOf?: Node[] }
  return [schema, ...[...Object.values(properties ?? {}), ...(items === undefined ? [] : [items]), ...(anyOf ?? [])].flatMap(allNodes)]
}
