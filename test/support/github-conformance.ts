import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Ajv, type ErrorObject } from 'ajv'
import addFormats from 'ajv-formats'
import { z } from 'zod'

const require = createRequire(import.meta.url)
const anyRecord = z.record(z.string(), z.unknown())
type Schema = Record<string, unknown>

const refSchema = z.object({ $ref: z.string() })
const responseSchema = z.union([refSchema, z.object({ content: z.record(z.string(), z.object({ schema: anyRecord })).optional() })])
const operationSchema = z.object({ responses: z.record(z.string(), responseSchema) })
const openApiSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.object({ schemas: z.record(z.string(), anyRecord), responses: z.record(z.string(), responseSchema) }),
})

type Description = z.infer<typeof openApiSchema>
let description: Description | undefined
let webhookSchemas: Record<string, unknown> | undefined

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(require.resolve(file), 'utf8'))
}

function openApi(): Description {
  description ??= openApiSchema.parse(readJson('@octokit/openapi/generated/api.github.com.json'))
  return description
}

function newAjv(): Ajv {
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false })
  addFormats.default(ajv)
  return ajv
}

const restAjv = newAjv()
const webhookAjv = newAjv()
const COMPONENT = '#/components/schemas/'

/** OpenAPI 3.0 to JSON Schema: `nullable` becomes a type, components become schemas of their own that are known to `restAjv`. */
function toJsonSchema(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toJsonSchema)
  const record = anyRecord.safeParse(value)
  if (!record.success) return value
  const { nullable, example: _, examples: __, discriminator: ___, $ref, ...rest } = record.data
  if (typeof $ref === 'string') {
    const name = $ref.slice(COMPONENT.length)
    knowComponent(name)
    return nullable === true ? { anyOf: [{ $ref: componentId(name) }, { type: 'null' }] } : { $ref: componentId(name) }
  }
  const schema = Object.fromEntries(
    Object.entries(rest).map(([key, inner]) => [key, key === 'enum' || key === 'default' ? inner : toJsonSchema(inner)]),
  )
  return nullable === true ? { anyOf: [schema, { type: 'null' }] } : schema
}

const known = new Set<string>()

function componentId(name: string): string {
  return `component:${name}`
}

function knowComponent(name: string): void {
  if (known.has(name)) return
  known.add(name)
  const component = openApi().components.schemas[name]
  if (component === undefined) throw new Error(`GitHub's description has no schema ${name}`)
  restAjv.addSchema(anyRecord.parse(toJsonSchema(component)), componentId(name))
}

type Template = { template: string; pattern: RegExp; literals: number }
let templates: Template[] | undefined

/** The described path that a real one belongs to; of several the one with the most fixed parts. */
function templateOf(method: string, path: string): string {
  templates ??= Object.keys(openApi().paths)
    .map((template) => {
      const parts = template
        .split('/')
        .map((part) =>
          part.replace(/[.*+?^$|()[\]\\]/g, '\\$&').replace(/\{(\w+)\}/g, (_, name: string) => (LONG.has(name) ? '.+' : '[^/]+')),
        )
      return {
        template,
        pattern: new RegExp(`^${parts.join('/')}$`),
        literals: template.split('/').filter((part) => !part.includes('{')).length,
      }
    })
    .toSorted((a, b) => b.literals - a.literals)
  const found = templates.find(({ template, pattern }) => pattern.test(path) && openApi().paths[template]?.[method] !== undefined)
  if (found === undefined) throw new Error(`GitHub describes no ${method.toUpperCase()} ${path}`)
  return found.template
}

/** Parameters whose values may have slashes of their own. */
const LONG = new Set(['path', 'ref', 'branch', 'basehead'])

function schemaOfAnswer(method: string, path: string, status: number): Schema | null {
  const operation = operationSchema.parse(openApi().paths[templateOf(method, path)]?.[method])
  const described = operation.responses[String(status)]
  if (described === undefined) {
    if (status < 400) throw new Error(`GitHub describes no status ${status} of ${method.toUpperCase()} ${path}`)
    return { $ref: `${COMPONENT}basic-error` }
  }
  const response = '$ref' in described ? openApi().components.responses[described.$ref.slice('#/components/responses/'.length)] : described
  if (response === undefined || '$ref' in response) throw new Error(`GitHub's description has a reference that leads nowhere: ${path}`)
  return response.content?.['application/json']?.schema ?? null
}

function explain(what: string, errors: ErrorObject[] | null | undefined): Error {
  const lines = (errors ?? [])
    .slice(0, 12)
    .map(({ instancePath, message, params }) => `  ${instancePath || '/'} ${message ?? ''} ${JSON.stringify(params)}`)
  return new Error([`${what} is not what GitHub describes:`, ...lines].join('\n'))
}

const restValidators = new Map<string, ReturnType<Ajv['compile']>>()

/**
 * Fails unless a REST answer is as GitHub's own OpenAPI description has it.
 * `path` is below the API's root (`/repos/acme/shop`), without a query; `body` is parsed JSON, or `undefined` where there is none.
 */
export function assertRestAnswer(method: string, path: string, status: number, body: unknown): void {
  const verb = method.toLowerCase()
  const what = `the ${status} of ${method.toUpperCase()} ${path}`
  const schema = schemaOfAnswer(verb, path, status)
  if (schema === null) {
    if (body !== undefined && status !== 302) throw new Error(`${what} has a body, and GitHub's has none`)
    return
  }
  const key = `${verb} ${templateOf(verb, path)} ${status}`
  const validate = restValidators.get(key) ?? restAjv.compile(anyRecord.parse(toJsonSchema(schema)))
  restValidators.set(key, validate)
  if (!validate(body)) throw explain(what, validate.errors)
}

/** Fails unless a webhook's body is as the published schema of its event and action has it. */
export function assertWebhook(event: string, body: unknown): void {
  if (webhookSchemas === undefined) {
    const file = anyRecord.parse(readJson('@octokit/webhooks-schemas/schema.json'))
    webhookSchemas = anyRecord.parse(file['definitions'])
    webhookAjv.addSchema(file, 'webhooks')
  }
  const action = z.object({ action: z.string() }).safeParse(body)
  const name = `${event}$${action.success ? action.data.action : 'event'}`
  if (webhookSchemas[name] === undefined) throw new Error(`GitHub publishes no webhook ${name}`)
  const validate = webhookAjv.getSchema(`webhooks#/definitions/${name}`)
  if (validate === undefined) throw new Error(`no schema for ${name}`)
  if (validate(body) !== true) throw explain(`the webhook ${name}`, validate.errors)
}

/** A `fetch` for Octokit that checks each JSON answer of the API at `apiUrl` on its way. */
export function conformingFetch(apiUrl: string): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, init)
    const url = new URL(input instanceof Request ? input.url : input)
    const root = new URL(apiUrl)
    if (url.origin !== root.origin || !url.pathname.startsWith(`${root.pathname}/`)) return response
    const method = init?.method ?? (input instanceof Request ? input.method : 'GET')
    const path = decodeURIComponent(url.pathname.slice(root.pathname.length))
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true
    const text = isJson || response.status === 204 ? await response.clone().text() : null
    if (text !== null) assertRestAnswer(method, path, response.status, text === '' ? undefined : JSON.parse(text))
    return response
  }
}
