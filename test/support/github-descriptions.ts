import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import { z } from 'zod'

const require = createRequire(import.meta.url)
export const anyRecord = z.record(z.string(), z.unknown())
type Schema = Record<string, unknown>

/** What was answered or sent is not what GitHub publishes of it. */
export class NotAsDescribed extends Error {
  constructor(what: string, lines: readonly string[] = []) {
    super(
      [`${what} is not what GitHub describes${lines.length === 0 ? '' : ':'}`, ...lines.slice(0, 12).map((line) => `  ${line}`)].join('\n'),
    )
    this.name = 'NotAsDescribed'
  }
}

export function readJson(file: string): unknown {
  return JSON.parse(readFileSync(require.resolve(file), 'utf8'))
}

export function newAjv(): Ajv {
  const ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false, logger: false })
  addFormats.default(ajv)
  // GitHub's own addresses of bots, `1+ollio[bot]@users.noreply.github.com`, are none by the letter.
  ajv.addFormat('email', /^[^@\s]+@[^@\s]+$/)
  return ajv
}

export function explain(errors: readonly ErrorObject[] | null | undefined): string[] {
  return (errors ?? []).map(({ instancePath, message, params }) => `${instancePath || '/'} ${message ?? ''} ${JSON.stringify(params)}`)
}

const documentSchema = z.object({ components: z.object({ schemas: z.record(z.string(), anyRecord) }) })
const COMPONENT = '#/components/schemas/'

/** The schemas of one OpenAPI file, each compiled when it is first asked for. */
export class Schemas {
  readonly #components: Record<string, Schema>
  readonly #ajv = newAjv()
  readonly #known = new Set<string>()
  readonly #validators = new Map<string, ValidateFunction>()

  constructor(document: unknown) {
    this.#components = documentSchema.parse(document).components.schemas
  }

  /** Fails unless `value` is as `schema` says; `key` stands for that schema from then on. */
  assert(what: string, key: string, schema: Schema, value: unknown): void {
    const validate = this.#validators.get(key) ?? this.#ajv.compile(anyRecord.parse(this.#toJsonSchema(schema)))
    this.#validators.set(key, validate)
    if (!validate(value)) throw new NotAsDescribed(what, explain(validate.errors))
  }

  /** OpenAPI to JSON Schema: `nullable` becomes a type, components become schemas of their own. */
  #toJsonSchema(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((one) => this.#toJsonSchema(one))
    const record = anyRecord.safeParse(value)
    if (!record.success) return value
    const { nullable, example: _, examples: __, discriminator: ___, $ref, ...rest } = mended(record.data)
    const schema = typeof $ref === 'string' ? this.#reference($ref) : this.#converted(rest)
    return nullable === true ? { anyOf: [schema, { type: 'null' }] } : schema
  }

  #converted(schema: Schema): Schema {
    // Of two kinds of refusal that ask for little, both fit many a body: one of them at least is what is meant.
    const entries = Object.entries(schema).map(([key, inner]) => [key === 'oneOf' ? 'anyOf' : key, inner] as const)
    return Object.fromEntries(entries.map(([key, inner]) => [key, key === 'enum' || key === 'default' ? inner : this.#toJsonSchema(inner)]))
  }

  #reference($ref: string): Schema {
    const name = $ref.slice(COMPONENT.length)
    const component = this.#components[name]
    if (component === undefined) throw new Error(`GitHub's description has no schema ${name}`)
    if (!this.#known.has(name)) {
      this.#known.add(name)
      this.#ajv.addSchema(anyRecord.parse(this.#toJsonSchema(component)), `component:${name}`)
    }
    return { $ref: `component:${name}` }
  }
}

const titled = z.object({ title: z.string() })

/** The list of installations says that an account is a user and an enterprise at once; it is one of them, as elsewhere in the description. */
function mended(schema: Schema): Schema {
  const all = z.array(titled).safeParse(schema['allOf'])
  const titles = all.success ? all.data.map(({ title }) => title).join(' and ') : ''
  if (titles !== 'Simple User and Enterprise') return schema
  const { allOf, ...rest } = schema
  return { ...rest, anyOf: allOf }
}
