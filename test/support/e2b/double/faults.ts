import type { IncomingMessage, ServerResponse } from 'node:http'
import { answerJson } from './connect-protocol.ts'

/** A fault of the double: it happens once, at the next matching request. */
export type Fault = {
  method: string
  /** Matches the path. */
  at: RegExp
  does:
    | { answer: number; body?: unknown; headers?: Record<string, string> }
    /** No response at all. */
    | 'silence'
    /** The connection ends without a response. */
    | 'hang-up'
    /** The response ends after this number of bytes. */
    | { breakAfterBytes: number }
}

/** Planned faults that have not happened yet. */
export class Faults {
  readonly planned: Fault[] = []

  plan(fault: Fault): void {
    this.planned.push(fault)
  }

  take(request: IncomingMessage): Fault['does'] | null {
    const path = (request.url ?? '').split('?')[0] ?? ''
    const index = this.planned.findIndex(({ method, at }) => method === request.method && at.test(path))
    return index === -1 ? null : (this.planned.splice(index, 1)[0]?.does ?? null)
  }
}

/** True if the request has its response, or will never get one. */
export function misbehave(does: Fault['does'] | null, request: IncomingMessage, response: ServerResponse): boolean {
  if (does === null || (typeof does === 'object' && 'breakAfterBytes' in does)) return false
  if (does === 'hang-up') request.socket.destroy()
  if (typeof does === 'object') {
    for (const [name, value] of Object.entries(does.headers ?? {})) response.setHeader(name, value)
    answerJson(response, does.answer, does.body ?? { code: does.answer, message: `the double answers ${does.answer}` })
  }
  return true
}
