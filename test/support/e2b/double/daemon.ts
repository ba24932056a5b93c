import { createWriteStream } from 'node:fs'
import { chmod, mkdir } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { answerJson } from './connect-protocol.ts'
import { sendSignal, startProcess } from './daemon-processes.ts'

/**
 * A double of envd, the daemon in E2B's sandboxes, for the calls that our adapter makes. It runs as root inside a machine of its own
 * (`virtual-machine.ts`) and really runs its commands: `node daemon.ts <socket>`. Like the real one, it ends a command by killing its first
 * process only, and lets it run on if the client hangs up.
 */
const [, , socket = ''] = process.argv

async function upload(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await pipeline(request, createWriteStream(path))
  answerJson(response, 200, [{ name: path.split('/').at(-1), type: 'file', path }])
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://sandbox')
  switch (`${request.method} ${pathname}`) {
    case 'GET /health':
      response.writeHead(204).end()
      return
    case 'POST /process.Process/Start':
      return startProcess(request, response)
    case 'POST /process.Process/SendSignal':
      return sendSignal(request, response)
    case 'POST /files':
      // Only as root and as raw bytes, because our adapter requests nothing else.
      if (searchParams.get('username') === 'root' && request.headers['content-type'] === 'application/octet-stream')
        return upload(request, response, searchParams.get('path') ?? '')
  }
  answerJson(response, 501, { code: 'unimplemented', message: `${request.method} ${request.url}` })
}

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    if (!response.headersSent) answerJson(response, 500, { code: 'internal', message: String(error) })
    else response.destroy()
  })
})
server.listen(socket, () => void chmod(socket, 0o600).then(() => process.stdout.write('ready\n')))
