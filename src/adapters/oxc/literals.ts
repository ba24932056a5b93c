import type { Expression, ObjectExpression } from 'oxc-parser'
import { bindingsOf } from './bindings.ts'
import { parseModule } from './parse-module.ts'

/** Levels of a configuration that are read, and values in it: names that stand for each other could make it endless. */
const DEPTH = 12
const VALUES = 5_000

/** The object that a module exports: by default, by `module.exports`, or as what such a name stands for. */
export function exportedObject(path: string, text: string): Record<string, unknown> | null {
  const program = parseModule(path, text)?.program
  if (program === undefined) return null
  const { values } = bindingsOf(program)
  for (const statement of program.body) {
    const exported =
      statement.type === 'ExportDefaultDeclaration'
        ? statement.declaration
        : statement.type === 'ExpressionStatement' && statement.expression.type === 'AssignmentExpression'
          ? isModuleExports(text.slice(statement.expression.left.start, statement.expression.left.end)) && statement.expression.right
          : false
    if (exported === false) continue
    const object = objectBehind(exported as Expression, values)
    if (object !== null) return literalOf(object, { values, left: VALUES }) as Record<string, unknown>
  }
  return null
}

function isModuleExports(target: string): boolean {
  return /^(?:module\s*\.\s*exports|exports\s*\.\s*default)$/.test(target)
}

/** Looks through names, `satisfies`, `as` and the calls that only lend an object their type. */
function objectBehind(expression: Expression, values: Values, depth = 0): ObjectExpression | null {
  if (depth > DEPTH) return null
  const further = (inner: Expression | undefined) => (inner === undefined ? null : objectBehind(inner, values, depth + 1))
  switch (expression.type) {
    case 'ObjectExpression':
      return expression
    case 'TSSatisfiesExpression':
    case 'TSAsExpression':
    case 'ParenthesizedExpression':
      return further(expression.expression)
    case 'Identifier':
      return further(values.get(expression.name))
    case 'CallExpression': {
      const first = expression.arguments[0]
      return first === undefined || first.type === 'SpreadElement' ? null : further(first)
    }
    default:
      return null
  }
}

type Values = ReadonlyMap<string, Expression>

/** `left`: so many values are still read. */
type Look = { values: Values; left: number }

/** The value that is written there, looking through names; `undefined` for what would have to be run. */
export function literalOf(expression: Expression, look: Look, depth = 0): unknown {
  look.left -= 1
  if (depth > DEPTH || look.left < 0) return undefined
  const inside = (inner: Expression): unknown => literalOf(inner, look, depth + 1)
  switch (expression.type) {
    case 'Literal':
      return typeof expression.value === 'bigint' || expression.value instanceof RegExp ? undefined : expression.value
    case 'TemplateLiteral':
      return expression.expressions.length === 0 ? (expression.quasis[0]?.value.cooked ?? undefined) : undefined
    case 'ArrayExpression':
      return expression.elements.flatMap((element) => {
        if (element === null || element.type === 'SpreadElement') return []
        const value = inside(element)
        return value === undefined ? [] : [value]
      })
    case 'ObjectExpression':
      return Object.fromEntries(
        propertiesOf(expression).flatMap(([key, value]) => {
          const literal = inside(value)
          return literal === undefined ? [] : [[key, literal]]
        }),
      )
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'ParenthesizedExpression':
      return inside(expression.expression)
    case 'Identifier': {
      const value = look.values.get(expression.name)
      return value === undefined ? undefined : inside(value)
    }
    default:
      return undefined
  }
}

/** An object's own keys, as far as they are written out. */
export function propertiesOf(object: ObjectExpression): [string, Expression][] {
  return object.properties.flatMap((property): [string, Expression][] => {
    if (property.type === 'SpreadElement' || property.computed) return []
    const { key } = property
    if (key.type === 'Identifier') return [[key.name, property.value]]
    return key.type === 'Literal' && (typeof key.value === 'string' || typeof key.value === 'number')
      ? [[String(key.value), property.value]]
      : []
  })
}
