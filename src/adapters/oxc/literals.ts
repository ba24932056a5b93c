import { reader } from '#src/domain/shared/hostile-text.ts'
import type { Expression, ObjectExpression } from 'oxc-parser'
import { bindingsOf } from './bindings.ts'
import { parseModule } from './parse-module.ts'

/** Maximum depth and number of values that are read from a configuration. Names that refer to each other could make it endless. */
const DEPTH = 12
const VALUES = 5_000

/** The object that a module exports, through `export default` or `module.exports`, directly or by a name. */
export const exportedObject = reader('exportedObject', (path: string, text: string): Record<string, unknown> | null => {
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
})

function isModuleExports(target: string): boolean {
  return /^(?:module\s*\.\s*exports|exports\s*\.\s*default)$/.test(target)
}

/** Resolves names, `satisfies`, `as` and calls that only give an object its type. */
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

/** `left`: number of values that may still be read. */
type Look = { values: Values; left: number }

/** Evaluates a literal, resolving names. Returns `undefined` for an expression that would have to be executed. */
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

/** An object's own properties that are written out in the source. */
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
