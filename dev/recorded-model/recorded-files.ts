import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { editsBetween } from './edits-between.ts'
import { writeFile, type Action } from './recording.ts'

const RECORDINGS = fileURLToPath(new URL('../recordings/', import.meta.url))

/** A folder of a recording. A refinement's has only the files that it adds to what was generated, or changes in it. */
type State = 'generated' | 'looks' | 'behaviour'

/** The finished files of a recording, as they will stand in the repository, and the actions that lead there. */
export type RecordedFiles = {
  text: (state: State, file: string) => string
  /** Writes a file that was not there before. */
  write: (state: State, file: string) => Action
  /** Changes a generated file into the refined one. */
  edits: (state: State, file: string) => Action[]
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
    if (found === undefined) throw new Error(`There is no ${name}/${state}/${file} below dev/recordings`)
    return found
  }
  return {
    text,
    write: (state, file) => writeFile(file, text(state, file)),
    edits: (state, file) => editsBetween(file, text('generated', file), text(state, file)),
  }
}
