import { reader } from '#src/domain/shared/hostile-text.ts'
import { Visitor } from 'oxc-parser'
import type { ParseResult } from 'oxc-parser'
import type { SourceOutline } from '#src/domain/repository/source-outline.ts'
import { lineFinder } from '#src/domain/shared/line-finder.ts'
import { classNamesOf } from './parse-class-names.ts'
import { parseModule } from './parse-module.ts'

/** Returns `null` if it doesn't parse. */
export const outlineOf = reader('outlineOf', (path: string, text: string): SourceOutline | null => {
  const parsed = parseModule(path, text)
  if (parsed === null) return null
  const { program, module } = parsed
  const lineAt = lineFinder(text)
  const outline: SourceOutline = {
    ...{ components: exportedComponents(module, lineAt), elements: [], strings: [], styles: [] },
    ...classNamesOf(program, lineAt),
  }
  const imported = new Set([...module.staticImports, ...module.dynamicImports].map(({ moduleRequest }) => moduleRequest.start))
  new Visitor({
    JSXOpeningElement({ name, attributes, start }) {
      const names = attributes.flatMap((attribute) =>
        attribute.type === 'JSXAttribute' && attribute.name.type === 'JSXIdentifier' ? [attribute.name.name] : [],
      )
      const place = { line: lineAt(start), hasClass: names.includes('className'), hasRole: names.includes('role') }
      outline.elements.push({ name: text.slice(name.start, name.end), ...place })
    },
    JSXAttribute({ name, value }) {
      if (name.name !== 'style' || value?.type !== 'JSXExpressionContainer' || value.expression.type !== 'ObjectExpression') return
      for (const property of value.expression.properties) {
        if (property.type !== 'Property' || property.value.type !== 'Literal') continue
        const given = property.value.value
        if (typeof given !== 'string' && typeof given !== 'number') continue
        const key = text.slice(property.key.start, property.key.end).replace(/^['"]|['"]$/g, '')
        outline.styles.push({ property: key, value: given, line: lineAt(property.start) })
      }
    },
    Literal({ value, start }) {
      if (typeof value === 'string' && !imported.has(start)) outline.strings.push({ text: value, line: lineAt(start) })
    },
    TemplateElement({ value, start }) {
      outline.strings.push({ text: value.cooked ?? value.raw, line: lineAt(start) })
    },
  }).visit(program)
  return outline
})

function exportedComponents({ staticExports }: ParseResult['module'], lineAt: (offset: number) => number): SourceOutline['components'] {
  return staticExports
    .flatMap(({ entries }) => entries)
    .flatMap(({ exportName, localName, isType, moduleRequest, start }) => {
      const name = exportName.name ?? localName.name
      return name != null && /^[A-Z][a-z]/.test(name) && !isType && moduleRequest === null ? [{ name, line: lineAt(start) }] : []
    })
}
