import { spawn } from 'node:child_process'
import { Readable } from 'node:stream'
import { GIT_ENVIRONMENT } from './run-git.ts'

const TIMEOUT_MS = 120_000

/** Streams a gzipped tar of a commit with one top-level folder. The stream errors if git fails. */
export function streamArchive(repository: string, sha: string, folder: string): ReadableStream {
  const child = spawn('git', ['--git-dir', repository, 'archive', '--format=tar.gz', `--prefix=${folder}/`, sha], {
    env: GIT_ENVIRONMENT,
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: TIMEOUT_MS,
    killSignal: 'SIGKILL',
  })
  child.on('error', (error) => child.stdout.destroy(error))
  child.on('exit', (code) => {
    if (code !== 0) child.stdout.destroy(new Error(`git archive exited with code ${code}`))
  })
  child.stdout.on('close', () => child.kill('SIGKILL'))
  return Readable.toWeb(child.stdout)
}
