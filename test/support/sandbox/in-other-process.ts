import { createBubblewrapSandboxes } from '#src/adapters/sandbox/bubblewrap/bubblewrap-provider.ts'
import { liveInSandbox } from './sandbox-lifetime.ts'
import { printed } from '#test/support/sandbox/printed.ts'

/**
 * Runs in another process: `node in-other-process.ts <folder> <template> <id> run <command>`, or `… <id> destroy`, or `… - create` to
 * create one sandbox after the other until it is killed, or `- - <file> life`, which needs nothing from before.
 */
const [folder = '', template = '', id = '', action = '', command = ''] = process.argv.slice(2)
const provider = createBubblewrapSandboxes({ folder, templates: () => template })

if (action === 'create') {
  for (;;) {
    const sandbox = await provider.create('react', { project: 'elsewhere', turn: 'elsewhere', purpose: 'work' })
    process.stdout.write(`${sandbox.id}\n`)
  }
}
if (action === 'life') process.stdout.write(JSON.stringify(await liveInSandbox(id)))
const sandbox = await provider.connect(id)
if (action === 'destroy') await sandbox?.destroy()
if (action === 'run') {
  const result = await sandbox?.run({ command, timeoutMs: 20_000, signal: new AbortController().signal })
  process.stdout.write(result === undefined ? 'there is no such sandbox' : printed(result.stdout))
}
