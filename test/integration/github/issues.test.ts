import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HERE, startCodeHost } from '../../support/github-world.ts'
import type { CodeHostWorld } from '../../support/github-world.ts'

let world: CodeHostWorld
beforeAll(async () => {
  world = await startCodeHost()
})
afterAll(() => world.close())

const PNG = Buffer.from('\u0089PNG\r\n\u001A\n', 'latin1')
const fetched = (url: string, limitBytes = 100) =>
  world.codeHost.attachment(world.repository, url, limitBytes, new AbortController().signal)

test('an issue is returned as it was written, with its author', async () => {
  const { data } = await world.maintainer.rest.issues.create({ ...HERE, title: 'Plans', body: 'What they cost.\n<!-- hidden -->' })
  expect(await world.codeHost.issue(world.repository, data.number, 3)).toEqual({
    ...{ title: 'Plans', body: 'What they cost.\n<!-- hidden -->', author: 'mara', comments: [] },
  })
  const { data: empty } = await world.maintainer.rest.issues.create({ ...HERE, title: 'Nothing more' })
  expect(await world.codeHost.issue(world.repository, empty.number, 3)).toMatchObject({ body: '' })
  expect(await world.codeHost.issue(world.repository, 4_242, 3)).toBeNull()
})

describe('the last comments of an issue', () => {
  async function under(count: number) {
    const { data } = await world.maintainer.rest.issues.create({ ...HERE, title: 'Plans' })
    const at = { ...HERE, issue_number: data.number }
    for (let written = 1; written <= count; written += 1) await world.writer.rest.issues.createComment({ ...at, body: `${written}` })
    world.take()
    const issue = await world.codeHost.issue(world.repository, data.number, 3)
    return { number: data.number, issue, comments: issue?.comments.map(({ body }) => body), requests: world.take().length }
  }

  test('the last comments of an issue are those of people, the oldest first, and are read with the issue in two requests', async () => {
    const { number, issue, requests } = await under(2)
    expect(issue?.comments).toEqual([
      { author: 'wim', body: '1' },
      { author: 'wim', body: '2' },
    ])
    expect(requests).toBe(2)
    await world.bot.rest.issues.createComment({ ...HERE, issue_number: number, body: 'of a bot' })
    expect((await world.codeHost.issue(world.repository, number, 3))?.comments).toEqual(issue?.comments)
  })

  test('the last comments of an issue are found on the last pages, however many there are', async () => {
    expect(await under(101)).toMatchObject({ comments: ['99', '100', '101'], requests: 3 })
    expect(await under(201)).toMatchObject({ comments: ['199', '200', '201'], requests: 4 })
  })
})

test('an upload is accepted from the origin of GitHub Enterprise Server', async () => {
  const { url } = await world.github.addAttachment(PNG)
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/user-attachments\/assets\/[0-9a-f-]{36}$/)
  expect(await fetched(url)).toEqual({ ok: true, bytes: new Uint8Array(PNG) })
  expect(await fetched(url, PNG.length - 1)).toEqual({ ok: false, problem: 'too-large' })
  expect(await fetched(`${url.slice(0, -12)}000000000000`)).toEqual({ ok: false, problem: 'unreachable' })
  expect(await fetched(`${new URL(url).origin}/avatars/1`)).toEqual({ ok: false, problem: 'foreign' })
  const response = await fetch(url)
  expect(response.headers.get('content-type')).toBe('image/png')
})
