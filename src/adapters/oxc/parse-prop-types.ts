import type { Expression, Program } from 'oxc-parser'
import type { PropFact } from '#src/domain/repository/component-facts.ts'
import { bindingsOf } from './bindings.ts'
import { literalOf, propertiesOf } from './literals.ts'

/** Props from `Card.propTypes = { … }`, which JavaScript uses instead of types. */
export function propTypesOf(component: string, program: Program, text: string): PropFact[] {
  for (const statement of program.body) {
    if (statement.type !== 'ExpressionStatement' || statement.expression.type !== 'AssignmentExpression') continue
    const { left, right } = statement.expression
    if (text.slice(left.start, left.end) !== `${component}.propTypes` || right.type !== 'ObjectExpression') continue
    return propertiesOf(right).map(([name, value]) => ({ name, ...typeOf(value, program, text) }))
  }
  return []
}

function typeOf(value: Expression, program: Program, text: string): { optional: boolean; type: string } {
  const isRequired = text.slice(value.start, value.end).endsWith('.isRequired')
  const inner = isRequired && value.type === 'MemberExpression' ? value.object : value
  const choices =
    inner.type === 'CallExpression' && text.slice(inner.callee.start, inner.callee.end).endsWith('oneOf') ? inner.arguments[0] : undefined
  const literals: unknown =
    choices === undefined || choices.type === 'SpreadElement'
      ? undefined
      : literalOf(choices, { values: bindingsOf(program).values, left: 100 })
  const type = Array.isArray(literals)
    ? literals.map((literal: unknown) => (typeof literal === 'string' ? `'${literal}'` : String(literal))).join(' | ')
    : text
        .slice(inner.start, inner.end)
        .replace(/^(?:React\.)?PropTypes\./, '')
        .replace(/\s+/g, ' ')
  return { optional: !isRequired, type: type.slice(0, 90) }
}
