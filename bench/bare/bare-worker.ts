import { fileURLToPath } from 'node:url'
import { NativeConnection, Worker } from '@temporalio/worker'

/** A worker of Temporal's own with nothing of ours, as a process: address and task queue are its arguments; prints a line once it polls. */
const [address = '', taskQueue = ''] = process.argv.slice(2)
const worker = await Worker.create({
  connection: await NativeConnection.connect({ address }),
  taskQueue,
  workflowsPath: fileURLToPath(new URL('bare-workflows.ts', import.meta.url)),
  activities: { nothing: async () => performance.now() },
})
console.log('ready')
await worker.run()
