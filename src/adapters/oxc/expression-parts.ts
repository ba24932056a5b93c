import type { Node, ObjectExpression } from 'oxc-parser'

/** True if the text of an expression may begin, or end, in the middle of a word. */
export function continuesWord(node: Node, side: 'start' | 'end'): boolean {
  const isWord = (text: string | undefined, otherwise: boolean) =>
    text === undefined || text === '' ? otherwise : !isSpace(side === 'start' ? text[0] : text.at(-1))
  const inner = unwrapped(node)
  switch (inner.type) {
    case 'Literal':
      return typeof inner.value !== 'string' || isWord(inner.value, false)
    case 'TemplateLiteral':
      return isWord(inner.quasis.at(side === 'start' ? 0 : -1)?.value.raw, inner.expressions.length > 0)
    case 'ConditionalExpression':
      return continuesWord(inner.consequent, side) || continuesWord(inner.alternate, side)
    case 'BinaryExpression':
      return continuesWord(side === 'start' ? inner.left : inner.right, side)
    default:
      return true
  }
}

/** The expression without types and brackets around it. */
export function unwrapped(node: Node): Node {
  let inner = node
  while (
    inner.type === 'TSAsExpression' ||
    inner.type === 'TSSatisfiesExpression' ||
    inner.type === 'TSNonNullExpression' ||
    inner.type === 'ParenthesizedExpression' ||
    inner.type === 'ChainExpression'
  )
    inner = inner.expression
  return inner
}

/** The name of a plain identifier. */
export function nameOf(node: Node): string | null {
  return node.type === 'Identifier' ? node.name : null
}

/** The text of a literal key; `null` if it is only known at run time. */
export function literalKey(node: Node): string | null {
  if (node.type === 'Literal') return String(node.value)
  return node.type === 'TemplateLiteral' && node.expressions.length === 0 ? (node.quasis[0]?.value.cooked ?? null) : null
}

/** The properties that are written out, by name; '' for a name that is only known at run time. */
export function propertiesIn(object: ObjectExpression): [string, Node][] {
  return object.properties.flatMap((property): [string, Node][] => {
    if (property.type !== 'Property') return []
    const name = property.computed ? literalKey(property.key) : (nameOf(property.key) ?? literalKey(property.key))
    return [[name ?? '', property.value]]
  })
}

export function isSpace(character: string | undefined): boolean {
  return character !== undefined && character.trim() === ''
}
