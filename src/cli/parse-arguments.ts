import { parseArgs } from 'node:util'
import { z } from 'zod'
import type { RepositoryName } from '#src/ports/ledger.ts'

/** Invalid arguments. The message is a sentence for the operator. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'UsageError'
  }
}

const USAGE = `Usage:
  ollio credits show OWNER/REPO                  show the balance and the latest ledger entries
  ollio credits history OWNER/REPO [--limit N]   show the ledger, newest entries first
  ollio credits grant OWNER/REPO N --reason "…"  add N top-up credits, which do not expire; a negative N removes credits
        [--actor NAME] [--key KEY]               repeating a grant with the same key has no effect
  ollio credits set OWNER/REPO N                 set the monthly allowance of a repository
  ollio credits set OWNER N                      set the monthly allowance of each repository of an account
  ollio credits audit [OWNER/REPO]               check that each balance is the sum of its ledger entries

Add --json to get the result as JSON.`

const whole = z.coerce.number().int().min(-1_000_000).max(1_000_000)

export type CliCommand = { json: boolean } & (
  | { command: 'show' | 'history'; repository: RepositoryName; limit: number }
  | { command: 'grant'; repository: RepositoryName; credits: number; reason: string; actor: string; key: string | null }
  | { command: 'set'; target: RepositoryName | { account: string }; credits: number }
  | { command: 'audit'; repository: RepositoryName | null }
)

/** Parses the command line. `user` is the operating system user, the default actor of a grant. Throws `UsageError`. */
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
      if (reason === '') throw new UsageError('A grant needs --reason "…". The reason is recorded in the ledger.')
      const credits = numberIn('The number of credits', amount)
      if (credits === 0) throw new UsageError('The number of credits must not be 0.')
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
  // `parseArgs` would read a negative number as an option.
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
    throw new UsageError(`${target === undefined ? '' : `“${target}” is not a repository. `}Name the repository as OWNER/REPO.`)
  return { owner, name }
}

function accountIn(target: string | undefined): string {
  if (target === undefined || !/^[\w.-]+$/.test(target)) throw new UsageError('Name a repository as OWNER/REPO or an account as OWNER.')
  return target
}

function numberIn(what: string, text: string | undefined, least = -1_000_000): number {
  const number = whole.min(least).safeParse(text?.trim() === '' ? undefined : text)
  if (!number.success)
    throw new UsageError(`${what} must be a whole number${least > -1_000_000 ? ` of at least ${least}` : ''}, not “${text?.trim()}”.`)
  return number.data
}
