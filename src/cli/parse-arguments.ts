import { parseArgs } from 'node:util'
import { z } from 'zod'
import type { RepositoryName } from '#src/ports/ledger.ts'

/** What was asked for can't be done as it stands: a sentence for whoever typed it. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'UsageError'
  }
}

const USAGE = `ollio credits show OWNER/REPO                        what is left, and the last entries
ollio credits history OWNER/REPO [--limit N]         the ledger, the newest first
ollio credits grant OWNER/REPO N --reason "…"        adds N top-up credits, which don't expire
                    [--actor NAME] [--key KEY]       (negative: takes them back; the same key grants once)
ollio credits set OWNER/REPO N | OWNER N             what a month brings to a repository, or to each of an account's
ollio credits audit [OWNER/REPO]                     proves that each balance is the sum of its entries

Each takes --json.`

const whole = z.coerce.number().int().min(-1_000_000).max(1_000_000)

export type CliCommand = { json: boolean } & (
  | { command: 'show' | 'history'; repository: RepositoryName; limit: number }
  | { command: 'grant'; repository: RepositoryName; credits: number; reason: string; actor: string; key: string | null }
  | { command: 'set'; target: RepositoryName | { account: string }; credits: number }
  | { command: 'audit'; repository: RepositoryName | null }
)

/** Reads the command line. `user`: who is at the machine. Throws `UsageError`. */
export function parseArguments(args: readonly string[], user: string): CliCommand {
  const { values, positionals } = parsed(args)
  const [topic, command, target, amount, ...more] = positionals
  if (topic !== 'credits') throw new UsageError(USAGE)
  const expected = command === 'grant' || command === 'set' ? amount !== undefined && more.length === 0 : amount === undefined
  if (!expected) throw new UsageError(USAGE)
  const json = values.json === true
  switch (command) {
    case 'show':
      return { command, json, repository: repositoryIn(target), limit: 10 }
    case 'history':
      return { command, json, repository: repositoryIn(target), limit: numberIn('--limit', values.limit ?? '100', 1) }
    case 'grant': {
      const reason = values.reason?.trim() ?? ''
      if (reason === '') throw new UsageError('A grant needs its --reason: it stands in the ledger.')
      const credits = numberIn('The number of credits', amount)
      if (credits === 0) throw new UsageError('The number of credits has to be another one than 0.')
      return {
        command,
        json,
        repository: repositoryIn(target),
        credits,
        reason: reason.slice(0, 200),
        actor: values.actor ?? user,
        key: values.key ?? null,
      }
    }
    case 'set': {
      const credits = numberIn('The number of credits', amount, 0)
      return { command, json, credits, target: target?.includes('/') === true ? repositoryIn(target) : { account: accountIn(target) } }
    }
    case 'audit':
      return { command, json, repository: target === undefined ? null : repositoryIn(target) }
    default:
      throw new UsageError(USAGE)
  }
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' as const }
  // A negative number is no option.
  const positions = args.map((arg) => (/^-\d+$/.test(arg) ? ` ${arg}` : arg))
  try {
    return parseArgs({
      args: positions,
      allowPositionals: true,
      options: { json: { type: 'boolean' }, limit: text, reason: text, actor: text, key: text },
    })
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
  }
}

function repositoryIn(target: string | undefined): RepositoryName {
  const [, owner, name] = /^([\w.-]+)\/([\w.-]+)$/.exec(target ?? '') ?? []
  if (owner === undefined || name === undefined)
    throw new UsageError(`Name the repository as OWNER/REPO${target === undefined ? '' : `: ${target} is none`}.`)
  return { owner, name }
}

function accountIn(target: string | undefined): string {
  if (target === undefined || !/^[\w.-]+$/.test(target)) throw new UsageError('Name a repository as OWNER/REPO, or an account as OWNER.')
  return target
}

function numberIn(what: string, text: string | undefined, least = -1_000_000): number {
  const number = whole.min(least).safeParse(text?.trim() === '' ? undefined : text)
  if (!number.success)
    throw new UsageError(`${what} has to be a whole number${least > -1_000_000 ? ` of at least ${least}` : ''}: ${text?.trim()} is none.`)
  return number.data
}
