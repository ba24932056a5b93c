import { Failure } from './failures.ts'

/** The deepest level of folders; deeper ones are neither read nor written. */
export const MAX_DEPTH = 64
const PATH_BYTES = 1_024
const PART_BYTES = 255

/** Splits a relative path that can't leave the workspace into its parts. Fails with 'sandbox-path' for any other path. */
export function workspaceParts(path: string): string[] {
  const parts = path.split('/')
  if (Buffer.byteLength(path) > PATH_BYTES || parts.length > MAX_DEPTH || !parts.every(isPlainName)) {
    throw new Failure('sandbox-path', `Not a path in the workspace: ${JSON.stringify(path.slice(0, 200))}`)
  }
  return parts
}

/**
 * True for the name of one file or folder: printable, with no separator of any system, and not a parent reference. U+FFFD marks bytes that
 * are not valid text.
 */
export function isPlainName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && Buffer.byteLength(name) <= PART_BYTES && !/[\p{Cc}\\/\uFFFD]/u.test(name)
}

/** Errors that say nothing about the path: this machine has no more files, memory or working disk. */
const OF_THE_MACHINE = new Set(['EMFILE', 'ENFILE', 'ENOMEM', 'EIO', 'EAGAIN', 'ENOBUFS', 'ENODEV'])

/** Maps a failed system call on a path of the workspace to a failure. */
export function pathFailure(path: string, error: unknown): Failure {
  if (error instanceof Failure) return error
  const kind = OF_THE_MACHINE.has(errorCode(error) ?? '') ? 'sandbox-unavailable' : 'sandbox-path'
  return new Failure(kind, `${path}: ${reasonFor(error)}`, { cause: error })
}

function reasonFor(error: unknown): string {
  switch (errorCode(error)) {
    case 'ENOENT':
      return 'no such file or folder'
    case 'ELOOP':
    case 'ENOTDIR':
      return 'a part of the path is a link or not a folder'
    case 'EISDIR':
    case 'ENOTEMPTY':
    case 'EEXIST':
      return 'is a folder'
    case 'ENOSPC':
    case 'EDQUOT':
      return 'the workspace is full'
    case 'ENXIO':
      return 'is not a regular file'
    default:
      return errorCode(error) ?? 'can’t be used'
  }
}

export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
