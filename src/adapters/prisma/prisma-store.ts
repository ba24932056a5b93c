import type { Prices } from '#src/domain/credits/money.ts'
import type { ProjectStore } from '#src/ports/project-store.ts'
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

export function createStore(client: PrismaClient, prices: Prices): ProjectStore {
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
