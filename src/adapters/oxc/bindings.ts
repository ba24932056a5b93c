import type { Class, Declaration, Expression, Function as FunctionNode, Program, TSInterfaceDeclaration, TSType } from 'oxc-parser'

/** A declaration that may be a component: a function, a class, or an expression. `annotation` is the variable's type. */
export type Made = { node: FunctionNode | Class | Expression; annotation: TSType | null }

/** The top-level names of a module. */
export type Bindings = {
  made: Map<string, Made>
  /** Variables and their initial values. */
  values: Map<string, Expression>
  types: Map<string, TSType | TSInterfaceDeclaration>
}

export function bindingsOf(program: Program): Bindings {
  const bindings: Bindings = { made: new Map(), values: new Map(), types: new Map() }
  for (const statement of program.body) {
    if (statement.type === 'ExportNamedDeclaration') {
      if (statement.declaration !== null) note(statement.declaration, bindings)
    } else if (statement.type === 'ExportDefaultDeclaration') {
      const { declaration } = statement
      if ((declaration.type === 'FunctionDeclaration' || declaration.type === 'ClassDeclaration') && declaration.id !== null)
        bindings.made.set(declaration.id.name, { node: declaration, annotation: null })
    } else note(statement as Declaration, bindings)
  }
  return bindings
}

function note(declaration: Declaration, { made, values, types }: Bindings): void {
  switch (declaration.type) {
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
      if (declaration.id !== null) made.set(declaration.id.name, { node: declaration, annotation: null })
      return
    case 'VariableDeclaration':
      for (const { id, init } of declaration.declarations) {
        if (id.type !== 'Identifier' || init === null) continue
        values.set(id.name, init)
        made.set(id.name, { node: init, annotation: id.typeAnnotation?.typeAnnotation ?? null })
      }
      return
    case 'TSTypeAliasDeclaration':
      types.set(declaration.id.name, declaration.typeAnnotation)
      return
    case 'TSInterfaceDeclaration':
      types.set(declaration.id.name, declaration)
      return
    default:
  }
}
