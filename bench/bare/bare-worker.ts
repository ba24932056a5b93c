import { fileURLToPath } from 'node:url'
import { NativeConnection, Worker } from '@temporalio/worker'

/** A plain Temporal worker without our code, in a process of its own. Arguments: address and task queue. Prints a line before it polls. */
const [address = '', taskQueue = ''] = process.argv.slice(2)
const worker = await Worker.create({
  connection: await NativeConnection.connect({ address }),
  taskQueue,
  workflowsPath: fileURLToPath(new URL('bare-workflows.ts', import.meta.url)),
  activities: { nothing: async () => performance.now() },
})
console.log('ready')
await worker.run()
