import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Zip } from '#src/ports/zip.ts'
import { packFiles } from './pack-files.ts'

/** Packing more bytes would block the whole process for too long. */
const BYTES = 256 * 1024

export const zip: Zip = {
  async pack(files) {
    if (files.reduce((sum, { bytes }) => sum + bytes.byteLength, 0) <= BYTES) return packFiles(files)
    const worker = new Worker(new URL('./zip-worker.ts', import.meta.url), { workerData: files })
    try {
      const [archive] = (await once(worker, 'message')) as [Uint8Array]
      return archive
    } finally {
      await worker.terminate()
    }
  },
}
