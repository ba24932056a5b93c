import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerJson } from './connect-protocol.ts'
import { ControlPlane } from './control-plane.ts'
import { toSandbox } from './edge.ts'
import { Faults, misbehave } from './faults.ts'
import { TemplateBuilds } from './template-builds.ts'

export const API_KEY = `e2b_${'0'.repeat(40)}`

export type E2bDouble = {
  apiUrl: string
  sandboxUrl: string
  cloud: ControlPlane
  builds: TemplateBuilds
  faults: Faults
  /** Each request to the API, as `METHOD /path`. */
  asked: string[]
  /** Fails if it got an unknown request, or if a planned fault never happened. */
  close(): Promise<void>
}

/**
 * A double of E2B, written from what its SDK sends and expects: the API at one address, the sandboxes at another. Sandboxes are real
 * processes in real namespaces (`virtual-machine.ts`). Nothing of the SDK is replaced.
 */
export async function startE2bDouble(templates: ReadonlyMap<string, string>): Promise<E2bDouble> {
  const [cloud, builds, faults] = [new ControlPlane(templates), new TemplateBuilds(), new Faults()]
  const [asked, unknown]: [string[], string[]] = [[], []]
  const onUnknown = (what: string): void => void unknown.push(what)

  const api = await listening(async (request, response) => {
    asked.push(`${request.method} ${(request.url ?? '').split('?')[0]}`)
    if (misbehave(faults.take(request), request, response)) return
    // The address of an upload is signed, so it needs no key.
    if (await builds.upload(request, response)) return
    if (request.headers['x-api-key'] !== API_KEY) return answerJson(response, 401, { code: 401, message: 'Invalid API key' })
    if ((await cloud.answer(request, response)) || (await builds.answer(request, response))) return
    onUnknown(`${request.method} ${request.url}`)
    answerJson(response, 501, { code: 501, message: 'The double does not know this' })
  })
  const sandboxes = await listening(async (request, response) => {
    const does = faults.take(request)
    if (misbehave(does, request, response)) return
    const breakAfterBytes = does !== null && typeof does === 'object' && 'breakAfterBytes' in does ? does.breakAfterBytes : Infinity
    toSandbox(cloud.sandboxes, request, response, { breakAfterBytes, onUnknown })
  })
  builds.address = addressOf(api)
  return {
    ...{ apiUrl: addressOf(api), sandboxUrl: addressOf(sandboxes), cloud, builds, faults, asked },
    async close() {
      await cloud.close()
      for (const server of [api, sandboxes]) {
        server.closeAllConnections()
        await once(server.close(), 'close')
      }
      if (unknown.length > 0) throw new Error(`The double of E2B does not know ${unknown.join(', ')}`)
      if (faults.planned.length > 0) throw new Error(`${faults.planned.length} faults of the double of E2B never happened`)
    },
  }
}

async function listening(answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>): Promise<Server> {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy()
      else answerJson(response, 500, { code: 500, message: String(error) })
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return server
}

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
