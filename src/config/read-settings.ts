import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import type { z } from 'zod'
import { SETTINGS } from './settings.ts'
import type { SettingName } from './settings.ts'

/** Reads settings from the environment, an env file and files named by `NAME_FILE`. */

export type Environment = Record<string, string | undefined>

/** Lists every missing or invalid setting, one per line. */
export class ConfigError extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(`Invalid configuration:\n${problems.map((problem) => `  ${problem}`).join('\n')}`)
    this.name = 'ConfigError'
    this.problems = problems
  }
}

export type Values<Names extends SettingName> = { [Name in Names]: z.infer<(typeof SETTINGS)[Name]> }

/** Merges the env file with the environment, which takes precedence. Blank variables and a missing file are ignored. */
export function environment(envFile: string | null, env: Environment = process.env): Environment {
  if (envFile === null) return env
  const given = Object.entries(env).filter(([, value]) => !isBlank(value))
  return { ...readEnvFile(envFile), ...Object.fromEntries(given) }
}

function readEnvFile(path: string): Environment {
  try {
    return parseEnv(readFileSync(path, 'utf8'))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {}
    throw new ConfigError([`The file ${path} cannot be read`])
  }
}

/** Reads the named settings. Each one may also come from a file named by `NAME_FILE`. Throws `ConfigError`. */
export function read<Names extends SettingName>(env: Environment, names: readonly Names[]): Values<Names> {
  const problems: string[] = []
  const entries = names.map((name) => {
    const value = valueOf(env, name, problems)
    const parsed = SETTINGS[name].safeParse(value)
    if (!parsed.success && !problems.some((problem) => problem.startsWith(`${name} `))) {
      const reason =
        value === undefined ? `is missing: ${SETTINGS[name].description ?? ''}` : (parsed.error.issues[0]?.message ?? 'is wrong')
      problems.push(`${name} ${reason}`)
    }
    return [name, parsed.data] as const
  })
  // Each entry was parsed by its own schema above. If one failed, this throws below.
  const values = Object.fromEntries(entries) as Values<Names>
  problems.push(...contradictions(values))
  if (problems.length > 0) throw new ConfigError(problems)
  return values
}

export function valueOf(env: Environment, name: SettingName, problems: string[] = []): string | undefined {
  const given = env[name]
  if (!isBlank(given)) return given.trim()
  const file = fileOf(env, name)
  if (isBlank(file)) return undefined
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    problems.push(`${name} is missing: its file ${file} cannot be read`)
    return undefined
  }
}

function isBlank(value: string | undefined): value is '' | undefined {
  return (value ?? '').trim() === ''
}

/** True if the setting is given as a value or as a file, valid or not. */
export function isGiven(env: Environment, name: SettingName): boolean {
  return !isBlank(env[name]) || !isBlank(fileOf(env, name))
}

function fileOf(env: Environment, name: SettingName): string | undefined {
  return env[`${name}_FILE`] ?? (name === 'PRIVATE_KEY' ? env['PRIVATE_KEY_PATH'] : undefined)
}

type Related = {
  PUBLIC_URL?: string
  PREVIEW_URL?: string
  SANDBOX?: string | undefined
  E2B_API_KEY?: string | undefined
  CLIENT_ID?: string | undefined
  CLIENT_SECRET?: string | undefined
}

function contradictions({ PUBLIC_URL: ours, PREVIEW_URL: theirs, SANDBOX, E2B_API_KEY, CLIENT_ID, CLIENT_SECRET }: Related): string[] {
  const isOneOrigin = ours !== undefined && theirs !== undefined && new URL(ours).origin === new URL(theirs).origin
  return [
    ...(isOneOrigin ? ['PREVIEW_URL must have a different origin than PUBLIC_URL, because generated code is not trusted'] : []),
    ...(CLIENT_ID !== undefined && CLIENT_SECRET === undefined ? ['CLIENT_SECRET is missing: it is required when CLIENT_ID is set'] : []),
    ...(CLIENT_SECRET !== undefined && CLIENT_ID === undefined ? ['CLIENT_ID is missing: it is required when CLIENT_SECRET is set'] : []),
    ...(SANDBOX === 'e2b' && E2B_API_KEY === undefined ? ['E2B_API_KEY is missing: it is required when SANDBOX is e2b'] : []),
  ]
}
