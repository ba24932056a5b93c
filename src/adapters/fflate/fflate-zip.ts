import { zipSync } from 'fflate'
import type { Zip } from '#src/ports/zip.ts'

/** A fixed time, so that the same files always give the same archive. */
const TIME = new Date('1980-01-02T00:00:00')

export const zip: Zip = {
  pack: (files) => zipSync(Object.fromEntries(files.map(({ path, bytes }) => [path, [bytes, { mtime: TIME }]]))),
}
