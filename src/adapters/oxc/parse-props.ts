import type { BindingPattern, Expression, ParamPattern, TSInterfaceDeclaration, TSSignature, TSType } from 'oxc-parser'
import type { PropFact } from '#src/domain/repository/component-facts.ts'
import type { Bindings } from './bindings.ts'
import { propertiesOf } from './literals.ts'

export type Props = { props: PropFact[]; inherits: string[] }
/** `left`: number of types that may still be resolved. Types that refer to each other could make it endless. */
export type Source = { text: string; bindings: Bindings; left: number }

const TYPE_CHARACTERS = 90
/** How much of a type is read, in characters. */
const TYPE_READ = 2_000
/** Maximum length of a chain of type references. */
const DEPTH = 8

export function noProps(): Props {
  return { props: [], inherits: [] }
}

/** Props from a component's first parameter: from its type, or in JavaScript from its destructuring pattern. */
export function parameterProps(parameter: ParamPattern, source: Source): Props {
  const pattern: ParamPattern | BindingPattern = parameter.type === 'AssignmentPattern' ? parameter.left : parameter
  const annotation = 'typeAnnotation' in pattern ? pattern.typeAnnotation?.typeAnnotation : undefined
  if (annotation !== undefined) return propsOfType(annotation, source)
  if (pattern.type !== 'ObjectPattern') return noProps()
  const props = pattern.properties.flatMap((property): PropFact[] => {
    if (property.type === 'RestElement' || property.key.type !== 'Identifier') return []
    const fallback = property.value.type === 'AssignmentPattern' ? property.value.right : null
    const type = fallback === null ? null : `default ${written(fallback, source)}`
    return [{ name: property.key.name, optional: fallback !== null, type }]
  })
  return { props, inherits: [] }
}

/** Props of a type. Types from other files are listed by name in `inherits`. */
export function propsOfType(type: TSType, source: Source, depth = 0): Props {
  const { text, bindings } = source
  const byName: Props = { props: [], inherits: [written(type, source)] }
  source.left -= 1
  if (depth > DEPTH || source.left < 0) return byName
  switch (type.type) {
    case 'TSTypeLiteral':
      return { props: type.members.flatMap((member) => propOf(member, source)), inherits: [] }
    case 'TSParenthesizedType':
      return propsOfType(type.typeAnnotation, source, depth + 1)
    case 'TSIntersectionType':
      return merged(type.types.map((part) => propsOfType(part, source, depth + 1)))
    case 'TSTypeReference': {
      const name = text.slice(type.typeName.start, type.typeName.end)
      const [first] = type.typeArguments?.params ?? []
      if (first !== undefined && /^(?:React\.)?(?:Readonly|PropsWithChildren|Required|PropsWithoutRef)$/.test(name))
        return propsOfType(first, source, depth + 1)
      if (name === 'VariantProps' && first?.type === 'TSTypeQuery') {
        const variants = variantsOf(text.slice(first.exprName.start, first.exprName.end), bindings)
        return variants === null ? byName : { props: variants, inherits: [] }
      }
      const known = bindings.types.get(name)
      if (known === undefined) return byName
      return known.type === 'TSInterfaceDeclaration' ? propsOfInterface(known, source, depth + 1) : propsOfType(known, source, depth + 1)
    }
    default:
      return byName
  }
}

function propsOfInterface(declared: TSInterfaceDeclaration, source: Source, depth: number): Props {
  const own: Props = { props: declared.body.body.flatMap((member) => propOf(member, source)), inherits: [] }
  const bases = declared.extends.map((heritage): Props => {
    const name = source.text.slice(heritage.expression.start, heritage.expression.end)
    const variants = heritage.typeArguments?.params[0]
    if (name === 'VariantProps' && variants?.type === 'TSTypeQuery') {
      const found = variantsOf(source.text.slice(variants.exprName.start, variants.exprName.end), source.bindings)
      if (found !== null) return { props: found, inherits: [] }
    }
    source.left -= 1
    const known = depth > DEPTH || source.left < 0 ? undefined : source.bindings.types.get(name)
    if (known === undefined) return { props: [], inherits: [written(heritage, source)] }
    return known.type === 'TSInterfaceDeclaration' ? propsOfInterface(known, source, depth + 1) : propsOfType(known, source, depth + 1)
  })
  return merged([own, ...bases])
}

function propOf(member: TSSignature, source: Source): PropFact[] {
  if (member.type === 'TSMethodSignature')
    return member.key.type === 'Identifier' ? [{ name: member.key.name, optional: member.optional, type: 'function' }] : []
  if (member.type !== 'TSPropertySignature') return []
  const name = member.key.type === 'Identifier' ? member.key.name : member.key.type === 'Literal' ? String(member.key.value) : null
  if (name === null) return []
  const type = member.typeAnnotation?.typeAnnotation
  return [{ name, optional: member.optional, type: type === undefined ? null : typeText(type, source) }]
}

/** The type as written. A name from this file that refers to a union of literals is replaced by that union. */
function typeText(type: TSType, source: Source): string {
  const known =
    type.type === 'TSTypeReference' ? source.bindings.types.get(source.text.slice(type.typeName.start, type.typeName.end)) : undefined
  const isUnion = known?.type === 'TSUnionType' && known.types.every((part) => part.type === 'TSLiteralType')
  return written(isUnion ? known : type, source)
}

/** The variants of a `cva(base, { variants })` call. Each one is an optional prop. */
function variantsOf(name: string, { values }: Bindings): PropFact[] | null {
  const call = values.get(name)
  if (call?.type !== 'CallExpression') return null
  const options = call.arguments.at(-1)
  const variants = options?.type === 'ObjectExpression' ? inside(options, 'variants') : undefined
  if (variants === undefined) return null
  return propertiesOf(variants).flatMap(([variant, choices]) => {
    if (choices.type !== 'ObjectExpression') return []
    const names = propertiesOf(choices).map(([choice]) => (choice === 'true' || choice === 'false' ? choice : `'${choice}'`))
    return [{ name: variant, optional: true, type: cut(names.join(' | ')) }]
  })
}

function inside(object: Extract<Expression, { type: 'ObjectExpression' }>, key: string) {
  const value = propertiesOf(object).find(([name]) => name === key)?.[1]
  return value?.type === 'ObjectExpression' ? value : undefined
}

function merged(all: readonly Props[]): Props {
  const props = new Map(all.flatMap((part) => part.props).map((prop) => [prop.name, prop]))
  return { props: [...props.values()], inherits: all.flatMap(({ inherits }) => inherits) }
}

function written({ start, end }: { start: number; end: number }, { text }: Source): string {
  const line = text
    .slice(start, Math.min(end, start + TYPE_READ))
    .replace(/\/\*(?:[^]*?\*\/|[^]*)|\/\/[^\n]*/g, '')
    .replace(/\s+/g, ' ')
    .replace(/^\| /, '')
    .trim()
  return cut(line)
}

function cut(line: string): string {
  return line.length > TYPE_CHARACTERS ? `${line.slice(0, TYPE_CHARACTERS - 1).toWellFormed()}…` : line
}
