import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, inject, test } from 'vitest'
import { startPostgres } from '#dev/postgres/start-postgres.ts'
import { reactTemplate } from '#test/support/installed-template.ts'

test('a second demo in the same checkout is refused and does not touch the files of the first one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ollio-twice-'))
  const [demoFile, repository] = [join(folder, '.ollio/demo.json'), join(folder, '.ollio/github/acme/shop.git/HEAD')]
  // The parts of the first demo that the second one encounters.
  await reactTemplate()
  for (const name of ['app.yml', 'prisma', 'sandbox-templates']) await symlink(resolve(name), join(folder, name))
  await mkdir(join(repository, '..'), { recursive: true })
  for (const file of [demoFile, repository]) await writeFile(file, 'of the first one')
  const postgres = await startPostgres({ folder: join(folder, '.ollio/postgres'), fsync: false })
  try {
    const env = { ...process.env, DATABASE_URL: '', TEMPORAL_ADDRESS: inject('temporal').address }
    const failure: unknown = await promisify(execFile)(process.execPath, [resolve('src/demo.ts')], { cwd: folder, env }).catch(
      (error: unknown) => error,
    )
    expect(failure).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^PostgreSQL already runs on .*\. Is the demo already running\?\n$/),
    })
    for (const file of [demoFile, repository]) expect(await readFile(file, 'utf8')).toBe('of the first one')
  } finally {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
})
