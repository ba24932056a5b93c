import { buildSchema, type GraphQLSchema } from 'graphql'

let schema: Promise<GraphQLSchema> | undefined

/** GitHub's own schema: 1.2 MB, so it is built once, on first use. */
export function gitHubSchema(): Promise<GraphQLSchema> {
  schema ??= load()
  return schema
}

async function load(): Promise<GraphQLSchema> {
  const published = await import('@octokit/graphql-schema')
  return buildSchema(published.schema.idl, { assumeValid: true, assumeValidSDL: true, noLocation: true })
}
