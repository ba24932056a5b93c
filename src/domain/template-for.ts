import type { RepositoryProfile } from './repository-profile.ts'

export const TEMPLATES = ['react', 'nextjs'] as const

/** Names of the environments that a sandbox is made from; each is a folder of `sandbox-templates/`. */
export type TemplateName = (typeof TEMPLATES)[number]

/** The environment in which a repository's components are compiled. */
export function templateFor({ framework }: Pick<RepositoryProfile, 'framework'>): TemplateName {
  return framework === 'Next' ? 'nextjs' : 'react'
}
