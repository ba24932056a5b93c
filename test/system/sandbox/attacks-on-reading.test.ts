import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { attacked, note } from '../../support/sandbox/attacked.ts'
import { bytes, run, textOf } from '#test/support/sandbox-contract/use-sandbox.ts'

const current = attacked()
const BAD_PATH = { name: 'Failure', kind: 'sandbox-path' }

test('a link is not read, not listed, and not treated as a file of the workspace', async () => {
  const { sandbox, hostFolder } = current()
  const { path } = await note(hostFolder)
  await run(
    sandbox,
    `mkdir links; cd links; ln -s ${path} file; ln -s ${hostFolder} folder; ln -s . self; ln -s ../links up; ln -s loop loop`,
  )
  for (const name of ['file', 'folder', `folder/${path.split('/').at(-1)}`, 'self/file', 'up/file', 'loop'])
    await expect(sandbox.readFile(`links/${name}`, 1_000)).rejects.toMatchObject(BAD_PATH)
  expect(await sandbox.list('links', 9)).toEqual([])
  for (const name of ['folder', 'self', 'loop']) await expect(sandbox.list(`links/${name}`, 9)).rejects.toMatchObject(BAD_PATH)
  expect((await sandbox.snapshot()).filter((file) => file.path.startsWith('links/'))).toEqual([])
})

test('no write, rename or removal goes through a linked folder', async () => {
  const { sandbox, hostFolder } = current()
  const { path, content } = await note(hostFolder)
  const name = path.split('/').at(-1) ?? ''
  await run(sandbox, `mkdir through; ln -s ${hostFolder} through/out; echo mine > through/mine`)
  await expect(sandbox.writeFile('through/out/made', bytes('x'))).rejects.toMatchObject(BAD_PATH)
  await expect(sandbox.writeFile('through/out/made/deeper', bytes('x'))).rejects.toMatchObject(BAD_PATH)
  await expect(sandbox.writeFile(`through/out/${name}`, bytes('x'))).rejects.toMatchObject(BAD_PATH)
  await expect(sandbox.rename('through/mine', `through/out/${name}`)).rejects.toMatchObject(BAD_PATH)
  await expect(sandbox.rename(`through/out/${name}`, 'through/stolen')).rejects.toMatchObject(BAD_PATH)
  await expect(sandbox.remove(`through/out/${name}`)).rejects.toMatchObject(BAD_PATH)
  expect(readdirSync(hostFolder)).toContain(name)
  expect(readdirSync(hostFolder)).not.toContain('made')
  expect(readFileSync(path, 'utf8')).toBe(content)
})

test('writing over a link replaces it, removing it removes it, and its target stays', async () => {
  const { sandbox, hostFolder } = current()
  const { path, content } = await note(hostFolder)
  await run(sandbox, `ln -s ${path} replaced; ln -s ${path} removed; ln -s ${path} moved`)
  await sandbox.writeFile('replaced', bytes('mine'))
  await sandbox.remove('removed')
  await sandbox.rename('moved', 'moved-link')
  await sandbox.writeFile('target', bytes('mine'))
  await sandbox.rename('target', 'moved-link')
  expect(await textOf(sandbox, 'replaced')).toBe('mine')
  expect(await textOf(sandbox, 'moved-link')).toBe('mine')
  expect(readFileSync(path, 'utf8')).toBe(content)
})

test('a file with two hard links is not read', async () => {
  const { sandbox } = current()
  const result = await run(
    sandbox,
    'echo x > one; ln one two; ln /usr/bin/env env; ln /etc/passwd passwd; ln /template/compile_page.sh template',
  )
  expect(result.stderr.match(/failed to create hard link/g)).toHaveLength(3)
  for (const name of ['one', 'two']) await expect(sandbox.readFile(name, 1_000)).rejects.toMatchObject(BAD_PATH)
})

test('pipes, sockets and devices don’t block', async () => {
  const { sandbox } = current()
  const server = `require('node:net').createServer().listen('special/socket', () => process.exit())`
  await run(
    sandbox,
    'mkdir special; mkfifo special/pipe; mknod special/second p; ln -s /dev/zero special/zero; mkfifo special/later; node -e "$SERVER"',
    {
      env: { SERVER: server },
    },
  )
  for (const name of ['pipe', 'second', 'zero', 'socket', 'pipe/below'])
    await expect(sandbox.readFile(`special/${name}`, 1_000)).rejects.toMatchObject(BAD_PATH)
  expect(await sandbox.list('special', 9)).toEqual([])
  await expect(sandbox.list('special/pipe', 1)).rejects.toMatchObject(BAD_PATH)
  expect((await sandbox.snapshot()).map(({ path }) => path)).not.toContain('special/pipe')
  await sandbox.writeFile('special/pipe', bytes('a file now'))
  expect(await textOf(sandbox, 'special/pipe')).toBe('a file now')
  await sandbox.remove('special/later')
})

test('invalid names and very deep folders are skipped', async () => {
  const { sandbox } = current()
  await run(
    sandbox,
    `mkdir odd && cd odd && touch good $'line\\nbreak' $'\\xff\\xfe' $'bell\\a' 'back\\slash' && mkdir closed && touch closed/in && chmod 0 closed good
     deep=$(printf 'd/%.0s' $(seq 1 400)); mkdir -p $deep && touch $deep/deepest`,
  )
  const paths = (await sandbox.list('odd', 1_000)).map(({ path }) => path)
  expect(paths).toContain('odd/good')
  expect(paths.filter((path) => /[^\w/]/.test(path))).toEqual([])
  expect(Math.max(...paths.map((path) => path.split('/').length))).toBe(64)
  expect(paths.every((path) => !path.endsWith('deepest'))).toBe(true)
  expect((await sandbox.snapshot()).some(({ path }) => path === 'odd/good')).toBe(true)
})
