import { randomBytes } from 'node:crypto'
import { open, readFile, realpath, rename, rm } from 'node:fs/promises'
import { parseEnv } from 'node:util'

export type EnvAddition = {
  /** Have to be in the file afterwards, with these values. */
  required: Record<string, string>
  /** Are added where the file says nothing about them. */
  optional?: Record<string, string>
  /** A comment above them. */
  note: string
}

/**
 * Adds settings at the end of an env file, which is made where there is none; what it has stays as it is, byte for byte. The file is
 * replaced as a whole and is for its owner's eyes only (0600). Throws where a required setting has another value in it already.
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

/** The setting in the first notation that reads as what is meant. */
function envLine(name: string, value: string): string {
  const notations = [value, `"${value.replaceAll('\n', '\\n')}"`, `'${value}'`].map((notation) => `${name}=${notation}`)
  const line = notations.find((notation) => !/[\r\n]/.test(notation) && parseEnv(notation)[name] === value)
  if (line === undefined) throw new Error(`${name} can't be written to an env file`)
  return line
}

/** A quote that is left open, say, would swallow what comes after it. */
function assertNothingIsLost(before: string, after: string, values: Record<string, string>): void {
  const old = Object.entries(parseEnv(before)).filter(([, value]) => value?.trim() !== '')
  const read = parseEnv(after)
  for (const [name, value] of [...old, ...Object.entries(values)]) {
    if (read[name] !== value) throw new Error(`${name} is set in this file already, or would not be read from it`)
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
