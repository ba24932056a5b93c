import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { extract } from 'tar-stream'
import { z } from 'zod'

/** Where Temporal says which archive is the right one; closed networks answer nothing, so its time is short. */
const INFO_TIMEOUT_MS = 5_000
const DOWNLOAD_TIMEOUT_MS = 10 * 60_000

const ARCHITECTURES: Partial<Record<NodeJS.Architecture, string>> = { x64: 'amd64', arm64: 'arm64' }
const infoSchema = z.object({ archiveUrl: z.url({ protocol: /^https?$/ }), fileToExtract: z.string().min(1) })

export type Download = {
  version: string
  /** Where the program is written to. */
  file: string
  /** `https://temporal.download`, or a stand-in in tests. */
  origin: string
}

/** Downloads the Temporal CLI as Temporal's own SDKs do. Rejects where that can't be done here. */
export async function downloadTemporal({ version, file, origin }: Download): Promise<void> {
  const arch = ARCHITECTURES[process.arch]
  if (arch === undefined) throw new Error(`there is none for ${process.arch}`)
  const query = new URLSearchParams({ arch, platform: process.platform, format: 'tar.gz' })
  const info = await ask(`${origin}/cli/v${version}?${query.toString()}`, INFO_TIMEOUT_MS)
  const { archiveUrl, fileToExtract } = infoSchema.parse(await info.json())
  const archive = await ask(archiveUrl, DOWNLOAD_TIMEOUT_MS)
  if (archive.body === null) throw new Error('the archive is empty')

  let found = false
  const unpacked = extract()
  const unpacking = pipeline(archive.body, createGunzip(), unpacked)
  // A failure is thrown by the loop as well, but maybe only after it was noticed here.
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
