import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { toFailure } from '#src/domain/shared/failures.ts'
import { attacked, note } from '../../support/sandbox/attacked.ts'
import { bytes, run } from '#test/support/sandbox-contract/use-sandbox.ts'

const current = attacked()

/**
 * Swaps a folder with a link to the outside and back, and a file with a link, as fast as possible; and also the host's unfinished files.
 */
const SWAP = `
const fs = require('node:fs')
const attempt = (...steps) => { try { for (const step of steps) step() } catch {} }
const move = (from, to) => () => fs.renameSync('race/' + from, 'race/' + to)
fs.mkdirSync('race/folder', { recursive: true })
fs.writeFileSync('race/file.real', 'inside')
fs.symlinkSync(process.env.FOLDER, 'race/link')
fs.writeFileSync('race/started', '')
for (;;) {
  attempt(move('folder', 'real'), move('link', 'folder'))
  attempt(() => fs.copyFileSync('race/file.real', 'race/file.new'), move('file.new', 'file'))
  attempt(move('folder', 'link'), move('real', 'folder'))
  attempt(() => fs.rmSync('race/file'), () => fs.symlinkSync(process.env.FILE, 'race/file'))
  attempt(() => {
    for (const name of fs.readdirSync('race/folder').filter((name) => name.startsWith('.ollio-'))) {
      fs.rmSync('race/folder/' + name)
      fs.symlinkSync(process.env.FILE, 'race/folder/' + name)
    }
  })
}`

test('whatever is swapped while it is read or written, nothing outside is', async () => {
  const { sandbox, hostFolder } = current()
  const { path, name, content } = await note(hostFolder)
  const before = readdirSync(hostFolder)
  const controller = new AbortController()
  const env = { SWAP, FOLDER: hostFolder, FILE: path }
  const swapping = Promise.allSettled([run(sandbox, 'node -e "$SWAP"', { env, signal: controller.signal })])
  await expect
    .poll(() => sandbox.list('race', 1).then((files) => files.some((file) => file.path === 'race/started')), { timeout: 10_000 })
    .toBe(true)

  const outcomes: string[] = []
  const seen: string[] = []
  for (let round = 0; round < 80; round += 1) {
    const results = await Promise.allSettled([
      sandbox.writeFile('race/folder/made', bytes('x')),
      sandbox.writeFile(`race/folder/deep-${round % 5}/file`, bytes('x')),
      sandbox.rename('race/started', 'race/folder/started').then(() => sandbox.rename('race/folder/started', 'race/started')),
      sandbox.remove(`race/folder/${name}`),
      sandbox.readFile('race/file', 1_000).then((read) => seen.push(Buffer.from(read).toString())),
      sandbox.list('race', 5).then((files) => seen.push(...files.map((file) => file.path))),
    ])
    outcomes.push(...results.map((result) => (result.status === 'fulfilled' ? 'done' : toFailure(result.reason).kind)))
  }
  controller.abort()
  await swapping
  // Some of each, or there was no race.
  expect(new Set(outcomes)).toEqual(new Set(['done', 'sandbox-path']))
  expect(seen.filter((text) => text.includes(content) || text.includes(name))).toEqual([])
  expect(readdirSync(hostFolder)).toEqual(before)
  expect(readFileSync(path, 'utf8')).toBe(content)
})

test('a file that grows and shrinks while it is read is read within its limit or not at all', async () => {
  const { sandbox } = current()
  const controller = new AbortController()
  const script = 'while :; do head -c 300000 /dev/zero > growing; : > growing; echo short > growing; done'
  const growing = Promise.allSettled([run(sandbox, script, { signal: controller.signal })])
  const outcomes: (number | string)[] = []
  for (let round = 0; round < 300; round += 1) {
    outcomes.push(
      await sandbox.readFile('growing', 100_000).then(
        (read) => read.length,
        (error: unknown) => toFailure(error).kind,
      ),
    )
  }
  controller.abort()
  await growing
  const sizes = outcomes.filter((outcome) => typeof outcome === 'number')
  expect(Math.max(0, ...sizes)).toBeLessThanOrEqual(100_000)
  expect(outcomes.filter((outcome) => typeof outcome === 'string' && outcome !== 'sandbox-path')).toEqual([])
})
