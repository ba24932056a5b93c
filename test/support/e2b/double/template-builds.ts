import { createHash, randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { answerJson, readJson } from './connect-protocol.ts'

type BuildStep = { type: string; args: string[]; filesHash?: string }

export type Build = {
  templateID: string
  buildID: string
  asked: { name: string; tags?: string[]; cpuCount?: number; memoryMB?: number }
  /** What to build, once the build was started. */
  template: { fromImage?: string; steps: BuildStep[]; startCmd?: string } | null
}

/** A double of E2B's template builder: accepts files and steps, and builds nothing. */
export class TemplateBuilds {
  address = ''
  readonly builds: Build[] = []
  /** Uploaded archives by the hash of their files. */
  readonly uploads = new Map<string, Buffer>()
  /** The error with which the next build ends. `null`: it succeeds. */
  problem: { message: string; step: string } | null = null

  /** Handles an upload, whose address needs no key. False for any other request. */
  async upload(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const [, hash] = /^\/upload\/([0-9a-f]+)$/.exec(request.url ?? '') ?? []
    if (request.method !== 'PUT' || hash === undefined) return false
    this.uploads.set(hash, await buffer(request))
    response.writeHead(200).end()
    return true
  }

  /** False if it doesn't know the request. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const { pathname } = new URL(request.url ?? '', 'http://api')
    const [, , templates, templateID = '', action = '', id = '', last = ''] = pathname.replace(/^\/(?!v\d)/, '/v1/').split('/')
    if (templates !== 'templates') return false
    switch (`${request.method} ${action}${last === '' ? '' : `/${last}`}`) {
      case 'POST ':
        this.#begin((await readJson(request)) as Build['asked'], response)
        return true
      case 'GET files':
        answerJson(response, 201, this.uploads.has(id) ? { present: true } : { present: false, url: `${this.address}/upload/${id}` })
        return true
      case 'POST builds': {
        const build = this.#find(templateID, id)
        if (build !== undefined) build.template = (await readJson(request)) as Build['template']
        answerJson(response, build === undefined ? 404 : 202, {})
        return true
      }
      case 'GET builds/status':
        this.#status(templateID, id, new URL(request.url ?? '', 'http://api').searchParams, response)
        return true
    }
    return false
  }

  #begin(asked: Build['asked'], response: ServerResponse): void {
    const templateID = createHash('sha256')
      .update(asked.name.split(':')[0] ?? '')
      .digest('hex')
      .slice(0, 20)
    const build = { templateID, buildID: randomUUID(), asked, template: null }
    this.builds.push(build)
    const names = [asked.name.split(':')[0]]
    answerJson(response, 202, { ...{ templateID, buildID: build.buildID, public: false, names, aliases: names }, tags: asked.tags ?? [] })
  }

  #status(templateID: string, buildID: string, query: URLSearchParams, response: ServerResponse): void {
    const build = this.#find(templateID, buildID)
    const started = build !== undefined && build.template !== null
    const logEntries =
      Number(query.get('logsOffset') ?? 0) > 0 ? [] : [{ timestamp: new Date().toISOString(), level: 'info', message: 'step 1' }]
    const [status, reason] = !started ? ['waiting', undefined] : this.problem === null ? ['ready', undefined] : ['error', this.problem]
    answerJson(response, build === undefined ? 404 : 200, { templateID, buildID, status, logEntries, logs: [], reason })
  }

  #find(templateID: string, buildID: string): Build | undefined {
    return this.builds.find((build) => build.templateID === templateID && build.buildID === buildID)
  }
}
