import { componentsOf } from './parse-components.ts'
import { importsOf } from './parse-imports.ts'
import { exportedObject } from './literals.ts'
import { outlineOf } from './parse-source-outline.ts'
import type { Asked } from './oxc-source-reader.ts'

/** Reads files for `source-reader.ts`, one after the other, in a process of its own, which a file may bring down. Ends with its parent. */
const METHODS = { importsOf, componentsOf, exportedObject, outlineOf }

process.on('message', ({ method, path, text }: Asked) => {
  process.send?.(read(method, path, text))
})

process.send?.('up')

function read(method: keyof typeof METHODS, path: string, text: string): unknown {
  try {
    return METHODS[method](path, text)
  } catch (error) {
    // A program that goes deeper than our own stack is none that people wrote.
    if (error instanceof RangeError) return null
    throw error
  }
}
