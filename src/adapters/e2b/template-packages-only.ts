import type { Packages } from '#src/ports/packages.ts'

/** Sandboxes in the cloud have what their template has: installed packages are kept on the worker's own machine, which those don't see. */
export const templatePackagesOnly: Packages = {
  install: async () => ({ ok: false, reason: 'sandboxes in E2B’s cloud have the packages of their template only' }),
}
