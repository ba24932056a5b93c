import type { Prices } from '#src/domain/credits/money.ts'
import type { Deletion } from '#src/ports/deletion.ts'
import type { Instructions } from '#src/ports/instructions.ts'
import type { Projects } from '#src/ports/projects.ts'
import type { KnownRepositories } from '#src/ports/known-repositories.ts'
import type { Slots } from '#src/ports/slots.ts'
import type { Steps } from '#src/ports/steps.ts'
import type { Turns } from '#src/ports/turns.ts'
import type { Versions } from '#src/ports/versions.ts'
import { createLinkRevocation } from './link-revocation.ts'
import { guarded } from './prisma-client.ts'
import type { PrismaClient } from './prisma-client.ts'
import { createDeletion } from './prisma-deletion.ts'
import { createInstructions } from './prisma-instructions.ts'
import { createProjects } from './prisma-projects.ts'
import { createRepositories } from './prisma-repositories.ts'
import { createSlots } from './prisma-slots.ts'
import { createSteps } from './prisma-steps.ts'
import { createTurns } from './prisma-turns.ts'
import { createPublishing } from './prisma-versions.ts'
import { storable } from './storable.ts'
import { createTurnHistory } from './turn-history.ts'

/** The ports that the activities write to. */
export type Store = {
  projects: Projects
  turns: Turns
  slots: Slots
  steps: Steps
  versions: Versions
  instructions: Instructions
  repositories: KnownRepositories
  deletion: Deletion
}

export function createStore(client: PrismaClient, prices: Prices): Store {
  const { pastTurns, ...history } = createTurnHistory(client)
  const { endTurn, ...publishing } = createPublishing(client)
  return {
    projects: guardMethods(createProjects(client)),
    turns: guardMethods({ ...createTurns(client, prices), pastTurns, endTurn }),
    slots: guardMethods(createSlots(client)),
    steps: guardMethods(createSteps(client)),
    versions: guardMethods({ ...publishing, ...history, ...createLinkRevocation(client) }),
    instructions: guardMethods(createInstructions(client)),
    repositories: guardMethods(createRepositories(client)),
    deletion: guardMethods(createDeletion(client)),
  }
}

/** Wraps each method: its arguments become storable and its errors are mapped to ours. */
function guardMethods<Port extends object>(port: Port): Port {
  const entries = Object.entries(port).map(([name, method]) => [
    name,
    // Every member of a port is a method, and its result is returned unchanged.
    (...args: unknown[]) => guarded(() => (method as (...all: unknown[]) => Promise<unknown>)(...args.map(storable))),
  ])
  return Object.fromEntries(entries) as Port
}
