import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** The address of the package registry that npm is configured with here, without credentials. `null` if npm can't be run. */
export async function npmRegistry(): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)('npm', ['config', 'get', 'registry'], { timeout: 30_000 })
    const { origin, pathname } = new URL(stdout.trim())
    return `${origin}${pathname}`
  } catch {
    return null
  }
}
