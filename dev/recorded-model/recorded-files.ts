import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { editsBetween } from './edits-between.ts'
import { writeFile, type ToolCall } from './recording.ts'

const RECORDINGS = fileURLToPath(new URL('../recordings/', import.meta.url))

/** A folder of a recording. The folder of a refinement only has the files that it adds or changes. */
type State = 'generated' | 'looks' | 'behaviour'

/** The finished files of a recording, and the tool calls that write them. */
export type RecordedFiles = {
  text: (state: State, file: string) => string
  /** Writes a new file. */
  write: (state: State, file: string) => ToolCall
  /** Edits a generated file into the refined one. */
  edits: (state: State, file: string) => ToolCall[]
}

/** Reads all files below `dev/recordings/<name>`. */
export async function recordedFiles(name: string): Promise<RecordedFiles> {
  const folder = path.join(RECORDINGS, name)
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name))
  const texts = new Map(
    await Promise.all(
      files.map(async (file) => [path.relative(folder, file).split(path.sep).join('/'), await readFile(file, 'utf8')] as const),
    ),
  )
  const text: RecordedFiles['text'] = (state, file) => {
    const found = texts.get(`${state}/${file}`)
    if (found === undefined) throw new Error(`There is no ${name}/${state}/${file} in dev/recordings`)
    return found
  }
  return {
    text,
    write: (state, file) => writeFile(file, text(state, file)),
    edits: (state, file) => editsBetween(file, text('generated', file), text(state, file)),
  }
}
