import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Failure } from '#src/domain/shared/failures.ts'
import type { Sandbox } from '#src/ports/sandbox.ts'
import { LABELS, run } from '#test/support/sandbox-contract/use-sandbox.ts'
import { useDoubled } from '../../support/e2b/use-e2b-double.ts'

const idOf = (name: string): string => createHash('sha256').update(name).digest('hex')
const [ONE, OTHER] = [idOf('one'), idOf('other')]

let folder: string
/** The requested installations, in order. */
const lent: string[] = []
const doubled = useDoubled({
  packageFolder: async (id) => {
    lent.push(id)
    if (id !== ONE && id !== OTHER) throw new Failure('sandbox-lost', 'The installed packages are gone')
    return join(folder, id)
  },
})

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ollio-lent-'))
  const put = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  for (const [id, text] of [
    [ONE, 'of one'],
    [OTHER, 'of the other'],
  ] as const) {
    await put(`${id}/packages/words/index.js`, `module.exports = ${JSON.stringify(text)}\n`)
    await put(`${id}/parts/inner/deep/index.js`, `module.exports = 'inner ${text}'\n`)
  }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const made = (turn: string): Promise<Sandbox> => doubled().provider.create('react', { ...LABELS, turn })
const words = (sandbox: Sandbox, packages: string | null, path = 'words') => run(sandbox, `node -p "require('${path}')"`, { packages })

describe('a repository’s own packages', () => {
  test('a repository’s own packages are what a command finds, each command its own, and the template’s if it names none', async () => {
    const sandbox = await made('own')
    expect((await words(sandbox, ONE)).stdout).toBe('of one\n')
    expect((await words(sandbox, OTHER)).stdout).toBe('of the other\n')
    expect((await words(sandbox, ONE, '/modules/inner/deep')).stdout).toBe('inner of one\n')
    expect((await words(sandbox, null)).exitCode).toBe(1)
    expect((await run(sandbox, `node -p "require.resolve('react')"`)).stdout).toBe('/node_modules/react/index.js\n')
  })

  test('a repository’s own packages are mounted beside the template’s, which its tools find first', async () => {
    const sandbox = await made('tools')
    const { stdout } = await run(sandbox, 'ls /template/node_modules/react/package.json; ls /node_modules', { packages: ONE })
    expect(stdout).toBe('/template/node_modules/react/package.json\nwords\n')
  })

  test('a repository’s own packages are uploaded once, for all connections', async () => {
    const sandbox = await made('once')
    lent.length = 0
    await Promise.all([words(sandbox, ONE), words(sandbox, ONE), words(sandbox, OTHER)])
    const again = await doubled().provider.connect(sandbox.id)
    expect(again === null ? null : (await words(again, ONE)).stdout).toBe('of one\n')
    expect(new Set(lent)).toEqual(new Set([ONE, OTHER]))
    expect(lent).toHaveLength(2)
  })

  test('a repository’s own packages can’t be changed from inside', async () => {
    const sandbox = await made('changed')
    const attack =
      'echo evil > /node_modules/words/index.js; rm -rf /node_modules/words; umount /node_modules; mv /opt/ollio-modules /tmp/x; true'
    await run(sandbox, attack, { packages: ONE })
    expect((await words(sandbox, ONE)).stdout).toBe('of one\n')
  })

  test('a repository’s own packages that are gone are a lost sandbox, so that they are installed again', async () => {
    const sandbox = await made('gone')
    await expect(words(sandbox, idOf('gone'))).rejects.toMatchObject({ kind: 'sandbox-lost' })
    expect((await words(sandbox, ONE)).stdout).toBe('of one\n')
  })

  test('a repository’s own packages have ids that must never reach a shell unchecked', async () => {
    const sandbox = await made('ids')
    await expect(words(sandbox, '$(touch /tmp/x)')).rejects.toMatchObject({ kind: 'unexpected' })
  })
})
