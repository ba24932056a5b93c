import { createE2bSandboxes, type E2bOptions } from '#src/adapters/sandbox/e2b/e2b-provider.ts'
import { printed } from '#test/support/sandbox/printed.ts'

/** Runs in another process: `node e2b-other-process.ts <options as JSON> <id> run <command>`, or `… <id> destroy`. */
const [options = '', id = '', action = '', command = ''] = process.argv.slice(2)
const sandbox = await createE2bSandboxes(JSON.parse(options) as E2bOptions).connect(id)
if (action === 'destroy') await sandbox?.destroy()
if (action === 'run') {
  const result = await sandbox?.run({ command, timeoutMs: 20_000, signal: new AbortController().signal })
  process.stdout.write(result === undefined ? 'there is no such sandbox' : printed(result.stdout))
}
