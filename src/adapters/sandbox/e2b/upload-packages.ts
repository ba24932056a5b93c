import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { openAsBlob } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Sandbox } from '@e2b/code-interpreter'
import { Failure } from '#src/domain/shared/failures.ts'

/**
 * Where packages that were installed on this machine lie: a folder with `packages`, which commands find at `/node_modules`, and `parts`,
 * those of inner packages, at `/modules`. It stays for so long. Fails with 'sandbox-lost' where they are gone, so that they are installed again.
 */
export type UploadPackages = (id: string, forMs: number) => Promise<string>

/** Where they lie in the sandbox: its user can read there, and change nothing. */
const SHELF = '/opt/ollio-modules'
const STAGE = '/root/.ollio'
/** Packing takes seconds for the largest installation that is kept. */
const PACK_MS = 120_000
const PACKED_BYTES = 512 * 1024 * 1024
const UNPACK_MS = 120_000
const CALL_MS = 30_000

/** Brings installed packages into a sandbox, once for all its commands; answers their folder in there. */
export async function uploadPackages(sandbox: Sandbox, id: string, lend: UploadPackages, signal: AbortSignal): Promise<string> {
  if (!/^[0-9a-f]{64}$/.test(id)) throw new Failure('unexpected', 'Not the id of kept packages')
  const place = `${SHELF}/${id}`
  // Whoever was connected to this sandbox before may have brought them.
  if (await succeeds(sandbox, `test -e ${place}/packages`, CALL_MS)) return place
  const folder = await lend(id, PACK_MS)
  const aside = await mkdtemp(join(tmpdir(), 'ollio-modules-'))
  try {
    const packed = join(aside, 'modules.tgz')
    await pack(folder, packed, signal)
    const { size } = await stat(packed)
    if (size > PACKED_BYTES) throw new Failure('sandbox-unavailable', `Installed packages of ${size} bytes are more than a sandbox is sent`)
    const staged = `${STAGE}/${id}.tgz`
    await sandbox.files.write(staged, await openAsBlob(packed), {
      ...{ user: 'root', useOctetStream: true, requestTimeoutMs: CALL_MS + Math.ceil(size / 1_000) },
    })
    signal.throwIfAborted()
    const unpack = [
      `mkdir -p ${SHELF} && rm -rf ${place}.new && mkdir ${place}.new`,
      `tar -xzf ${staged} --no-same-owner -C ${place}.new && chmod -R go=u-w ${place}.new`,
      `rm ${staged} && mv -T ${place}.new ${place}`,
    ].join(' && ')
    if (!(await succeeds(sandbox, unpack, UNPACK_MS)))
      throw new Failure('sandbox-unavailable', 'The repository’s packages could not be unpacked in the sandbox')
    return place
  } finally {
    await rm(aside, { recursive: true, force: true })
  }
}

/** As root, which what the agent runs can't become. */
async function succeeds(sandbox: Sandbox, command: string, timeoutMs: number): Promise<boolean> {
  const { stdout } = await sandbox.commands.run(`${command} && echo done || true`, { user: 'root', cwd: '/', timeoutMs })
  return stdout.trim() === 'done'
}

async function pack(folder: string, file: string, signal: AbortSignal): Promise<void> {
  const clock = AbortSignal.any([signal, AbortSignal.timeout(PACK_MS)])
  // The fastest of gzip: what is packed travels once.
  const options = { cwd: folder, env: { PATH: '/usr/bin:/bin' }, signal: clock }
  const tar = spawn('tar', ['-I', 'gzip -1', '-cf', file, 'packages', 'parts'], { ...options, stdio: ['ignore', 'ignore', 'pipe'] })
  let problem = ''
  tar.stderr.on('data', (chunk: Buffer) => (problem = `${problem}${chunk.toString()}`.slice(-500)))
  const [code] = (await once(tar, 'close').catch((cause: unknown) => {
    throw new Failure(signal.aborted ? 'cancelled' : 'sandbox-unavailable', 'Installed packages could not be packed', { cause })
  })) as [number | null]
  if (code !== 0) throw new Failure('sandbox-unavailable', `Installed packages could not be packed: ${problem}`)
}
