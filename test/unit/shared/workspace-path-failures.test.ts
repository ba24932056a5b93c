import { describe, expect, test } from 'vitest'
import { pathFailure } from '#src/domain/shared/workspace-path-parts.ts'

const errorOf = (code: string) => Object.assign(new Error(code), { code })

describe('a failed call on a path of the workspace', () => {
  test.each(['ENOENT', 'ELOOP', 'ENOTDIR', 'EISDIR', 'ENOSPC', 'ENXIO', 'EACCES'])('with %s, the path is to blame', (code) => {
    expect(pathFailure('a/b', errorOf(code))).toMatchObject({ kind: 'sandbox-path' })
  })

  test.each(['EMFILE', 'ENFILE', 'ENOMEM', 'EIO', 'EAGAIN', 'ENOBUFS'])(
    'with %s, the machine is to blame, and a retry may help',
    (code) => {
      expect(pathFailure('a/b', errorOf(code))).toMatchObject({ kind: 'sandbox-unavailable' })
    },
  )
})
