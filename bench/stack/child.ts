import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** A process of a benchmark, by its file in `bench/`; `firstLine` is what it prints once it is there. */
export async function startChild(file: string, args: readonly string[]): Promise<{ firstLine: string; stop(): Promise<void> }> {
  const path = fileURLToPath(new URL(`../${file}`, import.meta.url))
  const child = spawn('setpriv', ['--pdeathsig', 'TERM', '--', process.execPath, path, ...args], { stdio: ['ignore', 'pipe', 'ignore'] })
  const gone = once(child, 'exit')
  const [firstLine] = await Promise.race([
    once(createInterface(child.stdout), 'line') as Promise<[string]>,
    gone.then(() => Promise.reject(new Error(`${file} ended before it was there`))),
  ])
  return {
    firstLine,
    async stop() {
      child.kill('SIGKILL')
      await gone
    },
  }
}
