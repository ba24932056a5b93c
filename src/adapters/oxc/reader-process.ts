import type { AnyText } from '#src/domain/shared/hostile-text.ts'
import { componentsOf } from './parse-components.ts'
import { importsOf } from './parse-imports.ts'
import { exportedObject } from './literals.ts'
import { outlineOf } from './parse-source-outline.ts'
import type { SourceRequest } from './oxc-source-reader.ts'

/**
 * Reads files for `oxc-source-reader.ts`, one after the other, in a process of its own because a file may crash it. Exits with its parent.
 */
const METHODS = { importsOf, componentsOf, exportedObject, outlineOf }

process.on('message', ({ method, path, text }: SourceRequest) => {
  process.send?.(read(method, path, text))
})

function read(method: keyof typeof METHODS, path: string, text: AnyText): unknown {
  try {
    return METHODS[method](path, text)
  } catch (error) {
    // People don't write programs that are nested deeper than the stack allows.
    if (error instanceof RangeError) return null
    throw error
  }
}
