import { isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml'
import type { Document } from 'yaml'
import type { YamlDocument, YamlReader } from '#src/ports/yaml-reader.ts'

/** The parser compares each key with all others, so its time grows with the square of their number. */
const CHARACTERS = 64_000
/** How many times a text may repeat parts of itself through aliases. */
const ALIASES = 100

export const yamlReader: YamlReader = {
  read(text) {
    if (text.length > CHARACTERS) return { ok: false, problem: `it is longer than ${CHARACTERS} characters`, line: 1 }
    const lines = new LineCounter()
    try {
      return readDocument(parseDocument(text, { lineCounter: lines, prettyErrors: false }), lines)
    } catch (error) {
      // The package throws if a text is nested deeper than the stack allows or repeats itself too often.
      return {
        ok: false,
        problem: error instanceof RangeError ? 'it is nested too deeply' : 'it repeats itself too often through aliases',
        line: 1,
      }
    }
  },
}

function readDocument(document: Document.Parsed, lines: LineCounter): YamlDocument {
  const problem = document.errors[0]
  if (problem !== undefined) return { ok: false, problem: problem.message, line: lines.linePos(problem.pos[0]).line }
  const value: unknown = document.toJS({ maxAliasCount: ALIASES })
  return { ok: true, value, lineOf: (path) => lineOf(document, lines, path) }
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
