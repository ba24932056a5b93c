import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { openAsBlob } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Sandbox } from '@e2b/code-interpreter'
import { Failure } from '#src/domain/shared/failures.ts'

/**
 * Returns the folder on this machine with the installed packages `id`, and keeps it for `forMs` milliseconds. It contains `packages`, which
 * commands find at `/node_modules`, and `parts`, the packages of inner packages, at `/modules`. Fails with 'sandbox-lost' if they are gone,
 * so that they are installed again.
 */
export type PackageFolder = (id: string, forMs: number) => Promise<string>

/** Their folder in the sandbox. The sandbox's user can read it but not change it. */
const MODULES_FOLDER = '/opt/ollio-modules'
const STAGE = '/root/.ollio'
/** Packing the largest installation that is kept takes seconds. */
const PACK_MS = 120_000
const PACKED_BYTES = 512 * 1024 * 1024
const UNPACK_MS = 120_000
const CALL_MS = 30_000

/** Uploads installed packages into a sandbox, once for all its commands. Returns their folder in the sandbox. */
export async function uploadPackages(sandbox: Sandbox, id: string, folderOf: PackageFolder, signal: AbortSignal): Promise<string> {
  if (!/^[0-9a-f]{64}$/.test(id)) throw new Failure('unexpected', 'The package id is not a SHA-256')
  const target = `${MODULES_FOLDER}/${id}`
  // An earlier connection to this sandbox may have uploaded them.
  if (await succeeds(sandbox, `test -e ${target}/packages`, CALL_MS)) return target
  const folder = await folderOf(id, PACK_MS)
  const aside = await mkdtemp(join(tmpdir(), 'ollio-modules-'))
  try {
    const packed = join(aside, 'modules.tgz')
    await pack(folder, packed, signal)
    const { size } = await stat(packed)
    if (size > PACKED_BYTES)
      throw new Failure('sandbox-unavailable', `Installed packages are too large to upload to a sandbox: ${size} bytes`)
    const staged = `${STAGE}/${id}.tgz`
    await sandbox.files.write(staged, await openAsBlob(packed), {
      ...{ user: 'root', useOctetStream: true, requestTimeoutMs: CALL_MS + Math.ceil(size / 1_000) },
    })
    signal.throwIfAborted()
    const unpack = [
      `mkdir -p ${MODULES_FOLDER} && rm -rf ${target}.new && mkdir ${target}.new`,
      `tar -xzf ${staged} --no-same-owner -C ${target}.new && chmod -R go=u-w ${target}.new`,
      `rm ${staged} && mv -T ${target}.new ${target}`,
    ].join(' && ')
    if (!(await succeeds(sandbox, unpack, UNPACK_MS)))
      throw new Failure('sandbox-unavailable', 'The repository’s packages could not be unpacked in the sandbox')
    return target
  } finally {
    await rm(aside, { recursive: true, force: true })
  }
}

/** Runs as root, which the agent's commands can't become. */
async function succeeds(sandbox: Sandbox, command: string, timeoutMs: number): Promise<boolean> {
  const { stdout } = await sandbox.commands.run(`${command} && echo done || true`, { user: 'root', cwd: '/', timeoutMs })
  return stdout.trim() === 'done'
}

async function pack(folder: string, file: string, signal: AbortSignal): Promise<void> {
  const clock = AbortSignal.any([signal, AbortSignal.timeout(PACK_MS)])
  // The fastest gzip level, because the archive is transferred only once.
  const options = { cwd: folder, env: { PATH: '/usr/bin:/bin' }, signal: clock }
  const tar = spawn('tar', ['-I', 'gzip -1', '-cf', file, 'packages', 'parts'], { ...options, stdio: ['ignore', 'ignore', 'pipe'] })
  let problem = ''
  tar.stderr.on('data', (chunk: Buffer) => (problem = `${problem}${chunk.toString()}`.slice(-500)))
  const [code] = (await once(tar, 'close').catch((cause: unknown) => {
    throw new Failure(signal.aborted ? 'cancelled' : 'sandbox-unavailable', 'Installed packages could not be packed', { cause })
  })) as [number | null]
  if (code !== 0) throw new Failure('sandbox-unavailable', `Installed packages could not be packed: ${problem}`)
}
