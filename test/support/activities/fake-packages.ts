import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { Changes, TurnRecord } from '#src/domain/projects/records.ts'
import type { Installed, PackageRequest } from '#src/ports/packages.ts'
import { bytesOf, keyOf, openWorld } from './world.ts'
import type { World } from './world.ts'

export const BEFORE = '{"dependencies":{"react":"19"}}'
export const AFTER = '{"dependencies":{"react":"19","zod":"^4.0.0"}}'
export const LOCK = '{"lockfileVersion":3}'
export const REPOSITORY = { 'package.json': BEFORE, 'package-lock.json': LOCK, 'src/a.ts': '' }
export const BASE = { id: 'b'.repeat(64), links: {}, unavailable: [] }
export const UPDATED = { id: 'c'.repeat(64), links: {}, unavailable: [] }

export type FakePackages = {
  world: World
  requests: PackageRequest[]
  /** The results of installing the base's packages and of installing added ones. */
  answers: { base: Installed; update: Installed }
  /** The results of the next installs, before those. */
  once: Installed[]
  /** A turn on a repository with these files, all of which are in the artifact store. */
  turnOn: (files: Record<string, string>) => Promise<{ turn: TurnRecord; tree: Record<string, string> }>
  manifestOf: (files: Record<string, string>) => Promise<Changes>
}

/** A world whose installs a test plays; reset for each test of a file. */
export function playingPackages(): () => FakePackages {
  let played: FakePackages | undefined
  beforeAll(async () => {
    const requests: PackageRequest[] = []
    const world = await openWorld({
      packages: {
        async install(request) {
          requests.push(request)
          return current().once.shift() ?? (request.update ? current().answers.update : current().answers.base)
        },
      },
    })
    const keep = async (files: Record<string, string>): Promise<Record<string, string>> => {
      const entries = Object.entries(files).map(async ([path, text]) => [path, await world.ports.artifacts.put(bytesOf(text))] as const)
      return Object.fromEntries(await Promise.all(entries))
    }
    played = {
      ...{ world, requests, answers: answersAtFirst(), once: [], manifestOf: keep },
      async turnOn(files) {
        await keep(files)
        const tree = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, keyOf(text)]))
        return { turn: await world.preparedTurn(files), tree }
      },
    }
  })
  beforeEach(() => {
    current().world.reset()
    current().requests.length = 0
    current().answers = answersAtFirst()
    current().once = []
  })
  afterAll(() => current().world.close())
  const current = (): FakePackages => {
    if (played === undefined) throw new Error('The world was not made')
    return played
  }
  return current
}

function answersAtFirst(): FakePackages['answers'] {
  return { base: { ok: true, packages: BASE, lockfile: null }, update: { ok: true, packages: UPDATED, lockfile: 'the new lockfile' } }
}
