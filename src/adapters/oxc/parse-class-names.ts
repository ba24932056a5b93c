import { Visitor } from 'oxc-parser'
import type { CallExpression, Expression, MemberExpression, Node, Program } from 'oxc-parser'
import { isModuleSheet } from '#src/domain/checks/class-findings.ts'
import type { SourceOutline } from '#src/domain/repository/source-outline.ts'
import { classLiterals } from './class-literals.ts'
import type { ClassLiterals } from './class-literals.ts'
import { literalKey, nameOf, unwrapped } from './expression-parts.ts'

/** Functions that join class names. */
const JOINING = new Set(['cc', 'classNames', 'classnames', 'clsx', 'cn', 'cx', 'twJoin', 'twMerge'])
/** Functions that make the class names of variants, and the arguments with them. */
const VARIANTS: ReadonlyMap<string, { base: boolean }> = new Map([
  ['cva', { base: true }],
  ['tv', { base: false }],
])
const CLASS_ATTRIBUTE = /^class$|^className$|ClassName$/

/** The class names that a file writes down, and the names that it reads from CSS modules. */
export function classNamesOf(program: Program, lineAt: (offset: number) => number): Pick<SourceOutline, 'classes' | 'moduleClasses'> {
  const constants = new Map<string, Expression | null>()
  const sheets = new Map<string, string>()
  const found = { attributes: [] as Node[], parts: [] as Node[], calls: [] as CallExpression[], members: [] as MemberExpression[] }
  new Visitor({
    ImportDeclaration({ source, specifiers }) {
      if (!isModuleSheet(source.value)) return
      for (const specifier of specifiers)
        if (specifier.type !== 'ImportSpecifier' || nameOf(specifier.imported) === 'default') sheets.set(specifier.local.name, source.value)
    },
    VariableDeclarator({ id, init }) {
      if (id.type === 'Identifier' && init !== null) constants.set(id.name, constants.has(id.name) ? null : init)
    },
    JSXAttribute({ name, value }) {
      const given = value?.type === 'JSXExpressionContainer' ? value.expression : value
      if (name.type !== 'JSXIdentifier' || given === null || given === undefined) return
      if (CLASS_ATTRIBUTE.test(name.name)) found.attributes.push(given)
      if (name.name === 'classNames') found.parts.push(given)
    },
    Property({ key, value, computed }) {
      if (!computed && nameOf(key) === 'className') found.attributes.push(value)
    },
    CallExpression(call) {
      found.calls.push(call)
    },
    MemberExpression(member) {
      found.members.push(member)
    },
  }).visit(program)

  const classes: SourceOutline['classes'] = []
  const moduleClasses: SourceOutline['moduleClasses'] = []
  const literals = classLiterals({ constants, lineAt }, (name, line) => classes.push({ name, line }))
  for (const call of found.calls) {
    const name = nameOf(call.callee)
    const specifier = name === null ? undefined : boundSheet(constants.get(name), sheets)
    if (specifier === undefined) readCall(call, name, literals)
    else
      readCall(
        call,
        'clsx',
        classLiterals({ constants, lineAt }, (used, line) => moduleClasses.push({ specifier, name: used, line })),
      )
  }
  for (const node of found.attributes) if (!isBoundCall(node, constants, sheets)) literals.read(node)
  for (const node of found.parts) literals.readInside(node)
  for (const { object, property, computed, start } of found.members) {
    const specifier = object.type === 'Identifier' ? sheets.get(object.name) : undefined
    const name = computed ? literalKey(property) : nameOf(property)
    if (specifier !== undefined && name !== null) moduleClasses.push({ specifier, name, line: lineAt(start) })
  }
  return { classes, moduleClasses }
}

function readCall(call: CallExpression, name: string | null, literals: ClassLiterals): void {
  const variants = VARIANTS.get(name ?? '')
  const [first, second] = call.arguments
  if (variants !== undefined) {
    if (variants.base && first !== undefined) literals.read(first)
    const options = variants.base ? second : first
    if (options !== undefined) literals.readVariants(options)
  } else if (name !== null && JOINING.has(name)) for (const argument of call.arguments) literals.read(argument)
}

/** The CSS module behind `classNames.bind(styles)`, whose function takes the module's names. */
function boundSheet(value: Expression | null | undefined, sheets: ReadonlyMap<string, string>): string | undefined {
  if (value?.type !== 'CallExpression' || value.callee.type !== 'MemberExpression' || nameOf(value.callee.property) !== 'bind')
    return undefined
  const [bound] = value.arguments
  return bound?.type === 'Identifier' ? sheets.get(bound.name) : undefined
}

function isBoundCall(node: Node, constants: ReadonlyMap<string, Expression | null>, sheets: ReadonlyMap<string, string>): boolean {
  const call = unwrapped(node)
  return call.type === 'CallExpression' && boundSheet(constants.get(nameOf(call.callee) ?? ''), sheets) !== undefined
}
