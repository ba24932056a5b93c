import { execute, GraphQLError, parse, validate, type ExecutionResult, type GraphQLFieldResolver } from 'graphql'
import { Hono } from 'hono'
import { z } from 'zod'
import { ApiError } from '../api-error.ts'
import type { Hub } from '../hub.ts'
import { readBody, type ApiEnv } from '../rest/rest-request.ts'
import { StaleHead } from '../services/commit-files.ts'
import { mutationRoot } from './graphql-mutations.ts'
import { gitHubSchema } from './graphql-schema.ts'

const request = z.object({
  query: z.string().max(100_000),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
})

/** GitHub's schema validates every request. Only the fields that the bot uses are implemented; others are errors. */
export function graphqlRoutes(hub: Hub): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()

  routes.post('/graphql', async (c) => {
    const { actor } = c.var
    if (actor.kind === 'anonymous') throw new ApiError(401, 'This endpoint requires you to be authenticated.')
    const { query, variables, operationName } = await readBody(c, request)
    const schema = await gitHubSchema()
    const document = parseQuery(query)
    if (document instanceof GraphQLError) return c.json({ errors: [toJson(document)] })
    const problems = validate(schema, document)
    if (problems.length > 0) return c.json({ errors: problems.map(toJson) })
    const result = await execute({
      schema,
      document,
      rootValue: mutationRoot(hub, actor),
      fieldResolver,
      ...(variables == null ? {} : { variableValues: variables }),
      ...(operationName == null ? {} : { operationName }),
    })
    // An unexpected error becomes a 500 and is reported.
    const fault = result.errors?.find(({ originalError }) => originalError !== undefined && !isRefusal(originalError))
    if (fault !== undefined) throw fault.originalError ?? fault
    return c.json(answerOf(result))
  })

  return routes
}

function answerOf({ data, errors }: ExecutionResult): Record<string, unknown> {
  return { data: data ?? null, ...(errors === undefined ? {} : { errors: errors.map(toJson) }) }
}

function parseQuery(query: string) {
  try {
    return parse(query, { maxTokens: 5_000 })
  } catch (error) {
    if (error instanceof GraphQLError) return error
    throw error
  }
}

/** A missing field is an error, never null: a caller would take null for a real value. */
const fieldResolver: GraphQLFieldResolver<unknown, unknown> = (source, args, context, info) => {
  const fields: Record<string, unknown> = typeof source === 'object' && source !== null ? { ...source } : {}
  const value = fields[info.fieldName]
  if (value === undefined) throw new GraphQLError(`${info.parentType.name}.${info.fieldName} is not served by the local GitHub.`)
  return typeof value === 'function' ? value(args, context, info) : value
}

function toJson(error: GraphQLError): Record<string, unknown> {
  const type = typeOf(error.originalError)
  return {
    ...(type === undefined ? {} : { type }),
    ...(error.path === undefined ? {} : { path: error.path }),
    ...(error.locations === undefined ? {} : { locations: error.locations }),
    message: error.message,
  }
}

function isRefusal(cause: Error): boolean {
  return cause instanceof ApiError || cause instanceof StaleHead || cause instanceof GraphQLError
}

function typeOf(cause: unknown): string | undefined {
  if (cause instanceof StaleHead) return 'STALE_DATA'
  if (!(cause instanceof ApiError)) return undefined
  if (cause.status === 404) return 'NOT_FOUND'
  return cause.status === 403 ? 'FORBIDDEN' : 'UNPROCESSABLE'
}
