import { compiling } from './fake-compiler.ts'
import type { OnRun } from './fake-sandboxes.ts'
import { bytesOf, keyOf } from './world.ts'

/** Sandboxes in which everything compiles and files can be hashed. */
export function hashing(): OnRun {
  const compile = compiling()
  return (command, sandbox, options) => {
    if (!command.includes('sha256sum')) return compile(command, sandbox, options)
    const lines = [...sandbox.files].filter(([path]) => !path.startsWith('.ollio/')).map(([path, bytes]) => `${keyOf(bytes)}  ./${path}\0`)
    sandbox.files.set('.ollio/tree', bytesOf(lines.join('')))
  }
}
