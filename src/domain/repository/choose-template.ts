import type { RepositoryProfile } from './repository-profile.ts'

export const TEMPLATES = ['react', 'nextjs'] as const

/** Names of the sandbox templates; each is a folder of `sandbox-templates/`. */
export type TemplateName = (typeof TEMPLATES)[number]

/** The folders that a template's tools come from; a file in a later folder replaces the same file of an earlier one. */
export const TEMPLATE_LAYERS: Readonly<Record<TemplateName, readonly TemplateName[]>> = { react: ['react'], nextjs: ['react', 'nextjs'] }

/** The template that can build a repository's components. */
export function chooseTemplate({ framework }: Pick<RepositoryProfile, 'framework'>): TemplateName {
  return framework === 'Next' ? 'nextjs' : 'react'
}
