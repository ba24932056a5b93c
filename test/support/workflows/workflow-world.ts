import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, Connection } from '@temporalio/client'
import type { WorkflowHandle } from '@temporalio/client'
import { createTemporalWorkflows } from '#src/adapters/temporal/temporal-workflows.ts'
import { startWorker } from '#src/adapters/temporal/temporal-worker.ts'
import type { RunningWorker } from '#src/adapters/temporal/temporal-worker.ts'
import { commandKey, commandWorkflowId, projectWorkflowId } from '#src/domain/projects/ids.ts'
import type { ProjectAddress } from '#src/domain/projects/ids.ts'
import type { Command, Person, TurnCommand } from '#src/domain/commands/command-message.ts'
import type { Workflows } from '#src/ports/workflows.ts'
import { projectQueue } from '#src/workflows/signals.ts'
import type { CancelInput } from '#src/workflows/signals.ts'
import { fakeActivities } from './fake-activities.ts'
import type { ActivityName, Call, Input, Player, Script } from './fake-activities.ts'

export type WorkflowWorld = {
  client: Client
  /** A new project whose activities follow `script`. */
  play(script?: Script): Play
  /** Starts another worker. */
  hire(): Promise<RunningWorker>
  /** The first worker. */
  worker: RunningWorker
  close(): Promise<void>
}

export type RecordedPlace = { address: string; namespace: string; taskQueue: string }

/** The real workflows on a real server, with fake activities. */
export async function openWorkflowWorld(place: RecordedPlace, workflowBundle: { codePath: string }): Promise<WorkflowWorld> {
  const settings = { address: place.address, namespace: place.namespace, apiKey: null }
  const players = new Map<string, Player>()
  const activities = fakeActivities((workflowId) => {
    const player = players.get(workflowId)
    if (player === undefined) throw new Error(`Nobody plays ${workflowId}`)
    return player
  })
  const hire = () => startWorker(settings, { workflowBundle, activities, taskQueue: place.taskQueue })
  const [worker, connection] = await Promise.all([hire(), Connection.connect({ address: place.address })])
  const client = new Client({ connection, namespace: place.namespace })
  const sessions = createTemporalWorkflows(client, place.taskQueue)
  return {
    client,
    worker,
    hire,
    play: (script = {}) => new Play(client, sessions, players, { script, calls: [] }),
    async close() {
      const running = [...players.keys()].map((workflowId) => client.workflow.getHandle(workflowId))
      await Promise.allSettled(running.map((handle) => handle.terminate('the test is over')))
      await worker.shutdown()
      await connection.close()
    },
  }
}

const START = Date.parse('2026-11-24T10:00:00Z')

/** One project, its commands and the calls that they led to. */
export class Play {
  readonly address: ProjectAddress = { repositoryId: randomInt(1, 2 ** 47), issue: 7, ordinal: 1 }
  readonly sessions: Workflows
  readonly project: WorkflowHandle
  readonly #client: Client
  readonly #players: Map<string, Player>
  readonly #player: Player
  /** Commands are numbered from 1 in each play but have unique ids. */
  readonly #firstId = randomInt(1, 2 ** 47)

  constructor(client: Client, sessions: Workflows, players: Map<string, Player>, player: Player) {
    this.#client = client
    this.sessions = sessions
    this.#players = players
    this.#player = player
    this.project = client.workflow.getHandle(projectWorkflowId(this.address))
    players.set(this.project.workflowId, player)
  }

  /** Command `number`, written that many seconds after the hour. */
  command(number: number, changes: Partial<Command> = {}): Command {
    return {
      kind: 'comment',
      id: this.#firstId + number,
      repository: { installationId: 4, repositoryId: this.address.repositoryId, owner: 'acme', name: 'shop' },
      number: this.address.issue,
      onPullRequest: false,
      author: { id: 8, login: 'mara' },
      writtenAt: new Date(START + number * 1_000).toISOString(),
      command: { name: 'generate', prompt: `a pricing card, ${number}`, cut: false },
      ...changes,
    }
  }

  turn(number: number, changes: Partial<Omit<Command, 'command'>> = {}): TurnCommand {
    return { ...this.command(number), ...changes, command: { name: 'generate', prompt: `a pricing card, ${number}`, cut: false } }
  }

  /** Requests turns, one signal after the other. */
  async ask(...turns: TurnCommand[]): Promise<void> {
    for (const turn of turns) await this.sessions.requestTurn(this.address, turn)
  }

  /** A cancel command, by the turns' author unless `changes` says otherwise. */
  cancellation(number: number, changes: Partial<Omit<CancelInput, 'message'>> & { all?: boolean; author?: Person } = {}): CancelInput {
    const { all = false, author = this.command(0).author, asAdmin = false } = changes
    return { message: { ...this.command(number), author, command: { name: 'cancel', all } }, asAdmin }
  }

  /** Starts a command's workflow and waits for its end. */
  async send(message: Command): Promise<void> {
    this.#players.set(commandWorkflowId(message), this.#player)
    await this.sessions.startCommand(message)
    await this.#client.workflow.getHandle(commandWorkflowId(message)).result()
  }

  get calls(): readonly Call[] {
    return this.#player.calls
  }

  /** The inputs that one activity was called with. */
  inputs<Name extends ActivityName>(name: Name): Input<Name>[] {
    return this.#player.calls.flatMap(({ activity, input }) => (activity === name ? [input as Input<Name>] : []))
  }

  /**
   * The calls so far, such as `think 2`: activity, and number of the command. Leaves out the activities in `without`, and `passOn`, which
   * every turn calls at its end.
   */
  trace(...without: ActivityName[]): string[] {
    return this.calls
      .filter(({ activity }) => activity !== 'passOn' && !without.includes(activity))
      .map((call) => `${call.activity} ${this.#numberOf(call)}`)
  }

  async queue(): Promise<{ running: string | null; waiting: string[] }> {
    const { running, waiting } = await this.project.query(projectQueue)
    return { running: running === null ? null : this.#shorten(running), waiting: waiting.map((key) => this.#shorten(key)) }
  }

  /** Waits until no turn is running or queued. */
  idle(): Promise<void> {
    return until(async () => {
      const { running, waiting } = await this.queue()
      return running === null && waiting.length === 0
    })
  }

  #numberOf({ input }: Call): string {
    if ('turnId' in input) return this.#shorten(input.turnId)
    return 'message' in input ? this.#shorten(commandKey(input.message)) : 'project'
  }

  #shorten(key: string): string {
    return key.replace(/^comment:/, '').replace(/\d+$/, (id) => String(Number(id) - this.#firstId))
  }
}

/** Polls until the condition is true; fails after a minute. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let waitedMs = 0; !(await isSo()); waitedMs += 10) {
    if (waitedMs > 60_000) throw new Error(`Not true within a minute: ${isSo.toString()}`)
    await sleep(10)
  }
}
