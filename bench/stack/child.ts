import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** Starts a file of `bench/` in a process of its own; `firstLine` is what it prints when it is ready. */
export async function startChild(file: string, args: readonly string[]): Promise<{ firstLine: string; stop(): Promise<void> }> {
  const path = fileURLToPath(new URL(`../${file}`, import.meta.url))
  const child = spawn('setpriv', ['--pdeathsig', 'TERM', '--', process.execPath, path, ...args], { stdio: ['ignore', 'pipe', 'ignore'] })
  const exited = once(child, 'exit')
  const [firstLine] = await Promise.race([
    once(createInterface(child.stdout), 'line') as Promise<[string]>,
    exited.then(() => Promise.reject(new Error(`${file} exited before it was ready`))),
  ])
  return {
    firstLine,
    async stop() {
      child.kill('SIGKILL')
      await exited
    },
  }
}
