import { parentPort, workerData } from 'node:worker_threads'
import { packFiles, type PackedFile } from './pack-files.ts'

/** A thread that packs one archive; see `fflate-zip.ts`. */
parentPort?.postMessage(packFiles(workerData as PackedFile[]), [])
