import type { Deletion } from './deletion.ts'
import type { Instructions } from './instructions.ts'
import type { KnownRepositories } from './known-repositories.ts'
import type { Projects } from './projects.ts'
import type { Slots } from './slots.ts'
import type { Steps } from './steps.ts'
import type { Turns } from './turns.ts'
import type { Versions } from './versions.ts'

/** The ports that activities use to read and write what the database stores of projects. */
export type ProjectStore = {
  projects: Projects
  turns: Turns
  slots: Slots
  steps: Steps
  versions: Versions
  instructions: Instructions
  repositories: KnownRepositories
  deletion: Deletion
}
