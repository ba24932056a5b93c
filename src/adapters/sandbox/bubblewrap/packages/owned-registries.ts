import type { PackageRequest } from '#src/ports/packages.ts'
import type { Registry } from './machine-registry.ts'

/** A registry that the operator lets an account, or one of its repositories, use for the packages of a scope. */
export type OwnedRegistry = {
  /** `owner` or `owner/name`. */
  for: string
  /** Such as `@acme`. */
  scope: string
  /** Ends with a slash. */
  url: string
  token: string
}

/** The machine's registry with those that this repository may use. What is for the repository wins over what is for its owner. */
export function withScopes(
  machine: Registry,
  owned: readonly OwnedRegistry[],
  { repository }: Pick<PackageRequest, 'repository'>,
): Registry {
  const [owner = ''] = repository.split('/', 1)
  const own = [owner, repository].flatMap((name) => owned.filter((one) => one.for.toLowerCase() === name.toLowerCase()))
  if (own.length === 0) return machine
  const scopes = Object.fromEntries(own.map(({ scope, url, token }) => [scope, { url, authorization: `Bearer ${token}` }]))
  return { ...machine, scopes }
}
