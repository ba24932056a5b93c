type Type = { type: string; elementType?: Type }
type Context = { report(finding: { node: unknown; message: string }): void }

/** True for a type that hostile text could be read as: a string, what fits everywhere, or a list of these. */
function isReadable({ type, elementType }: Type): boolean {
  return type === 'TSStringKeyword' || type === 'TSNeverKeyword' || (elementType !== undefined && isReadable(elementType))
}

/** The compiler refuses `text as string` for hostile text. This rule refuses the ways around that. */
export default {
  meta: { name: 'hostile-text' },
  rules: {
    'no-cast': {
      create(context: Context) {
        return {
          TSAsExpression(node: { typeAnnotation: Type }): void {
            if (isReadable(node.typeAnnotation))
              context.report({ node, message: 'Hostile text is read by a registered reader: src/domain/shared/hostile-text.ts.' })
          },
        }
      },
    },
  },
}
