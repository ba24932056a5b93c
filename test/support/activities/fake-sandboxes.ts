import { randomUUID } from 'node:crypto'
import { Failure } from '#src/domain/shared/failures.ts'
import { commandResult, type PlainResult } from '../sandbox/command-result.ts'
import type {
  CommandOptions,
  CommandResult,
  Sandbox,
  SandboxFile,
  SandboxLabels,
  SandboxProvider,
  TemplateName,
} from '#src/ports/sandbox.ts'

/** What a command does; by default it succeeds without output. */
export type OnRun = (command: string, sandbox: FakeSandbox, options: CommandOptions) => PlainResult | void | Promise<PlainResult | void>

/** In-memory sandboxes whose commands a test plays. Archives are JSON of path to text. */
export class FakeSandboxes implements SandboxProvider {
  readonly missingLimits = []
  readonly living = new Map<string, FakeSandbox>()
  readonly created: FakeSandbox[] = []
  onRun: OnRun = () => undefined

  reset(): void {
    this.living.clear()
    this.created.length = 0
    this.onRun = () => undefined
  }

  async create(template: TemplateName, labels: SandboxLabels): Promise<FakeSandbox> {
    const sandbox = new FakeSandbox(this, labels, template)
    this.living.set(sandbox.id, sandbox)
    this.created.push(sandbox)
    return sandbox
  }

  async connect(id: string): Promise<FakeSandbox | null> {
    return this.living.get(id) ?? null
  }

  async list({ turn, purpose }: Partial<SandboxLabels>) {
    const wanted = [...this.living.values()].filter(
      ({ labels }) => (turn === undefined || turn === labels.turn) && (purpose === undefined || purpose === labels.purpose),
    )
    return wanted.map(({ id, labels, createdAtMs }) => ({ id, labels, createdAtMs }))
  }
}

export class FakeSandbox implements Sandbox {
  readonly id = randomUUID()
  readonly labels: SandboxLabels
  createdAtMs = Date.now()
  readonly template: TemplateName
  readonly files = new Map<string, Uint8Array>()
  readonly commands: string[] = []
  readonly #home: FakeSandboxes

  constructor(home: FakeSandboxes, labels: SandboxLabels, template: TemplateName) {
    this.template = template
    this.#home = home
    this.labels = labels
  }

  /** The files as text. */
  texts(): Record<string, string> {
    return Object.fromEntries([...this.files].map(([path, bytes]) => [path, new TextDecoder().decode(bytes)]))
  }

  write(path: string, text: string): void {
    this.files.set(path, new TextEncoder().encode(text))
  }

  async writeFile(path: string, bytes: Uint8Array): Promise<void> {
    this.#live()
    this.files.set(path, bytes)
  }

  async readFile(path: string, maxBytes: number): Promise<Uint8Array> {
    this.#live()
    const bytes = this.files.get(path)
    if (bytes === undefined || bytes.length > maxBytes) throw new Failure('sandbox-path', `${path}: no such file`)
    return bytes
  }

  async remove(path: string): Promise<void> {
    this.#live()
    this.files.delete(path)
  }

  async rename(from: string, to: string): Promise<void> {
    const bytes = await this.readFile(from, Infinity)
    this.files.set(to, bytes)
    this.files.delete(from)
  }

  async list(path: string): Promise<SandboxFile[]> {
    this.#live()
    const below = [...this.files].filter(([name]) => path === '' || name.startsWith(`${path}/`))
    return below.map(([name, bytes]) => ({ path: name, kind: 'file', sizeBytes: bytes.length }))
  }

  async snapshot() {
    this.#live()
    return [...this.files].map(([path, bytes]) => ({ path, sizeBytes: bytes.length, changedAtMs: Date.now() }))
  }

  async run(options: CommandOptions): Promise<CommandResult> {
    this.#live()
    const { command } = options
    this.commands.push(command)
    if (command.startsWith('tar -xzf')) this.#unpack()
    return commandResult((await this.#home.onRun(command, this, options)) ?? {})
  }

  async destroy(): Promise<void> {
    this.#home.living.delete(this.id)
  }

  #unpack(): void {
    const archive = new TextDecoder().decode(this.files.get('.ollio/base.tgz'))
    this.files.delete('.ollio/base.tgz')
    for (const [path, text] of Object.entries(JSON.parse(archive) as Record<string, string>)) this.write(path, text)
  }

  #live(): void {
    if (!this.#home.living.has(this.id)) throw new Failure('sandbox-lost', `sandbox ${this.id} is gone`)
  }
}
