import { spawn } from 'node:child_process'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { Hono, type Context } from 'hono'
import { authorOf, demand, enterRepository, type Access } from './access-control.ts'
import { ApiError } from './api-error.ts'
import { authenticate } from './authentication.ts'
import { listRefs, ZERO_SHA } from './git/revisions.ts'
import { GIT_ENVIRONMENT } from './git/run-git.ts'
import type { Hub } from './hub.ts'
import type { RefChange } from './payloads/push-payload.ts'
import { READ_CONTENTS, WRITE_CONTENTS } from './rest/required-permissions.ts'
import { afterRefChange } from './services/ref-service.ts'

const TIMEOUT_MS = 120_000
const MAX_REQUEST_BYTES = 256 * 1024 * 1024
const NO_CACHE = { 'Cache-Control': 'no-cache, max-age=0, must-revalidate' }

type Service = 'upload-pack' | 'receive-pack'

/** `git clone`, `fetch` and `push` over the smart HTTP protocol (see git's gitprotocol-http). */
export function gitRoutes(hub: Hub): Hono {
  const routes = new Hono()

  routes.get('/:owner/:repo/info/refs', async (c) => {
    const service = serviceOf(c.req.query('service')?.replace(/^git-/, ''))
    const { repository } = enterForGit(hub, c, service)
    const head = pktLine(`# service=git-${service}\n`) + '0000'
    const output = await runService(service, ['--stateless-rpc', '--advertise-refs', repository.gitPath], c, null)
    return new Response(Buffer.concat([Buffer.from(head), output]), {
      headers: { 'Content-Type': `application/x-git-${service}-advertisement`, ...NO_CACHE },
    })
  })

  routes.post('/:owner/:repo/git-upload-pack', async (c) => {
    const { repository } = enterForGit(hub, c, 'upload-pack')
    return respond('upload-pack', await runService('upload-pack', ['--stateless-rpc', repository.gitPath], c, await requestBody(c)))
  })

  routes.post('/:owner/:repo/git-receive-pack', async (c) => {
    const access = enterForGit(hub, c, 'receive-pack')
    const { repository } = access
    const body = await requestBody(c)
    return hub.locks.withLock(repository.row.id, async () => {
      const before = await listRefs(repository.gitPath)
      const output = await runService('receive-pack', ['--stateless-rpc', repository.gitPath], c, body)
      for (const change of refChanges(before, await listRefs(repository.gitPath))) {
        await afterRefChange(hub, repository, authorOf(access), change)
      }
      return respond('receive-pack', output)
    })
  })

  return routes
}

function respond(service: Service, output: Buffer): Response {
  return new Response(new Uint8Array(output), { headers: { 'Content-Type': `application/x-git-${service}-result`, ...NO_CACHE } })
}

function serviceOf(name: string | undefined): Service {
  if (name === 'upload-pack' || name === 'receive-pack') return name
  throw new ApiError(403, 'Please upgrade your git client.')
}

/** Asks for a login if there is none, so that git sends it. */
function enterForGit(hub: Hub, c: Context, service: Service): Access {
  const name = (c.req.param('repo') ?? '').replace(/\.git$/, '')
  const actor = authenticate(hub, c.req.header('Authorization'))
  try {
    const access = enterRepository(hub, actor, c.req.param('owner') ?? '', name)
    demand(access, service === 'upload-pack' ? READ_CONTENTS : WRITE_CONTENTS)
    return access
  } catch (error) {
    if (error instanceof ApiError && actor.kind === 'anonymous') throw new ApiError(401, 'Authentication required')
    throw error
  }
}

function pktLine(text: string): string {
  return (text.length + 4).toString(16).padStart(4, '0') + text
}

async function requestBody(c: Context): Promise<Buffer> {
  const { body } = c.req.raw
  if (body === null) return Buffer.alloc(0)
  const chunks: Buffer[] = []
  let bytes = 0
  const collect = async (source: AsyncIterable<Buffer>) => {
    for await (const chunk of source) {
      bytes += chunk.length
      if (bytes > MAX_REQUEST_BYTES) throw new ApiError(413, 'The push is too large.')
      chunks.push(chunk)
    }
  }
  const source = Readable.from(body)
  await (c.req.header('Content-Encoding') === 'gzip' ? pipeline(source, createGunzip(), collect) : pipeline(source, collect))
  return Buffer.concat(chunks)
}

async function runService(service: Service, args: string[], c: Context, input: Buffer | null): Promise<Buffer> {
  const protocol = c.req.header('Git-Protocol') ?? ''
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  const child = spawn('git', [service, ...args], {
    env: { ...GIT_ENVIRONMENT, ...(/^[\w=:.-]{1,100}$/.test(protocol) ? { GIT_PROTOCOL: protocol } : {}) },
    stdio: ['pipe', 'pipe', 'ignore'],
    timeout: TIMEOUT_MS,
    killSignal: 'SIGKILL',
  })
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.on('error', reject)
  // Git reports a failure in its output; the exit code adds nothing.
  child.on('close', () => resolve(Buffer.concat(chunks)))
  child.stdin.on('error', () => child.stdin.destroy())
  child.stdin.end(input ?? '')
  return promise
}

function refChanges(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): RefChange[] {
  const names = new Set([...before.keys(), ...after.keys()])
  return [...names]
    .filter((ref) => /^refs\/(?:heads|tags)\//.test(ref))
    .map((ref) => ({ ref, before: before.get(ref) ?? ZERO_SHA, after: after.get(ref) ?? ZERO_SHA }))
    .filter((change) => change.before !== change.after)
}
