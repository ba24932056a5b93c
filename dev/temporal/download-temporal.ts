import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { extract } from 'tar-stream'
import { z } from 'zod'

/** Temporal's service that names the right archive. Closed networks never answer, so the timeout is short. */
const INFO_TIMEOUT_MS = 5_000
const DOWNLOAD_TIMEOUT_MS = 10 * 60_000

const ARCHITECTURES: Partial<Record<NodeJS.Architecture, string>> = { x64: 'amd64', arm64: 'arm64' }
const infoSchema = z.object({ archiveUrl: z.url({ protocol: /^https?$/ }), fileToExtract: z.string().min(1) })

export type Download = {
  version: string
  /** Where to write the program. */
  file: string
  /** `https://temporal.download`; tests use a stand-in. */
  origin: string
}

/** Downloads the Temporal CLI as Temporal's SDKs do. Rejects if that isn't possible here. */
export async function downloadTemporal({ version, file, origin }: Download): Promise<void> {
  const arch = ARCHITECTURES[process.arch]
  if (arch === undefined) throw new Error(`no download for ${process.arch}`)
  const query = new URLSearchParams({ arch, platform: process.platform, format: 'tar.gz' })
  const info = await ask(`${origin}/cli/v${version}?${query.toString()}`, INFO_TIMEOUT_MS)
  const { archiveUrl, fileToExtract } = infoSchema.parse(await info.json())
  const archive = await ask(archiveUrl, DOWNLOAD_TIMEOUT_MS)
  if (archive.body === null) throw new Error('the archive is empty')

  let found = false
  const unpacked = extract()
  const unpacking = pipeline(archive.body, createGunzip(), unpacked)
  // The loop throws the same error; this only prevents an unhandled rejection before it does.
  unpacking.catch(() => undefined)
  for await (const entry of unpacked) {
    if (entry.header.name === fileToExtract && entry.header.type === 'file') {
      found = true
      await pipeline(entry, createWriteStream(file, { mode: 0o755, flags: 'wx' }))
    } else {
      entry.resume()
    }
  }
  await unpacking
  if (!found) throw new Error(`the archive has no ${fileToExtract}`)
}

async function ask(url: string, timeoutMs: number): Promise<Response> {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) })
  if (!response.ok) throw new Error(`${new URL(url).host} answers ${response.status}`)
  return response
}
