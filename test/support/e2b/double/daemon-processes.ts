import { type ChildProcess, spawn } from 'node:child_process'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { answerJson, beginStream, endStream, readEnveloped, readJson, sendMessage } from './connect-protocol.ts'

/** The messages of envd's process.proto that our adapter sends, as JSON. */
type StartRequest = { process: { cmd: string; args: string[]; envs?: Record<string, string>; cwd?: string }; stdin?: boolean }
type SignalRequest = { process: { pid?: number }; signal: string }

const ROOT = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root', USER: 'root', LOGNAME: 'root' }
const running = new Map<number, ChildProcess>()

export async function startProcess(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const message = (await readEnveloped(request)) as StartRequest
  const { cmd, args, envs = {}, cwd = '/root' } = message.process
  beginStream(response)
  // Only as root and without input, because our adapter requests nothing else.
  if (message.stdin === true || request.headers.authorization !== `Basic ${Buffer.from('root:').toString('base64')}`)
    return endStream(response, { code: 'unimplemented', message: 'The double runs commands as root, without input' })

  const child = spawn(cmd, args, { cwd, env: { ...ROOT, ...envs }, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  const { pid } = child
  if (pid === undefined) {
    child.once('error', (error) => endStream(response, { code: 'invalid_argument', message: error.message }))
    return
  }
  running.set(pid, child)
  sendMessage(response, { event: { start: { pid } } })
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].on('data', (chunk: Buffer) => sendMessage(response, { event: { data: { [stream]: chunk.toString('base64') } } }))
  const deadline = endAt(Number(request.headers['connect-timeout-ms']), child, response)
  child.once('close', (code, signal) => {
    clearTimeout(deadline)
    running.delete(pid)
    sendMessage(response, { event: { end: endOf(code, signal) } })
    endStream(response)
  })
}

export async function sendSignal(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { process: selector, signal } = (await readJson(request)) as SignalRequest
  const child = running.get(selector.pid ?? 0)
  if (child === undefined) return answerJson(response, 404, { code: 'not_found', message: 'process not found' })
  child.kill(signal === 'SIGNAL_SIGKILL' ? 'SIGKILL' : 'SIGTERM')
  answerJson(response, 200, {})
}

function endAt(timeoutMs: number, child: ChildProcess, response: ServerResponse): NodeJS.Timeout | undefined {
  if (!(timeoutMs > 0)) return undefined
  return setTimeout(() => {
    child.kill('SIGKILL')
    endStream(response, { code: 'deadline_exceeded', message: 'the deadline is over' })
  }, timeoutMs)
}

function endOf(code: number | null, signal: NodeJS.Signals | null) {
  if (signal !== null) return { exitCode: -1, exited: false, status: `signal: ${signal}`, error: `signal: ${signal}` }
  const status = `exit status ${code ?? 0}`
  return { exitCode: code ?? 0, exited: true, status, ...(code === 0 ? {} : { error: status }) }
}
