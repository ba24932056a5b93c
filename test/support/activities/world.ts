import { freeMachine } from '#test/support/free-machine.ts'
import { createHash, randomInt, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { inject } from 'vitest'
import type { ActivityPorts } from '#src/activities/shared/activity-ports.ts'
import type { ActivityContext } from '#src/activities/shared/as-activity.ts'
import { openTurn } from '#src/activities/projects/open-turn.ts'
import { createFileArtifacts } from '#src/adapters/files/file-artifacts.ts'
import { computeLineDiff } from '#src/adapters/diff/compute-line-diff.ts'
import { mergeTexts } from '#src/adapters/diff/merge-texts.ts'
import { createHmacLinks } from '#src/adapters/links/hmac-links.ts'
import { createSourceReader } from '#src/adapters/oxc/oxc-source-reader.ts'
import { secretSearch } from '#src/adapters/secretlint/secretlint-search.ts'
import { createDatabase } from '#src/adapters/prisma/prisma-database.ts'
import { yamlReader } from '#src/adapters/yaml/parse-yaml.ts'
import { hostileText } from '#src/domain/shared/hostile-text.ts'
import type { CancelCommand, Command, TurnCommand } from '#src/domain/commands/command-message.ts'
import type { ProjectAddress } from '#src/domain/projects/ids.ts'
import type { Changes, TurnRecord } from '#src/domain/projects/records.ts'
import { reportOf, type FakePage } from '#test/support/page-report.ts'
import type { CompletionRequest, ModelAnswer } from '#src/ports/language-model.ts'
import type { Packages } from '#src/ports/packages.ts'
import type { StopReason } from '#src/ports/workflows.ts'
import type { SandboxProvider } from '#src/ports/sandbox.ts'
import { useLazily } from '#test/support/use-lazily.ts'
import type { HookScope } from '#test/support/use-lazily.ts'
import { createTestDatabase } from '#test/support/test-database.ts'
import { FakeCodeHost } from './fake-code-host.ts'
import { FakeSandboxes } from './fake-sandboxes.ts'
import { failingPort } from './failing-port.ts'

/** A small repository that uses React. */
export const FILES: Record<string, string> = {
  'package.json': '{"dependencies":{"react":"19"}}',
  'src/index.css': '@import "tailwindcss";\n',
  'src/components/card.tsx': 'export function Card() {\n  return <div />\n}\n',
}

export const ADDRESS: ProjectAddress = { repositoryId: 5_000_000_001, issue: 7, ordinal: 1 }

export type World = Awaited<ReturnType<typeof openWorld>>

/** One world for all tests of a file, or one for each. */
export function useWorld(scope: HookScope = 'all'): World {
  return useLazily(openWorld, scope)
}

/** The activities' ports: PostgreSQL and the artifact store are real, the others are fakes. */
export async function openWorld(replaced: { sandboxes?: SandboxProvider; packages?: Packages } = {}) {
  const made = await createTestDatabase()
  const database = createDatabase(made.url)
  const { store } = database
  const projects = failingPort(store.projects)
  const turns = failingPort(store.turns)
  const steps = failingPort(store.steps)
  const versions = failingPort(store.versions)
  const host = new FakeCodeHost({ ...FILES })
  const codeHost = failingPort(host)
  const sandboxes = new FakeSandboxes()
  const requests: CompletionRequest[] = []
  const requested: { address: ProjectAddress; turn: TurnCommand }[] = []
  const cancels: { address: ProjectAddress; message: CancelCommand; asAdmin: boolean }[] = []
  const granted: { address: ProjectAddress; turnId: string }[] = []
  const rechecks: { address: ProjectAddress; turnId: string }[] = []
  const stops: { address: ProjectAddress; stop: StopReason }[] = []
  const played = {
    /** The model's answers, in order; a function is called. */
    answers: [] as (string | (() => Promise<string>))[],
    leftovers: 0,
    /** The number of waiting turns. */
    waiting: 0,
    /** What the browser reports. */
    page: goodPage(),
  }
  const ports: ActivityPorts = {
    codeHost: codeHost.port,
    commitTrees: { read: async (of, sha) => ({ archive: await codeHost.port.archive(of, sha), absent: { submodules: [], pointers: [] } }) },
    ...store,
    projects: projects.port,
    turns: turns.port,
    steps: steps.port,
    versions: versions.port,
    ledger: database.ledger,
    sandboxes: replaced.sandboxes ?? sandboxes,
    orphanedFiles: { sweep: async () => played.leftovers },
    packages: replaced.packages ?? { install: async () => ({ ok: true, packages: null, lockfile: null }) },
    artifacts: createFileArtifacts(join(inject('runFolder'), 'artifacts', randomUUID())),
    sourceReader: createSourceReader(),
    yamlReader,
    secretSearch,
    lineDiff: computeLineDiff,
    textMerge: mergeTexts,
    links: createHmacLinks({ publicUrl: 'https://ollio.example', secret: 'a secret of a test' }),
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    model: {
      name: 'played',
      async complete(request): Promise<ModelAnswer> {
        requests.push(request)
        const next = played.answers.shift() ?? ''
        const text = typeof next === 'string' ? next : await next()
        return { text: hostileText(text), model: 'played-1', promptTokens: 100, completionTokens: 10, cut: false, withoutPictures: false }
      },
    },
    browser: {
      async visit({ widthsPx, thorough }) {
        return reportOf(played.page, widthsPx, thorough)
      },
    },
    workflows: {
      startCommand: async () => 'started',
      startGitHubEvent: async () => 'started',
      requestTurn: async (address, turn) => void requested.push({ address, turn }),
      requestCancel: async (address, cancel) => void cancels.push({ address, ...cancel }),
      pullRequestClosed: async () => undefined,
      pullRequestReopened: async () => undefined,
      requestRecheck: async (address, turnId) => void rechecks.push({ address, turnId }),
      grantSlot: async (address, turnId) => void granted.push({ address, turnId }),
      stop: async (address, stop) => void stops.push({ address, stop }),
      waitingTurns: async () => played.waiting,
    },
    machine: freeMachine,
    rules: {
      credits: { generate: 10, refine: 2 },
      monthlyCredits: 1_000_000,
      turnsAtOnce: { repository: 100_000, installation: 100_000 },
      turnsPerHour: { user: 100_000, repository: 100_000, installation: 100_000 },
      stepsPerTurn: 20,
      models: ['played', 'another'],
      minutesPerTurn: 10,
      contextTokens: 128_000,
      publicUrl: 'https://ollio.example',
      previewUrl: 'https://preview.example',
    },
  }
  const open = async (changes: Partial<TurnCommand> = {}, address = ADDRESS): Promise<TurnRecord> => {
    const opening = await openTurn(ports, { address, message: turnRequest(changes) })
    if (opening.outcome !== 'open') throw new Error(`The turn was not opened: ${opening.outcome}`)
    return ports.turns.turn(opening.turnId)
  }
  let issue = 100
  return {
    ports,
    versionReader: database.versionReader,
    host,
    codeHost,
    projects,
    turns,
    steps,
    versions,
    sandboxes,
    played,
    /** The requests to the model. */
    requests,
    /** The turns that were requested from a project's workflow. */
    requested,
    /** The requested cancellations. */
    cancels,
    /** The turns that were granted a slot. */
    granted,
    /** The versions whose checks were asked to run again. */
    rechecks,
    /** The projects that were stopped. */
    stops,
    openTurn: open,
    /** Resets everything except the rows; tests never see each other's rows. */
    reset(): void {
      host.reset({ ...FILES })
      sandboxes.reset()
      for (const list of [requests, requested, played.answers]) list.length = 0
      played.page = goodPage()
    },
    /** The first turn of an issue's first project, prepared from `files`. */
    async preparedTurn(files: Record<string, string> = FILES, archive = bytesOf(JSON.stringify(files))): Promise<TurnRecord> {
      const turn = await open({ number: (issue += 1) }, { ...ADDRESS, issue })
      const tree = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, keyOf(text)]))
      const opening = { messages: [{ role: 'system', content: 'You are Ollio.' }], manifest: {} }
      const put = (value: unknown) => ports.artifacts.put(bytesOf(JSON.stringify(value)))
      const base = { sha: (await host.defaultBranch()).sha, archive: await ports.artifacts.put(archive) }
      await ports.turns.setBase(turn.id, { ...base, tree: await put(tree), prompt: await put(opening) })
      return ports.turns.turn(turn.id)
    },
    /** The texts of the artifacts in `manifest`. */
    async textsOf(manifest: Changes): Promise<Record<string, string | null>> {
      const entries = Object.entries(manifest).map(async ([path, key]) => {
        return [path, key === null ? null : new TextDecoder().decode(await ports.artifacts.get(key))] as const
      })
      return Object.fromEntries(await Promise.all(entries))
    },
    async close(): Promise<void> {
      await database.close()
      await made.drop()
    },
  }
}

