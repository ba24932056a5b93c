import { zipSync } from 'fflate'

export type PackedFile = { path: string; bytes: Uint8Array }

/** A fixed time, so that the same files always give the same archive. */
const TIME = new Date('1980-01-02T00:00:00')

export function packFiles(files: readonly PackedFile[]): Uint8Array {
  return zipSync(Object.fromEntries(files.map(({ path, bytes }) => [path, [bytes, { mtime: TIME }]])))
}
