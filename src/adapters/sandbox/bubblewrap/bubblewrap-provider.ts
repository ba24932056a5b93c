import { randomUUID } from 'node:crypto'
import { mkdir, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { SandboxLabels, SandboxProvider, TemplateName } from '#src/ports/sandbox.ts'
import { findControlGroups } from './control-groups.ts'
import { missingLimits } from './missing-limits.ts'
import { openPackageStore } from './packages/package-store.ts'
import { openSandbox, type SandboxBinds } from './bubblewrap-sandbox.ts'
import { makeSandbox, readSandboxFile } from './sandbox-folder.ts'

export type BubblewrapOptions = {
  /** The folder of this machine's sandboxes, each in a folder of its own. Processes that share it see each other's sandboxes. */
  folder: string
  /** Returns the folder of an installed template, like `createTemplates`. */
  templates: (name: TemplateName) => string | Promise<string>
  /** The folder in which `createPackages` stores installed packages; by default `modules` beside `folder`. */
  modulesFolder?: string
}

const PACKAGE_MANAGERS = ['npm', 'npx', 'pnpm', 'yarn', 'bun']
/** Replaces the package managers, because they could not reach a registry. */
const STAND_IN = join(import.meta.dirname, 'bin/package-manager.sh')

/** Sandboxes on this Linux machine, with bubblewrap for namespaces and control groups for limits where the machine has them. */
export function createBubblewrapSandboxes({
  folder,
  templates,
  modulesFolder = join(dirname(folder), 'modules'),
}: BubblewrapOptions): SandboxProvider {
  const store = openPackageStore(modulesFolder)
  const furnishWith =
    (template: string): SandboxBinds =>
    async ({ packages = null, timeoutMs }) => [
      ...(packages === null ? [{ from: join(template, 'node_modules'), to: '/node_modules' }] : await store.bindsFor(packages, timeoutMs)),
      { from: join(template, 'template'), to: '/template' },
      { from: join(template, 'node_modules'), to: '/template/node_modules' },
      ...PACKAGE_MANAGERS.map((name) => ({ from: STAND_IN, to: `/opt/ollio/bin/${name}` })),
    ]
  const groups = findControlGroups()
  const placeOf = (id: string): string => join(folder, id)
  return {
    missingLimits: missingLimits(groups),
    async create(template, labels) {
      const installed = await templates(template)
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const id = randomUUID()
      const made = await makeSandbox(placeOf(id), { id, template, labels, createdAtMs: Date.now() }, groups)
      return openSandbox(placeOf(id), made, furnishWith(installed))
    },
    async connect(id) {
      if (!/^[0-9a-f-]{36}$/.test(id)) return null
      const known = await readSandboxFile(placeOf(id))
      return known === null ? null : openSandbox(placeOf(id), known, furnishWith(await templates(known.template)))
    },
    async list(wanted) {
      const names = await readdir(folder).catch(() => [])
      const known = await Promise.all(names.map((name) => readSandboxFile(placeOf(name))))
      return known.flatMap((file) =>
        file !== null && fits(file.labels, wanted) ? [{ id: file.id, labels: file.labels, createdAtMs: file.createdAtMs }] : [],
      )
    },
  }
}

function fits(labels: SandboxLabels, wanted: Partial<SandboxLabels>): boolean {
  return (
    (wanted.project ?? labels.project) === labels.project &&
    (wanted.turn ?? labels.turn) === labels.turn &&
    (wanted.purpose ?? labels.purpose) === labels.purpose
  )
}
