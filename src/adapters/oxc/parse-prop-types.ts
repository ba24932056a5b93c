import type { Expression, Program } from 'oxc-parser'
import type { PropFact } from '#src/domain/repository/component-facts.ts'
import type { Bindings } from './bindings.ts'
import { literalOf, propertiesOf } from './literals.ts'

/** A file and its names. */
type PropSource = { text: string; bindings: Bindings }
/** Longer types are cut, in characters. */
const READ = 1_000

/** Props from `Card.propTypes = { … }`, which JavaScript uses instead of types. */
export function propTypesOf(component: string, program: Program, { text, bindings }: PropSource): PropFact[] {
  for (const statement of program.body) {
    if (statement.type !== 'ExpressionStatement' || statement.expression.type !== 'AssignmentExpression') continue
    const { left, right } = statement.expression
    if (text.slice(left.start, left.end) !== `${component}.propTypes` || right.type !== 'ObjectExpression') continue
    return propertiesOf(right).map(([name, value]) => ({ name, ...typeOf(value, { text, bindings }) }))
  }
  return []
}

function typeOf(value: Expression, { text, bindings }: PropSource): { optional: boolean; type: string } {
  const isRequired = text.slice(value.start, value.end).endsWith('.isRequired')
  const inner = isRequired && value.type === 'MemberExpression' ? value.object : value
  const choices =
    inner.type === 'CallExpression' && text.slice(inner.callee.start, inner.callee.end).endsWith('oneOf') ? inner.arguments[0] : undefined
  const literals: unknown =
    choices === undefined || choices.type === 'SpreadElement' ? undefined : literalOf(choices, { values: bindings.values, left: 100 })
  const type = Array.isArray(literals)
    ? literals.map((literal: unknown) => (typeof literal === 'string' ? `'${literal}'` : String(literal))).join(' | ')
    : text
        .slice(inner.start, Math.min(inner.end, inner.start + READ))
        .replace(/^(?:React\.)?PropTypes\./, '')
        .replace(/\s+/g, ' ')
  return { optional: !isRequired, type: type.slice(0, 90) }
}
