import { randomBytes } from 'node:crypto'
import { open, readFile, realpath, rename, rm } from 'node:fs/promises'
import { parseEnv } from 'node:util'

export type EnvAddition = {
  /** Must be in the file afterwards with these values. */
  required: Record<string, string>
  /** Added only if they are not set in the file. */
  optional?: Record<string, string>
  /** A comment above the added settings. */
  note: string
}

/**
 * Adds settings to the end of an env file and creates the file if it is missing. Existing content is kept byte for byte. The file is
 * replaced atomically with mode 0600. Throws if a required setting already has another value in the file.
 */
export async function extendEnvFile(path: string, { required, optional = {}, note }: EnvAddition): Promise<void> {
  const target = await unlessMissing(realpath(path), path)
  const before = await unlessMissing(readFile(target, 'utf8'), '')
  const there = parseEnv(before)
  const missing = Object.entries(optional).filter(([name]) => (there[name] ?? '').trim() === '')
  const settings = { ...Object.fromEntries(missing), ...required }
  const lines = Object.entries(settings).map(([name, value]) => envLine(name, value))
  const gap = before === '' ? '' : before.endsWith('\n') ? '\n' : '\n\n'
  const after = `${before}${gap}# ${note.replaceAll(/\s+/g, ' ')}\n${lines.join('\n')}\n`
  assertNothingIsLost(before, after, settings)
  await replaceFile(target, after)
}

/** Uses the first notation that is read back as the same value. */
function envLine(name: string, value: string): string {
  const notations = [value, `"${value.replaceAll('\n', '\\n')}"`, `'${value}'`].map((notation) => `${name}=${notation}`)
  const line = notations.find((notation) => !/[\r\n]/.test(notation) && parseEnv(notation)[name] === value)
  if (line === undefined) throw new Error(`${name} cannot be written to an env file`)
  return line
}

/** For example, an unclosed quote would swallow the lines after it. */
function assertNothingIsLost(before: string, after: string, values: Record<string, string>): void {
  const old = Object.entries(parseEnv(before)).filter(([, value]) => value?.trim() !== '')
  const read = parseEnv(after)
  for (const [name, value] of [...old, ...Object.entries(values)]) {
    if (read[name] !== value) throw new Error(`${name} is already set in this file, or could not be read back from it`)
  }
}

async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}`
  const file = await open(temporary, 'wx', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
    await file.close()
    await rename(temporary, path)
  } catch (error) {
    await file.close().catch(() => undefined)
    await rm(temporary, { force: true })
    throw error
  }
}

async function unlessMissing<T>(reading: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return otherwise
    throw error
  }
}
