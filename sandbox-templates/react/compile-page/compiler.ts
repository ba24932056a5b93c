import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const PACKAGE = dirname(fileURLToPath(import.meta.resolve('typescript/package.json')))

/** The binary behind `tsc`, located the same way; starting `tsc` itself takes longer than reading a tsconfig. */
const { default: binaryPath } = (await import(join(PACKAGE, 'lib/getExePath.js'))) as { default: () => string }

/** Runs the compiler; its messages are on stdout. */
export function runCompiler(args: readonly string[], workspace: string) {
  return spawnSync(binaryPath(), args, { cwd: workspace, encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 })
}
