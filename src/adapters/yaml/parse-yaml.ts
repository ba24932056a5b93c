import { isCollection, isMap, isNode, isScalar, LineCounter, parseDocument, visit } from 'yaml'
import type { Document } from 'yaml'
import type { YamlDocument, YamlReader } from '#src/ports/yaml-reader.ts'

const CHARACTERS = 64_000
/** How many times a text may repeat parts of itself through aliases. */
const ALIASES = 100

/** Lists and keys in one another on one line: the parser's time grows with the square of their depth. */
const NESTED = /(?:[-?][ \t]{1,9}){50}/
const TOO_DEEP = 'it is nested too deeply'

export const yamlReader: YamlReader = {
  read(text) {
    if (text.length > CHARACTERS) return { ok: false, problem: `it is longer than ${CHARACTERS} characters`, line: 1 }
    if (NESTED.test(text)) return { ok: false, problem: TOO_DEEP, line: 1 }
    const lines = new LineCounter()
    try {
      return readDocument(parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false }), lines)
    } catch (error) {
      // The package throws if a text is nested deeper than the stack allows or repeats itself too often.
      return {
        ok: false,
        problem: error instanceof RangeError ? TOO_DEEP : 'it repeats itself too often through aliases',
        line: 1,
      }
    }
  },
}

function readDocument(document: Document.Parsed, lines: LineCounter): YamlDocument {
  const problem = document.errors[0]
  if (problem !== undefined) return { ok: false, problem: problem.message, line: lines.linePos(problem.pos[0]).line }
  const wrong = wrongKey(document)
  if (wrong !== undefined) return { ok: false, problem: wrong.problem, line: lines.linePos(wrong.place).line }
  const value: unknown = document.toJS({ maxAliasCount: ALIASES })
  return { ok: true, value, lineOf: (path) => lineOf(document, lines, path) }
}

/**
 * The first key that its map has already, or that is no text. The parser's own search for the first compares each key with all others of
 * its map, and a list or map as a key would be written as text, with all keys in it, over and over.
 */
function wrongKey(document: Document.Parsed): { problem: string; place: number } | undefined {
  let wrong: { problem: string; place: number } | undefined
  visit(document, {
    Map(_key, { items }) {
      const keys = new Set<unknown>()
      for (const { key } of items) {
        if (isCollection(key)) wrong = { problem: 'Map keys must be texts', place: key.range?.[0] ?? 0 }
        else if (isScalar(key) && keys.has(key.value)) wrong = { problem: 'Map keys must be unique', place: key.range?.[0] ?? 0 }
        if (wrong !== undefined) return visit.BREAK
        if (isScalar(key)) keys.add(key.value)
      }
      return undefined
    },
  })
  return wrong
}

function lineOf(document: Document.Parsed, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const parent: unknown = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true)
    const last = path[length - 1]
    // A key's position is more useful than its value's, which may start a line later.
    const key = isMap(parent) ? parent.items.find((pair) => isScalar(pair.key) && pair.key.value === last)?.key : undefined
    const node: unknown = key ?? document.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
  }
  return 1
}
