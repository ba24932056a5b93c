import { z } from 'zod'
import { anyRecord, explain, newAjv, NotAsDescribed, readJson, Schemas } from './github-descriptions.ts'
import { assertGraphqlAnswer } from './graphql-conformance.ts'

const refSchema = z.object({ $ref: z.string() })
const contentSchema = z.object({ content: z.record(z.string(), z.object({ schema: anyRecord })).optional() })
const responseSchema = z.union([refSchema, contentSchema])
const operationSchema = z.object({ responses: z.record(z.string(), responseSchema) })
const restSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.object({ responses: z.record(z.string(), responseSchema) }),
})
const webhooksSchema = z.object({ webhooks: z.record(z.string(), z.object({ post: z.object({ requestBody: contentSchema }) })) })
const BASIC_ERROR = { $ref: '#/components/schemas/basic-error' }
const JSON_TYPE = 'application/json'

/** Each description is megabytes of JSON: read when it is first needed. */
function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => (made ??= { value: make() }).value
}

const rest = lazily(() => {
  const file = readJson('@octokit/openapi/generated/api.github.com.json')
  const document = restSchema.parse(file)
  const templates = Object.keys(document.paths)
    .map((template) => ({
      template,
      pattern: patternOf(template),
      literals: template.split('/').filter((part) => !part.includes('{')).length,
    }))
    .toSorted((a, b) => b.literals - a.literals)
  return { document, templates, schemas: new Schemas(file) }
})

const webhooks = lazily(() => {
  const current = readJson('@octokit/openapi-webhooks/generated/api.github.com.json')
  // Without the file's own list of everything, which would be compiled as a whole (two seconds).
  const { definitions } = anyRecord.parse(readJson('@octokit/webhooks-schemas/schema.json'))
  const strict = newAjv().addSchema({ definitions }, 'strict')
  return { names: webhooksSchema.parse(current).webhooks, schemas: new Schemas(current), strict }
})

/** Parameters whose values may have slashes of their own. */
const LONG = new Set(['path', 'ref', 'branch', 'basehead'])

function patternOf(template: string): RegExp {
  const parts = template
    .split('/')
    .map((part) => part.replace(/[.*+?^$|()[\]\\]/g, '\\$&').replace(/\{(\w+)\}/g, (_, name: string) => (LONG.has(name) ? '.+' : '[^/]+')))
  // The root of a repository's contents is asked for without a path.
  return new RegExp(`^${parts.join('/').replace(/\/\.\+$/, '(?:/.*)?')}$`)
}

/** The described path that a real one belongs to; of several the one with the most fixed parts. */
function templateOf(method: string, path: string): string {
  const { templates, document } = rest()
  const found = templates.find(({ template, pattern }) => pattern.test(path) && document.paths[template]?.[method] !== undefined)
  if (found === undefined) throw new NotAsDescribed(`${method.toUpperCase()} ${path}`)
  return found.template
}

/**
 * Fails unless a REST answer is as GitHub's own OpenAPI description has it.
 * `path` is below the API's root (`/repos/acme/shop`), without a query; `body` is parsed JSON, or `undefined` where there is none.
 */
export function assertRestAnswer(method: string, path: string, status: number, body: unknown): void {
  const verb = method.toLowerCase()
  const template = templateOf(verb, path)
  const what = `the ${status} of ${method.toUpperCase()} ${path}`
  const { document, schemas } = rest()
  const described = operationSchema.parse(document.paths[template]?.[verb]).responses[String(status)]
  if (described === undefined && status < 400) throw new NotAsDescribed(what)
  const response =
    described !== undefined && '$ref' in described ? document.components.responses[described.$ref.split('/').at(-1) ?? ''] : described
  const content = response === undefined || '$ref' in response ? undefined : response.content
  // Many refusals are described without their body, which is the same for all.
  const schema = content?.[JSON_TYPE]?.schema ?? (status >= 400 ? BASIC_ERROR : undefined)
  if (schema !== undefined) schemas.assert(what, `${verb} ${template} ${status}`, schema, body)
  else if (body !== undefined) throw new NotAsDescribed(what, ['it has a body, and GitHub’s has none'])
}

/** What the strict schemas don't know yet, and today's description asks for. */
const NEWER = new Set(['/check_run/node_id'])

/** Fails unless a webhook's body is as GitHub's description has it today, and has nothing that its published schemas don't know. */
export function assertWebhook(event: string, body: unknown): void {
  const { names, schemas, strict } = webhooks()
  const action = z.object({ action: z.string() }).safeParse(body).data?.action
  const what = `the webhook ${action === undefined ? event : `${event}.${action}`}`
  const name = [event, ...(action === undefined ? [] : [action])].join('-').replaceAll('_', '-')
  const schema = names[name]?.post.requestBody.content?.[JSON_TYPE]?.schema
  const validate = strict.getSchema(`strict#/definitions/${event}$${action ?? 'event'}`)
  if (schema === undefined || validate === undefined) throw new NotAsDescribed(what)
  schemas.assert(what, name, schema, body)
  if (validate(body) === true) return
  const errors = explain(
    (validate.errors ?? []).filter(({ instancePath, params }) => !NEWER.has(`${instancePath}/${params['additionalProperty']}`)),
  )
  if (errors.length > 0) throw new NotAsDescribed(what, errors)
}

/** A `fetch` that checks each JSON answer of the API at `apiUrl` (ends in `/api/v3`) on its way. */
export function conformingFetch(apiUrl: string, send: typeof fetch = fetch): typeof fetch {
  const root = new URL(apiUrl)
  return async (input, init) => {
    const request = new Request(input, init)
    const asked = request.clone()
    const response = await send(request)
    const url = new URL(request.url)
    const isJson = response.headers.get('content-type')?.startsWith(JSON_TYPE) === true
    if (url.origin !== root.origin || !(isJson || response.status === 204)) return response
    const text = await response.clone().text()
    const body: unknown = text === '' ? undefined : JSON.parse(text)
    if (url.pathname.endsWith('/graphql')) {
      if (response.ok) await assertGraphqlAnswer(await asked.json(), body)
    } else if (url.pathname.startsWith(`${root.pathname}/`)) {
      assertRestAnswer(request.method, decodeURIComponent(url.pathname.slice(root.pathname.length)), response.status, body)
    }
    return response
  }
}
