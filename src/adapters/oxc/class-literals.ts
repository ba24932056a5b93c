import type { Expression, MemberExpression, Node } from 'oxc-parser'
import { continuesWord, isSpace, literalKey, nameOf, propertiesIn, unwrapped } from './expression-parts.ts'

/** Initial values of variables by name; `null` if a name is declared more than once. */
export type Constants = ReadonlyMap<string, Expression | null>

/** Whether text that is not known follows without a space, so that the first or the last word is only a part of a name. */
type Cut = { start: boolean; end: boolean }

const WHOLE: Cut = { start: false, end: false }
/** Maximum number of nodes read in a file: constants that refer to each other could make it endless. */
const NODES = 20_000
/** Methods whose result has the class names of the object. */
const SAME_NAMES = new Set(['concat', 'filter', 'join', 'trim'])

export type ClassLiterals = {
  /** Class names of an expression whose value is a class attribute, or an argument of `clsx`. */
  read: (node: Node) => void
  /** The same for all values inside objects and arrays, such as the variants of `cva`. */
  readInside: (node: Node) => void
  /** The styles of `cva` and `tv`, without the names and defaults of variants. */
  readVariants: (node: Node) => void
}

/**
 * Finds the class names that an expression can have, in its literals and in the constants that it names. Parts of names, such as `p-` in
 * `p-${size}`, are left out. `add`: gets each name with its line.
 */
export function classLiterals(
  { constants, lineAt }: { constants: Constants; lineAt: (offset: number) => number },
  add: (name: string, line: number) => void,
): ClassLiterals {
  const seen = new Set<Node>()
  let left = NODES
  const isNew = (node: Node): boolean => {
    left -= 1
    if (left < 0 || seen.has(node)) return false
    seen.add(node)
    return true
  }

  const addWords = (text: string, start: number, cut: Cut): void => {
    let line = lineAt(start)
    let last = 0
    for (const { 0: word, index } of text.matchAll(/\S+/g)) {
      line += text.slice(last, index).split('\n').length - 1
      last = index
      const isPart = (cut.start && index === 0) || (cut.end && index + word.length === text.length)
      if (!isPart) add(word, line)
    }
  }

  const read = (node: Node, cut: Cut): void => {
    if (!isNew(node)) return
    switch (node.type) {
      case 'Literal':
        if (typeof node.value === 'string') addWords(node.value, node.start, cut)
        return
      case 'TemplateLiteral': {
        const texts = node.quasis.map(({ value }) => value.cooked ?? value.raw)
        const last = texts.length - 1
        for (const [index, text] of texts.entries())
          addWords(text, node.quasis[index]?.start ?? node.start, { start: index > 0 || cut.start, end: index < last || cut.end })
        for (const [index, inner] of node.expressions.entries()) {
          const [before = '', after = ''] = [texts[index], texts[index + 1]]
          const start = before === '' ? index > 0 || cut.start : !isSpace(before.at(-1))
          read(inner, { start, end: after === '' ? index + 1 < last || cut.end : !isSpace(after[0]) })
        }
        return
      }
      case 'BinaryExpression':
        if (node.operator !== '+') return
        read(node.left, { start: cut.start, end: continuesWord(node.right, 'start') })
        read(node.right, { start: continuesWord(node.left, 'end'), end: cut.end })
        return
      case 'ConditionalExpression':
        read(node.consequent, cut)
        read(node.alternate, cut)
        return
      case 'LogicalExpression':
        if (node.operator !== '&&') read(node.left, cut)
        read(node.right, cut)
        return
      case 'ArrayExpression':
        for (const element of node.elements) if (element !== null) read(element, WHOLE)
        return
      case 'SpreadElement':
        read(node.argument, WHOLE)
        return
      case 'ObjectExpression':
        for (const property of node.properties) if (property.type === 'Property') readKey(property.key, property.computed)
        return
      case 'ArrowFunctionExpression':
        if (node.expression) read(node.body, cut)
        return
      case 'AssignmentPattern':
        read(node.right, cut)
        return
      case 'CallExpression':
        if (node.callee.type === 'MemberExpression' && SAME_NAMES.has(nameOf(node.callee.property) ?? '')) read(node.callee.object, cut)
        else for (const argument of node.arguments) readClassOption(argument)
        return
      case 'Identifier': {
        const value = constants.get(node.name)
        // What an object means depends on its use.
        if (value != null && unwrapped(value).type !== 'ObjectExpression') read(value, cut)
        return
      }
      case 'MemberExpression':
        for (const value of valuesOf(node)) read(value, cut)
        return
      default:
        if (unwrapped(node) !== node) read(unwrapped(node), cut)
    }
  }

  const readKey = (key: Node, computed: boolean): void => {
    if (key.type === 'Identifier' && !computed) add(key.name, lineAt(key.start))
    else read(key, WHOLE)
  }

  /** `button({ class: 'mt-2' })`; any property `className` is found by itself. */
  const readClassOption = (argument: Node): void => {
    if (argument.type !== 'ObjectExpression') return
    for (const [name, value] of propertiesIn(argument)) if (name === 'class') readInside(value)
  }

  const readInside = (node: Node): void => {
    const inner = unwrapped(node)
    const value = inner.type === 'Identifier' ? constants.get(inner.name) : undefined
    if (value != null && isNew(inner)) readInside(value)
    else if (inner.type === 'ObjectExpression') {
      if (isNew(inner)) for (const [, property] of propertiesIn(inner)) readInside(property)
    } else if (inner.type === 'ArrayExpression') {
      if (isNew(inner)) for (const element of inner.elements) if (element !== null) readInside(element)
    } else read(inner, WHOLE)
  }

  const readVariants = (node: Node): void => {
    const inner = unwrapped(node)
    const options = inner.type === 'Identifier' ? constants.get(inner.name) : inner
    if (options == null || options.type !== 'ObjectExpression') return
    for (const [name, value] of propertiesIn(options)) {
      if (name === 'base' || name === 'slots' || name === 'variants') readInside(value)
      if ((name === 'compoundVariants' || name === 'compoundSlots') && value.type === 'ArrayExpression')
        for (const element of value.elements) {
          if (element?.type !== 'ObjectExpression') continue
          for (const [key, classes] of propertiesIn(element)) if (key === 'class' || key === 'className') readInside(classes)
        }
    }
  }

  /** What `tones[tone].badge` can be, if `tones` is a constant object. */
  const valuesOf = (node: MemberExpression): Node[] => {
    left -= 1
    const object = unwrapped(node.object)
    const holders =
      object.type === 'Identifier' ? [constants.get(object.name)] : object.type === 'MemberExpression' ? valuesOf(object) : [object]
    const key = node.computed ? literalKey(node.property) : nameOf(node.property)
    return holders.flatMap((holder) => {
      const inner = holder == null ? null : unwrapped(holder)
      if (inner?.type === 'ArrayExpression') left -= inner.elements.length
      if (inner?.type === 'ObjectExpression') left -= inner.properties.length
      if (inner === null || left < 0) return []
      if (inner.type === 'ArrayExpression') return inner.elements.filter((element) => element !== null)
      if (inner.type !== 'ObjectExpression') return []
      return propertiesIn(inner).flatMap(([name, value]) => (key === null || name === key ? [value] : []))
    })
  }

  return { read: (node) => read(node, WHOLE), readInside, readVariants }
}