/** A command by somebody who may command; each call returns another one. */
export function commandMessage(changes: Partial<Command> = {}): Command {
  return {
    kind: 'comment',
    id: randomInt(1, 2 ** 47),
    repository: { installationId: 4, repositoryId: ADDRESS.repositoryId, owner: 'acme', name: 'shop' },
    number: ADDRESS.issue,
    onPullRequest: false,
    author: { id: 8, login: 'mara' },
    writtenAt: '2026-11-24T10:00:00Z',
    command: { name: 'generate', prompt: 'a pricing card', cut: false },
    ...changes,
  }
}

export function turnRequest(changes: Partial<TurnCommand> = {}): TurnCommand {
  return { ...commandMessage(), command: { name: 'generate', prompt: 'a pricing card', cut: false }, ...changes }
}

/** A page without problems. */
function goodPage(): FakePage {
  const keyboard = { controls: 2, reached: 2, left: 0, unseen: 0, unreached: [], unmarked: [], trap: null }
  return {
    ...{
      errors: [],
      text: 'A card',
      accessibility: [],
      unmeasured: [],
      hiddenShare: 0,
      overflow: null,
      keyboard,
      lettersVisible: true,
      changedLater: false,
    },
    picture: (widthPx, scheme) => ({ png: bytesOf(scheme === 'dark' ? 'a picture in the dark' : `a picture at ${widthPx}`), cutPx: 0 }),
  }
}

/** An attempt of an activity. */
export function attempt(number = 1, signal = new AbortController().signal): ActivityContext {
  return { attempt: number, signal }
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** The artifact key of a text or bytes. */
export function keyOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

export function answerOf(...actions: { tool: string; args: Record<string, unknown> }[]): string {
  return JSON.stringify({ thought: 'I go on.', actions })
}
