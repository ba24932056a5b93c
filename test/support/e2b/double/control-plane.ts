import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { answerJson, readJson } from './connect-protocol.ts'
import { type Machine, startMachine } from './virtual-machine.ts'

/** The request to create a sandbox. Source: `NewSandbox` of E2B's OpenAPI description. */
export type NewSandbox = {
  templateID: string
  timeout?: number
  metadata?: Record<string, string>
  autoPause?: boolean
  allow_internet_access?: boolean
  network?: { allowOut?: string[]; denyOut?: string[]; allowPublicTraffic?: boolean }
}

export type KnownSandbox = {
  id: string
  asked: NewSandbox
  startedAt: Date
  endAt: Date
  /** Destroys the sandbox at the end of its lifetime. */
  clock: NodeJS.Timeout
  token: string
  machine: Machine
}

const DAEMON_VERSION = '0.6.4'
/** Small, so that a list has more than one page. */
const MOST_OF_A_PAGE = 3

/** A double of the part of E2B's API that our adapter uses for sandboxes: it stores them, and starts and ends their machines. */
export class ControlPlane {
  readonly sandboxes = new Map<string, KnownSandbox>()
  readonly #templates: ReadonlyMap<string, string>

  /** Built templates by `name:tag`. Each value is the folder of an installed template. */
  constructor(templates: ReadonlyMap<string, string>) {
    this.#templates = templates
  }

  /** False if it doesn't know the request. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://api')
    const id = /\/sandboxes\/([^/]+)/.exec(pathname)?.[1] ?? ''
    switch (`${request.method} ${pathname.replace(/(?<=\/sandboxes\/)[^/]+/, ':id')}`) {
      case 'POST /v2/sandboxes':
        await this.#create((await readJson(request)) as NewSandbox, response)
        return true
      case 'GET /v2/sandboxes':
        this.#list(searchParams, response)
        return true
      case 'GET /sandboxes/:id':
        this.#withKnown(id, response, (known) => answerJson(response, 200, details(known)))
        return true
      case 'DELETE /sandboxes/:id':
        if (await this.#end(id)) response.writeHead(204).end()
        else notFound(response, `sandbox '${id}' not found`)
        return true
      case 'POST /v2/sandboxes/:id/connect': {
        const { timeout = 300 } = (await readJson(request)) as { timeout?: number }
        this.#withKnown(id, response, (known) => {
          // Connecting extends a lifetime and never shortens it.
          known.endAt = new Date(Math.max(known.endAt.getTime(), Date.now() + timeout * 1_000))
          clearTimeout(known.clock)
          known.clock = this.#endAt(id, known.endAt)
          answerJson(response, 200, access(known))
        })
        return true
      }
    }
    return false
  }

  async close(): Promise<void> {
    await Promise.all([...this.sandboxes.keys()].map((id) => this.#end(id)))
  }

  async #create(asked: NewSandbox, response: ServerResponse): Promise<void> {
    const template = this.#templates.get(asked.templateID)
    if (template === undefined) return notFound(response, `template '${asked.templateID}' not found`)
    const id = randomUUID().replaceAll('-', '').slice(0, 20)
    const machine = await startMachine(template)
    const startedAt = new Date()
    const endAt = new Date(startedAt.getTime() + (asked.timeout ?? 300) * 1_000)
    const known = { id, asked, startedAt, endAt, clock: this.#endAt(id, endAt), token: randomUUID(), machine }
    this.sandboxes.set(id, known)
    answerJson(response, 201, access(known))
  }

  #list(query: URLSearchParams, response: ServerResponse): void {
    const wanted = [...new URLSearchParams(query.get('metadata') ?? '')].map((pair) => pair.map(decodeURIComponent))
    const fits = ({ asked }: KnownSandbox) => wanted.every(([key = '', value]) => asked.metadata?.[key] === value)
    const all = [...this.sandboxes.values()].filter(fits)
    const from = Number(query.get('nextToken') ?? 0)
    const to = from + Math.min(MOST_OF_A_PAGE, Number(query.get('limit') ?? MOST_OF_A_PAGE))
    if (to < all.length) response.setHeader('x-next-token', String(to))
    answerJson(response, 200, all.slice(from, to).map(details))
  }

  /** False if there is no such sandbox. */
  async #end(id: string): Promise<boolean> {
    const known = this.sandboxes.get(id)
    if (known === undefined) return false
    this.sandboxes.delete(id)
    clearTimeout(known.clock)
    await known.machine.stop()
    return true
  }

  #endAt(id: string, end: Date): NodeJS.Timeout {
    return setTimeout(() => void this.#end(id), end.getTime() - Date.now())
  }

  #withKnown(id: string, response: ServerResponse, use: (known: KnownSandbox) => void): void {
    const known = this.sandboxes.get(id)
    if (known === undefined) notFound(response, `sandbox '${id}' not found`)
    else use(known)
  }
}

function access({ id, asked, token }: KnownSandbox) {
  return { ...{ sandboxID: id, templateID: asked.templateID, clientID: 'double' }, envdVersion: DAEMON_VERSION, envdAccessToken: token }
}

function details({ id, asked, startedAt, endAt }: KnownSandbox) {
  return {
    ...{ sandboxID: id, templateID: asked.templateID, clientID: 'double', metadata: asked.metadata ?? {}, state: 'running' },
    ...{ startedAt: startedAt.toISOString(), endAt: endAt.toISOString(), cpuCount: 2, memoryMB: 2_048, envdVersion: DAEMON_VERSION },
  }
}

function notFound(response: ServerResponse, message: string): void {
  answerJson(response, 404, { code: 404, message })
}
