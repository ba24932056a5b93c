import { parseSync } from 'oxc-parser'
import type { ImportSite, SourceReader } from '#src/ports/source-reader.ts'

/** Reads imports with a parser that runs nothing of the file. */
export const sourceReader: SourceReader = {
  importsOf(path, text) {
    const { module, errors } = parseSync(path, text)
    if (errors.some(({ severity }) => severity === 'Error')) return null
    const at = (specifier: string, offset: number): ImportSite => ({ specifier, line: text.slice(0, offset).split('\n').length })
    const fromImports = module.staticImports.flatMap(({ moduleRequest, entries }) =>
      entries.length > 0 && entries.every(({ isType }) => isType) ? [] : [at(moduleRequest.value, moduleRequest.start)],
    )
    const fromExports = module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest, isType }) =>
        moduleRequest === null || isType ? [] : [at(moduleRequest.value, moduleRequest.start)],
      ),
    )
    const dynamic = module.dynamicImports.flatMap(({ moduleRequest }) => {
      const literal = /^(["'])([^"']+)\1$/.exec(text.slice(moduleRequest.start, moduleRequest.end))?.[2]
      return literal === undefined ? [] : [at(literal, moduleRequest.start)]
    })
    return [...fromImports, ...fromExports, ...dynamic]
  },
}
