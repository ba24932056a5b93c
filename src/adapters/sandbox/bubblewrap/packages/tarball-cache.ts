import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough, type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/**
 * Where a file of a registry comes from. `account`: what distinguishes those who may read it, such as a hash of credentials; empty for a
 * public registry.
 */
export type TarballAddress = { registry: string; path: string; account: string }

export type TarballCache = {
  /** The bytes, checked against their hash as they are read, or `null`. The stream fails where they are not what was stored. */
  read(address: TarballAddress): Promise<Readable | null>
  /**
   * A stream that passes on what it is given, and keeps it once all of it was given, if `isGenuine` says so of its SHA-512 in base64. A
   * failure to keep it is no failure of the stream.
   */
  keeping(address: TarballAddress, isGenuine: (sha512: string) => Promise<boolean>): Promise<Transform>
}

const MB = 1024 * 1024
const CACHE_BYTES = 8_192 * MB
const SCAN_MS = 10 * 60_000
const UNFINISHED_MS = 60 * 60_000
const FOLDERS = { addresses: 'addresses', contents: 'contents', unfinished: 'unfinished' }
const HASH = /^[0-9a-f]{128}$/

/**
 * Archives of packages on this machine's disk, shared by all installations. Each is stored under the hash of its content, and a registry's
 * path leads to that hash: a version of a package never changes. The longest unused are removed first. Several processes may share it.
 */
export function openTarballCache(folder: string, { maxBytes = CACHE_BYTES } = {}): TarballCache {
  let scannedAtMs = 0
  const contentOf = (hash: string): string => join(folder, FOLDERS.contents, hash.slice(0, 2), hash)
  const fileOf = ({ registry, path, account }: TarballAddress): string => {
    const key = createHash('sha256').update(`${registry}\0${path}\0${account}`).digest('hex')
    return join(folder, FOLDERS.addresses, key.slice(0, 2), key)
  }

  async function keep(address: TarballAddress, unfinished: string, hash: string): Promise<void> {
    const [content, file] = [contentOf(hash), fileOf(address)]
    await Promise.all([content, file].map((path) => mkdir(join(path, '..'), { recursive: true, mode: 0o700 })))
    await rename(unfinished, content)
    await writeFile(`${unfinished}.address`, hash)
    await rename(`${unfinished}.address`, file)
    await makeRoom()
  }

  async function makeRoom(): Promise<void> {
    if (Date.now() - scannedAtMs < SCAN_MS) return
    scannedAtMs = Date.now()
    await removeOlder(join(folder, FOLDERS.unfinished), UNFINISHED_MS)
    const kept = (await filesIn(join(folder, FOLDERS.contents))).toSorted((one, other) => one.usedMs - other.usedMs)
    let bytes = kept.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
    for (const { path, sizeBytes } of kept) {
      if (bytes <= maxBytes) break
      await rm(path, { force: true })
      bytes -= sizeBytes
    }
  }

  return {
    async read(address) {
      const hash = await readFile(fileOf(address), 'utf8').catch(() => '')
      if (!HASH.test(hash)) return null
      const path = contentOf(hash)
      try {
        await utimes(path, new Date(), new Date())
      } catch {
        // It was removed to make room.
        return null
      }
      const found = createHash('sha512')
      const checked = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          found.update(chunk)
          done(null, chunk)
        },
        flush(done) {
          if (found.digest('hex') === hash) return done()
          void rm(path, { force: true }).catch(() => undefined)
          done(new Error('A stored package is damaged'))
        },
      })
      // Whoever reads the checked stream sees its errors.
      pipeline(createReadStream(path), checked).catch(() => undefined)
      return checked
    },

    async keeping(address, isGenuine) {
      const unfinished = join(folder, FOLDERS.unfinished, randomBytes(12).toString('hex'))
      await mkdir(join(folder, FOLDERS.unfinished), { recursive: true, mode: 0o700 })
      const hash = createHash('sha512')
      const copy = new PassThrough()
      const written = pipeline(copy, createWriteStream(unfinished, { mode: 0o600 })).then(
        () => true,
        () => false,
      )
      const finish = async (): Promise<void> => {
        try {
          const isWhole = await written
          const sha512 = hash.digest()
          if (isWhole && (await isGenuine(sha512.toString('base64')))) await keep(address, unfinished, sha512.toString('hex'))
        } finally {
          await rm(unfinished, { force: true })
        }
      }
      const stream = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          hash.update(chunk)
          if (copy.destroyed || copy.write(chunk)) return done(null, chunk)
          // The disk is slower than the registry. A disk that fails ends the copy, and nothing else.
          const go = (): void => {
            copy.off('drain', go).off('close', go)
            done(null, chunk)
          }
          copy.once('drain', go).once('close', go)
        },
        flush(done) {
          copy.end()
          done()
        },
        destroy(error, done) {
          if (!copy.writableEnded) copy.destroy()
          done(error)
        },
      })
      // Nobody waits for what only the next installation needs, and it does without what was not kept.
      stream.once('close', () => void finish().catch(() => undefined))
      return stream
    },
  }
}

type KeptFile = { path: string; sizeBytes: number; usedMs: number }

async function filesIn(folder: string): Promise<KeptFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
  const found: KeptFile[] = []
  for (const path of files) {
    const stats = await stat(path).catch(() => null)
    if (stats !== null) found.push({ path, sizeBytes: stats.size, usedMs: stats.mtimeMs })
  }
  return found
}

async function removeOlder(folder: string, ageMs: number): Promise<void> {
  for (const { path, usedMs } of await filesIn(folder)) if (usedMs < Date.now() - ageMs) await rm(path, { force: true })
}
