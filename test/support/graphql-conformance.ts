import { isDeepStrictEqual } from 'node:util'
import { execute, parse, validate, type GraphQLFieldResolver } from 'graphql'
import { z } from 'zod'
import { gitHubSchema } from '#dev/local-github/graphql/graphql-schema.ts'
import { anyRecord, NotAsDescribed } from './github-descriptions.ts'

const graphqlRequest = z.object({ query: z.string(), variables: anyRecord.optional() })
const graphqlAnswer = z.strictObject({
  data: anyRecord.nullish(),
  errors: z
    .array(z.object({ message: z.string(), type: z.string().optional(), path: z.array(z.unknown()).optional() }))
    .min(1)
    .optional(),
})
const fromAnswer: GraphQLFieldResolver<unknown, unknown> = (source, _args, _context, { path }) => anyRecord.parse(source)[path.key]

/** Fails unless a GraphQL answer has what was asked for, in the types of GitHub's published schema. */
export async function assertGraphqlAnswer(request: unknown, answer: unknown): Promise<void> {
  const { query, variables } = graphqlRequest.parse(request)
  const { data, errors } = graphqlAnswer.parse(answer)
  const schema = await gitHubSchema()
  const document = parse(query)
  const problems = validate(schema, document)
  if (data == null) {
    if (errors === undefined) throw new NotAsDescribed('a GraphQL answer with neither data nor errors')
    return
  }
  // The answer is executed as if it were the data: GitHub's schema then says what doesn't fit.
  const asked = await execute({ schema, document, rootValue: data, fieldResolver: fromAnswer, variableValues: variables ?? {} })
  const wrong = [...problems, ...(asked.errors ?? [])].map(({ message }) => message)
  const same = isDeepStrictEqual(JSON.parse(JSON.stringify(asked.data)), data)
  if (wrong.length > 0 || !same) throw new NotAsDescribed('a GraphQL answer', wrong)
}
