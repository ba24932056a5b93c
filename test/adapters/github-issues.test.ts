import { afterAll, beforeAll, expect, test } from 'vitest'
import { HERE, startCodeHost } from './github-world.ts'
import type { CodeHostWorld } from './github-world.ts'

let world: CodeHostWorld
beforeAll(async () => {
  world = await startCodeHost()
})
afterAll(() => world.close())

const PNG = Buffer.from('\u0089PNG\r\n\u001A\n', 'latin1')
const fetched = (url: string, limitBytes = 100) =>
  world.codeHost.attachment(world.repository, url, limitBytes, new AbortController().signal)

test('an issue is told as it was written, and by whom', async () => {
  const { data } = await world.maintainer.rest.issues.create({ ...HERE, title: 'Plans', body: 'What they cost.\n<!-- hidden -->' })
  expect(await world.codeHost.issue(world.repository, data.number)).toEqual({
    ...{ title: 'Plans', body: 'What they cost.\n<!-- hidden -->', author: 'mara' },
  })
  const { data: empty } = await world.maintainer.rest.issues.create({ ...HERE, title: 'Nothing more' })
  expect(await world.codeHost.issue(world.repository, empty.number)).toMatchObject({ body: '' })
  expect(await world.codeHost.issue(world.repository, 4_242)).toBeNull()
})

test('an upload comes from an installation of one’s own, whose origin is GitHub’s', async () => {
  const { url } = await world.github.addAttachment(PNG)
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/user-attachments\/assets\/[0-9a-f-]{36}$/)
  expect(await fetched(url)).toEqual({ ok: true, bytes: new Uint8Array(PNG) })
  expect(await fetched(url, PNG.length - 1)).toEqual({ ok: false, problem: 'too-large' })
  expect(await fetched(`${url.slice(0, -12)}000000000000`)).toEqual({ ok: false, problem: 'unreachable' })
  expect(await fetched(`${new URL(url).origin}/avatars/1`)).toEqual({ ok: false, problem: 'foreign' })
  const response = await fetch(url)
  expect(response.headers.get('content-type')).toBe('image/png')
})
