import { reader } from '#src/domain/shared/hostile-text.ts'
import type { Expression, ModuleExportName, Program } from 'oxc-parser'
import type { ComponentFact } from '#src/domain/repository/component-facts.ts'
import { bindingsOf } from './bindings.ts'
import type { Bindings, Made } from './bindings.ts'
import { parseModule } from './parse-module.ts'
import { noProps, parameterProps, propsOfType } from './parse-props.ts'
import type { Props, Source } from './parse-props.ts'
import { propTypesOf } from './parse-prop-types.ts'

const COMPONENTS = 20
const PROPS = 30
/** Maximum number of types resolved for the props of one component. */
const TYPES = 500
/** Maximum depth of nested wrappers. */
const DEPTH = 5

export const componentsOf = reader('componentsOf', (path: string, text: string): ComponentFact[] | null => {
  const program = parseModule(path, text)?.program
  if (program === undefined) return null
  const bindings = bindingsOf(program)
  const components: ComponentFact[] = []
  for (const { name, isDefault, made } of exportsOf(program, bindings, path)) {
    if (components.length === COMPONENTS) break
    const found = /^\p{Lu}/u.test(name) ? propsOf(made, { text, bindings, left: TYPES }, 0) : null
    if (found === null) continue
    const described = propTypesOf(name, program, { text, bindings })
    const props = described.length > 0 ? described : found.props
    components.push({ name, isDefault, props: props.slice(0, PROPS), inherits: [...new Set(found.inherits)].slice(0, 5) })
  }
  return components
})

type Exported = { name: string; isDefault: boolean; made: Made }

/** Exports that the file itself declares. Re-exports belong to other files. */
function exportsOf(program: Program, { made }: Bindings, path: string): Exported[] {
  const named = (name: string, exportedAs: string): Exported[] => {
    const known = made.get(name)
    const isDefault = exportedAs === 'default'
    return known === undefined ? [] : [{ name: isDefault ? name : exportedAs, isDefault, made: known }]
  }
  return program.body.flatMap((statement): Exported[] => {
    if (statement.type === 'ExportDefaultDeclaration') {
      const { declaration } = statement
      if (declaration.type === 'TSInterfaceDeclaration') return []
      if (declaration.type === 'Identifier') return named(declaration.name, 'default')
      const name = ('id' in declaration && declaration.id?.type === 'Identifier' ? declaration.id.name : null) ?? nameOfFile(path)
      return [{ name, isDefault: true, made: { node: declaration, annotation: null } }]
    }
    if (statement.type !== 'ExportNamedDeclaration' || statement.source !== null || statement.exportKind === 'type') return []
    const { declaration, specifiers } = statement
    if (declaration === null) return specifiers.flatMap(({ local, exported }) => named(textOf(local), textOf(exported)))
    if (declaration.type === 'VariableDeclaration')
      return declaration.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? named(id.name, id.name) : []))
    return 'id' in declaration && declaration.id?.type === 'Identifier' ? named(declaration.id.name, declaration.id.name) : []
  })
}

function textOf(name: ModuleExportName): string {
  return name.type === 'Literal' ? name.value : name.name
}

/** `pricing-card.tsx` and `pricing-card/index.tsx` both contain a PricingCard. */
function nameOfFile(path: string): string {
  const [last = '', folder = ''] = path
    .replace(/\.[jt]sx?$/, '')
    .split('/')
    .toReversed()
  const words = (last === 'index' ? folder : last).split(/[^\p{L}\p{N}]+/u)
  return words.map((word) => word.replace(/^./u, (letter) => letter.toUpperCase())).join('')
}

/** `null` if the node is not a component. */
function propsOf({ node, annotation }: Made, source: Source, depth: number): Props | null {
  // `const Card: FC<CardProps> = …`
  const annotated = annotation?.type === 'TSTypeReference' ? annotation.typeArguments?.params[0] : undefined
  if (annotated !== undefined) return propsOfType(annotated, source)
  switch (node.type) {
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return node.params[0] === undefined ? noProps() : parameterProps(node.params[0], source)
    case 'ClassDeclaration':
    case 'ClassExpression': {
      if (node.superClass === null || !source.text.slice(node.superClass.start, node.superClass.end).endsWith('Component')) return null
      const type = node.superTypeArguments?.params[0]
      return type === undefined ? noProps() : propsOfType(type, source)
    }
    case 'CallExpression':
      return propsOfCall(node, source, depth)
    // styled.button`…`, or another package's component under a new name.
    case 'TaggedTemplateExpression':
      return noProps()
    case 'MemberExpression':
      return /^\p{Lu}[\w.]*$/u.test(source.text.slice(node.start, node.end))
        ? { props: [], inherits: [`ComponentProps<typeof ${source.text.slice(node.start, node.end)}>`] }
        : null
    default:
      return null
  }
}

/** `forwardRef<Ref, Props>(…)`, `memo(…)` and other calls that wrap a component. */
function propsOfCall(call: Extract<Expression, { type: 'CallExpression' }>, source: Source, depth: number): Props | null {
  const wrapper = source.text.slice(call.callee.start, call.callee.end).split('.').at(-1)
  const types = call.typeArguments?.params ?? []
  const type = wrapper === 'forwardRef' ? types[1] : wrapper === 'memo' ? types[0] : undefined
  if (type !== undefined) return propsOfType(type, source)
  const inner = call.arguments[0]
  if (inner === undefined || inner.type === 'SpreadElement' || depth >= DEPTH) return null
  if (wrapper === 'lazy') return noProps()
  if (inner.type === 'Identifier') {
    const made = source.bindings.made.get(inner.name)
    return made === undefined || !/^\p{Lu}/u.test(inner.name) ? null : propsOf(made, source, depth + 1)
  }
  return propsOf({ node: inner, annotation: null }, source, depth + 1)
}
