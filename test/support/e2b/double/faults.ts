import type { IncomingMessage, ServerResponse } from 'node:http'
import { answerJson } from './connect-protocol.ts'

/** How the double misbehaves, once, at the next request that fits. */
export type Fault = {
  method: string
  /** Of the path. */
  at: RegExp
  does:
    | { answer: number; body?: unknown; headers?: Record<string, string> }
    /** No answer at all. */
    | 'silence'
    /** The connection ends without an answer. */
    | 'hang-up'
    /** The answer ends after so many bytes. */
    | { breakAfterBytes: number }
}

/** What is planned and has not happened yet. */
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

/** True where the request has had its answer, or will have none. */
export function misbehave(does: Fault['does'] | null, request: IncomingMessage, response: ServerResponse): boolean {
  if (does === null || (typeof does === 'object' && 'breakAfterBytes' in does)) return false
  if (does === 'hang-up') request.socket.destroy()
  if (typeof does === 'object') {
    for (const [name, value] of Object.entries(does.headers ?? {})) response.setHeader(name, value)
    answerJson(response, does.answer, does.body ?? { code: does.answer, message: `the double answers ${does.answer}` })
  }
  return true
}
