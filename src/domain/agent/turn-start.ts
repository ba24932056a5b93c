import { z } from 'zod'
import { TEMPLATES } from '../repository/choose-template.ts'
import type { RepositoryConfig } from '../repository/repository-config.ts'
import { changesSchema } from '../projects/changes-schema.ts'
import type { Changes } from '../projects/records.ts'
import { PICTURE_PROBLEMS } from './prompt-pictures.ts'
import { transcriptSchema } from './transcript.ts'

/** The part of the repository's configuration that is used after a turn has started. */
const turnRulesSchema = z.object({
  /** The paths that may be published, instead of the usual folders. */
  paths: z.array(z.string()).nullable().default(null),
  /** Whether merging the pull request closes the issue. */
  closes: z.boolean().default(false),
  draft: z.boolean().default(false),
  labels: z.array(z.string()).default([]),
  reviewers: z.array(z.string()).default([]),
  publicPictures: z.boolean().default(false),
  /** A model other than the default. */
  model: z.string().nullable().default(null),
})
export type TurnRules = z.infer<typeof turnRulesSchema>

/** The rules of a turn, from the configuration at its start. */
export function turnRules({ paths, closes, draft, labels, reviewers, publicPictures, model }: RepositoryConfig): TurnRules {
  return { paths, closes, draft, labels, reviewers, publicPictures, model }
}

/** As it is stored: flat, and with the changes under an older name. */
const storedSchema = turnRulesSchema.extend({
  messages: transcriptSchema,
  manifest: changesSchema,
  unused: z.array(z.enum(PICTURE_PROBLEMS)).default([]),
  // Turns prepared before there were several templates use `react`.
  template: z.enum(TEMPLATES).default('react'),
})

/** Everything that a turn's later activities need of its start; one artifact, named by the turn's base. */
export type TurnStart = {
  /** The messages before the first step. */
  messages: z.infer<typeof transcriptSchema>
  /** The changes before the first step, such as the preview of the version before. */
  changes: Changes
  /** Why pictures of the prompt are not in the messages. */
  unused: z.infer<typeof storedSchema>['unused']
  /** The template of all its sandboxes. */
  template: z.infer<typeof storedSchema>['template']
  rules: TurnRules
}

export const turnStartSchema = storedSchema.transform(({ messages, manifest, unused, template, ...rules }): TurnStart => ({
  messages,
  changes: manifest,
  unused,
  template,
  rules,
}))

/** The JSON value that `turnStartSchema` reads. */
export function toStoredTurnStart({ messages, changes, unused, template, rules }: TurnStart): z.input<typeof storedSchema> {
  return { messages, manifest: changes, unused, template, ...rules }
}
