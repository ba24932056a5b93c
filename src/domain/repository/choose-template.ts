import type { RepositoryProfile } from './repository-profile.ts'

export const TEMPLATES = ['react', 'nextjs'] as const

/** Names of the environments that a sandbox is made from; each is a folder of `sandbox-templates/`. */
export type TemplateName = (typeof TEMPLATES)[number]

/** The folders that an environment's tools come from; a file of a later one stands for the same file of an earlier one. */
export const TEMPLATE_LAYERS: Readonly<Record<TemplateName, readonly TemplateName[]>> = { react: ['react'], nextjs: ['react', 'nextjs'] }

/** The environment in which a repository's components are compiled. */
export function chooseTemplate({ framework }: Pick<RepositoryProfile, 'framework'>): TemplateName {
  return framework === 'Next' ? 'nextjs' : 'react'
}
