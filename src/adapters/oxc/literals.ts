import type { Expression, ObjectExpression } from 'oxc-parser'
import { bindingsOf } from './bindings.ts'
import { parseModule } from './parse-module.ts'

/** Levels of a configuration that are read. */
const DEPTH = 12

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
    if (object !== null) return literalOf(object, 0) as Record<string, unknown>
  }
  return null
}

function isModuleExports(target: string): boolean {
  return /^(?:module\s*\.\s*exports|exports\s*\.\s*default)$/.test(target)
}

/** Looks through names, `satisfies`, `as` and the calls that only lend an object their type. */
function objectBehind(expression: Expression, values: ReadonlyMap<string, Expression>, depth = 0): ObjectExpression | null {
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

/** The value that is written there; `undefined` for what would have to be run. */
export function literalOf(expression: Expression, depth = 0): unknown {
  if (depth > DEPTH) return undefined
  switch (expression.type) {
    case 'Literal':
      return typeof expression.value === 'bigint' || expression.value instanceof RegExp ? undefined : expression.value
    case 'TemplateLiteral':
      return expression.expressions.length === 0 ? (expression.quasis[0]?.value.cooked ?? undefined) : undefined
    case 'ArrayExpression':
      return expression.elements.flatMap((element) => {
        if (element === null || element.type === 'SpreadElement') return []
        const value = literalOf(element, depth + 1)
        return value === undefined ? [] : [value]
      })
    case 'ObjectExpression':
      return Object.fromEntries(
        propertiesOf(expression).flatMap(([key, value]) => {
          const literal = literalOf(value, depth + 1)
          return literal === undefined ? [] : [[key, literal]]
        }),
      )
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'ParenthesizedExpression':
      return literalOf(expression.expression, depth + 1)
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
