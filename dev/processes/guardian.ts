import { spawn } from 'node:child_process'

/**
 * Runs one server and stops it when the parent exits: `node guardian.ts <options as JSON>`. The parent holds the other end of stdin. The
 * pipe closes when the parent asks to stop or dies, even by SIGKILL.
 */
type Order = {
  command: string
  args: string[]
  cwd?: string
  uid?: number
  gid?: number
  stopSignal: NodeJS.Signals
  graceMs: number
}

const order: Order = JSON.parse(process.argv[2] ?? '')
const { command, args, stopSignal, graceMs, ...options } = order
const server = spawn(command, args, { ...options, stdio: ['ignore', 'inherit', 'inherit'] })
let stopping = false

function stop(): void {
  if (stopping) return
  stopping = true
  server.kill(stopSignal)
  setTimeout(() => server.kill('SIGKILL'), graceMs).unref()
}

server.once('error', (error) => {
  process.stderr.write(`${command} could not be started: ${error.message}\n`)
  process.exit(127)
})
server.once('exit', (code) => process.exit(stopping ? 0 : (code ?? 1)))
process.stdin.once('end', stop).once('close', stop).once('error', stop).resume()
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
