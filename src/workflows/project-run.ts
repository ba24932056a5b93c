import { byTimeWritten } from '#src/domain/projects/turn-order.ts'
import { commandKey } from '#src/domain/projects/ids.ts'
import type { TurnCommand } from '#src/domain/commands/command-message.ts'
import type { ProjectStop } from './close-project.ts'
import { trackQueuePositions } from './queue-positions.ts'
import { RunningTurn } from './running-turn.ts'
import type { ProjectInput, PullRequestClosure, Stop } from './signals.ts'

/** The most turns in the queue. */
export const QUEUE_LIMIT = 20
/** The number of recent cancel commands that the next run keeps. A command that is delivered twice arrives within seconds. */
const KNOWN_CANCELS = 20

/** The state of a project's workflow: its queue, its running turn, and what signals asked for that has not been done yet. */
export class ProjectRun {
  readonly queue: TurnCommand[]
  readonly positions = trackQueuePositions(() => this.queue)
  running: RunningTurn | null = null
  #closed: PullRequestClosure | null
  #reopened: boolean
  #stop: ProjectStop | null = null
  #recheck: string | null
  readonly #cancels: Set<string>

  constructor({ queue, closed, reopened = false, cancels, recheck = null }: ProjectInput) {
    this.queue = [...queue]
    this.#closed = closed
    this.#reopened = reopened
    this.#cancels = new Set(cancels)
    this.#recheck = recheck
  }

  get hasWork(): boolean {
    return this.isWanted || this.#recheck !== null
  }

  /** True if a person asked for something that was not done yet. */
  get isWanted(): boolean {
    return this.queue.length > 0 || this.#closed !== null || this.#reopened || this.#stop !== null
  }

  get closed(): PullRequestClosure | null {
    return this.#closed
  }

  /** True if nothing is queued and nobody asked for the project again, so that the workflow may end. */
  get isOver(): boolean {
    return this.queue.length === 0 && !this.#reopened
  }

  /** Adds a turn in the order in which the commands were written. `known`: it is queued or running already. */
  add(turn: TurnCommand): 'added' | 'known' | 'full' {
    const key = commandKey(turn)
    if ([this.running?.command, ...this.queue].some((each) => each !== undefined && commandKey(each) === key)) return 'known'
    if (this.queue.length >= QUEUE_LIMIT) return 'full'
    this.queue.push(turn)
    this.queue.sort(byTimeWritten)
    if (this.running !== null) this.positions.changed()
    return 'added'
  }

  /** False for a cancel command that was delivered before: it must not cancel the next turn. */
  isNewCancel(key: string): boolean {
    if (this.#cancels.has(key)) return false
    this.#cancels.add(key)
    return true
  }

  close(closure: PullRequestClosure): void {
    this.#closed = closure
    this.#reopened = false
  }

  reopen(): void {
    this.#closed = null
    this.#reopened = true
  }

  /** Empties the queue and cancels the running turn. A turn that is being published finishes, because a commit can't be undone. */
  stop(stop: Stop): void {
    this.#stop = { ...stop, dropped: [...(this.#stop?.dropped ?? []), ...this.queue.splice(0)] }
    if (this.running?.isCommitting === false) this.running.cancel(stop.why === 'deleted' ? stop.message.author.login : 'ollio')
  }

  get isStopping(): boolean {
    return this.#stop !== null
  }

  /** The stop that was asked for, once. */
  takeStop(): ProjectStop | null {
    const stop = this.#stop
    this.#stop = null
    return stop
  }

  /** True once after the pull request was reopened. */
  takeReopened(): boolean {
    const reopened = this.#reopened
    this.#reopened = false
    return reopened
  }

  /** Only one version of a project is checked again: the newest. */
  requestRecheck(turnId: string): void {
    this.#recheck = turnId
  }

  get hasRecheck(): boolean {
    return this.#recheck !== null
  }

  /** The turn whose version is to be checked again, once. */
  takeRecheck(): string | null {
    const recheck = this.#recheck
    this.#recheck = null
    return recheck
  }

  /** The next turn, as the running one; `null` if the queue is empty. */
  takeNext(): RunningTurn | null {
    const next = this.queue.shift()
    this.running = next === undefined ? null : new RunningTurn(next, this.positions.isShown(next))
    return this.running
  }

  /** What the next run of the workflow starts with. */
  toInput(address: ProjectInput['address']): ProjectInput {
    const cancels = [...this.#cancels].slice(-KNOWN_CANCELS)
    return { address, queue: this.queue, closed: this.#closed, reopened: this.#reopened, cancels, recheck: this.#recheck }
  }
}
