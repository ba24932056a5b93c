import type { Machine } from '#src/ports/machine.ts'

/** A machine that always has room. */
export const freeMachine: Machine = { run: (_kind, work) => work(), untilRoom: async () => undefined }
